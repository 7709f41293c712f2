package io.setpoint.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.ConfigurationChangedEvent;
import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.acceptance.Rejection;
import io.setpoint.binding.BoundType;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application's event listeners.
 */
class EventPublisher implements AcceptanceFollower {

	private final ApplicationEventPublisher publisher;

	EventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Whoever hears of an event expects to find beans up to date.
	 */
	@Override
	public Turn turn() {
		return Turn.AFTER_BEANS;
	}

	@Override
	public void accepted(AcceptedChange change) {
		Set<String> names = change.names()
			.stream()
			.map(ConfigurationPropertyName::toString)
			.collect(Collectors.toSet());
		this.publisher.publishEvent(
				new ConfigurationChangedEvent(this.publisher, change.revision(), names, classes(change.types())));
	}

	@Override
	public void rejected(Rejection rejection) {
		this.publisher.publishEvent(new ConfigurationRejectedEvent(this.publisher, rejection.revision(),
				rejection.keys(), classes(rejection.types()), rejection.problems()));
	}

	private static Set<Class<?>> classes(Set<BoundType> types) {
		return types.stream().map(BoundType::type).collect(Collectors.toSet());
	}

}
