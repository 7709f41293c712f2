package io.setpoint.acceptance;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The properties that sources other than etcd have changed and whose readers are not
 * bound again yet. They are kept until that is done.
 */
final class ForeignChanges {

	private final Decisions decisions;

	private final Refusals refusals;

	private final Map<ConfigurationPropertyName, Object> waiting = new ConcurrentHashMap<>();

	ForeignChanges(Decisions decisions, Refusals refusals) {
		this.decisions = decisions;
		this.refusals = refusals;
	}

	/**
	 * Take properties whose readers have to be bound again.
	 * @param names their names
	 */
	void add(Collection<ConfigurationPropertyName> names) {
		names.forEach((name) -> this.waiting.put(name, new Object()));
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Bind again what reads the properties. What is added meanwhile waits for the next
	 * time.
	 */
	void bind() {
		Map<ConfigurationPropertyName, Object> changed = Map.copyOf(this.waiting);
		this.decisions.decide(() -> draft(changed.keySet()));
		changed.forEach(this.waiting::remove);
	}

	private Draft draft(Set<ConfigurationPropertyName> names) {
		Draft draft = this.decisions.draft();
		draft.bind(draft.evaluation().index().readersOf(names), names);
		draft.foreign()
			.forEach((type, refused) -> draft.tell(() -> this.refusals.reportForeign(type, refused, draft.revision())));
		return draft;
	}

}
