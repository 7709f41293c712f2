package io.setpoint.mirror;

import java.util.List;
import java.util.Map;

import io.setpoint.store.Change;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one revision of etcd changed, over all locations: to be accepted whole or not at
 * all.
 *
 * @param number the revision of etcd
 * @param changes the changes of each prefix that has any, in the order of etcd
 * @param cause how the changes came to be known
 * @param reason why the locations were read again, {@code null} unless the cause is
 * {@link Cause#RESYNC}
 * @since 0.1.0
 */
public record Revision(long number, Map<String, List<Change>> changes, Cause cause, @Nullable ResyncReason reason) {

	public Revision {
		Assert.isTrue((reason != null) == (cause == Cause.RESYNC), "'reason' must be given for a resync only");
		Assert.notEmpty(changes, "'changes' must not be empty");
		changes = Map.copyOf(changes);
	}

	static Revision watched(long number, Map<String, List<Change>> changes) {
		return new Revision(number, changes, Cause.WATCH, null);
	}

	static Revision read(long number, Map<String, List<Change>> changes, @Nullable ResyncReason reason) {
		return new Revision(number, changes, (reason != null) ? Cause.RESYNC : Cause.REFRESH, reason);
	}

	/**
	 * Return the changes of a prefix.
	 * @param prefix the prefix
	 * @return its changes, empty if it has none
	 */
	public List<Change> changes(String prefix) {
		return this.changes.getOrDefault(prefix, List.of());
	}

	/**
	 * Says which revision this is and how much it changed, never a value.
	 */
	@Override
	public String toString() {
		int size = this.changes.values().stream().mapToInt(List::size).sum();
		return "revision " + this.number + " (" + this.cause + ((this.reason != null) ? ", " + this.reason : "") + ", "
				+ size + " changes under " + this.changes.keySet() + ")";
	}

}
