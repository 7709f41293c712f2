package io.setpoint.cloud;

import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptedChange;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what comes after a refresh of Spring Cloud, for those who wait for it: the
 * names of what has changed, and that the refresh scope is up to date. Beans have
 * followed by then, so the event's source is none that makes Spring Cloud bind them
 * again.
 *
 * @since 0.1.0
 */
public final class SpringCloudEvents implements AcceptanceFollower {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a follower.
	 * @param publisher publishes the events
	 */
	public SpringCloudEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Whoever hears of an event expects to find beans up to date.
	 */
	@Override
	public Turn turn() {
		return Turn.AFTER_BEANS;
	}

	/**
	 * Who changes other sources says so himself.
	 */
	@Override
	public boolean follows(AcceptedChange change) {
		return !change.isForeign();
	}

	@Override
	public void accepted(AcceptedChange change) {
		try {
			this.publisher.publishEvent(new EnvironmentChangeEvent(this, names(change)));
		}
		finally {
			this.publisher.publishEvent(new RefreshScopeRefreshedEvent());
		}
	}

	private static Set<String> names(AcceptedChange change) {
		return change.names().stream().map(ConfigurationPropertyName::toString).collect(Collectors.toSet());
	}

	/**
	 * Return whether an event tells of what this application has accepted and followed.
	 * @param event the event
	 * @return {@code false} if it comes from somebody else
	 */
	static boolean isFollowed(EnvironmentChangeEvent event) {
		return event.getSource() instanceof SpringCloudEvents;
	}

}
