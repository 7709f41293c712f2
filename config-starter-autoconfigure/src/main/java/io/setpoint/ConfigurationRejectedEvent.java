package io.setpoint;

import java.util.List;
import java.util.Set;

import org.springframework.context.ApplicationEvent;

/**
 * A change was refused; the last good values stay. Never carries values.
 *
 * @since 0.1.0
 */
public class ConfigurationRejectedEvent extends ApplicationEvent {

	private final long revision;

	private final Set<String> keys;

	private final Set<Class<?>> types;

	private final List<String> reasons;

	/**
	 * Create an event.
	 * @param source who publishes it
	 * @param revision the etcd revision that was refused
	 * @param keys the etcd keys that it wrote or deleted
	 * @param types the types that wait for a repair
	 * @param reasons why, one sentence for each problem
	 */
	public ConfigurationRejectedEvent(Object source, long revision, Set<String> keys, Set<Class<?>> types,
			List<String> reasons) {
		super(source);
		this.revision = revision;
		this.keys = Set.copyOf(keys);
		this.types = Set.copyOf(types);
		this.reasons = List.copyOf(reasons);
	}

	/**
	 * Return the revision that was refused.
	 * @return the etcd revision
	 */
	public long getRevision() {
		return this.revision;
	}

	/**
	 * Return the keys of the refused revision.
	 * @return the etcd keys that it wrote or deleted
	 */
	public Set<String> getKeys() {
		return this.keys;
	}

	/**
	 * Return the types that wait for a repair.
	 * @return the types
	 */
	public Set<Class<?>> getTypes() {
		return this.types;
	}

	/**
	 * Return why the change was refused.
	 * @return one sentence for each problem
	 */
	public List<String> getReasons() {
		return this.reasons;
	}

	@Override
	public String toString() {
		return "Configuration rejected at revision " + this.revision + ": " + this.reasons;
	}

}
