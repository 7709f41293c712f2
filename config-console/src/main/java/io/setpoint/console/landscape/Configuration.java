package io.setpoint.console.landscape;

import java.time.Duration;
import java.util.List;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.VersionSummary;
import org.jspecify.annotations.Nullable;

/**
 * What etcd has about one configuration.
 *
 * @param name its name
 * @param state where it is; {@link RolloutState#INITIAL} if nothing was ever released
 * @param problem why what is in etcd cannot be read, {@code null} if it can
 * @param versions the ids of its versions and the revisions that wrote them, newest first
 * @param lastSerial the serial of the last entry of its history, 0 if there is none
 * @param members its live instances, by id
 * @param unreadable the keys of live instances that cannot be read
 * @param conductor the instance that moves its rollout, or {@code null}
 * @param bake how long the current stage has baked, {@code null} if none does
 * @since 0.1.0
 */
public record Configuration(String name, RolloutState state, @Nullable String problem, List<VersionKey> versions,
		long lastSerial, List<FleetMember> members, List<String> unreadable, @Nullable String conductor,
		@Nullable Bake bake) {

	boolean isEmpty() {
		return this.state.serial() == 0 && this.problem == null && this.versions.isEmpty() && this.lastSerial == 0
				&& this.members.isEmpty() && this.unreadable.isEmpty();
	}

	/**
	 * A version whose content is read when somebody looks at it.
	 *
	 * @param id its id, as {@link VersionSummary#id()}
	 * @param revision the revision that wrote it
	 */
	public record VersionKey(String id, long revision) {
	}

	/**
	 * How long a stage has baked.
	 *
	 * @param baked how long it had when that became known here
	 * @param knownAt when that was, by {@link System#nanoTime()}
	 * @param running whether it goes on
	 */
	public record Bake(Duration baked, long knownAt, boolean running) {

		/**
		 * Return how long it has baked.
		 * @param now now, by {@link System#nanoTime()}
		 * @return how long, at least
		 */
		public Duration at(long now) {
			return this.running ? this.baked.plusNanos(now - this.knownAt) : this.baked;
		}

	}

}
