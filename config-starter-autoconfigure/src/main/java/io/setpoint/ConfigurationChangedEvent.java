package io.setpoint;

import java.util.Set;

import org.springframework.context.ApplicationEvent;

/**
 * A change was accepted and is visible. Never carries values.
 *
 * @since 0.1.0
 */
public class ConfigurationChangedEvent extends ApplicationEvent {

	private final long revision;

	private final Set<String> propertyNames;

	private final Set<Class<?>> types;

	/**
	 * Create an event.
	 * @param source who publishes it
	 * @param revision the etcd revision that was accepted
	 * @param propertyNames the names of the properties that were set, changed or removed
	 * @param types the types whose values differ from those before
	 */
	public ConfigurationChangedEvent(Object source, long revision, Set<String> propertyNames, Set<Class<?>> types) {
		super(source);
		this.revision = revision;
		this.propertyNames = Set.copyOf(propertyNames);
		this.types = Set.copyOf(types);
	}

	/**
	 * Return the revision that was accepted.
	 * @return the etcd revision
	 */
	public long getRevision() {
		return this.revision;
	}

	/**
	 * Return what changed in etcd.
	 * @return the names of the properties that were set, changed or removed
	 */
	public Set<String> getPropertyNames() {
		return this.propertyNames;
	}

	/**
	 * Return what changed in the application.
	 * @return the types whose values differ from those before
	 */
	public Set<Class<?>> getTypes() {
		return this.types;
	}

	@Override
	public String toString() {
		return "Configuration changed at revision " + this.revision + ": properties " + this.propertyNames;
	}

}
