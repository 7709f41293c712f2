package io.setpoint.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.instance.Identity;
import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

/**
 * What a live instance says about itself.
 *
 * @param instance its id
 * @param labels its labels
 * @param version the version that it runs, {@code null} before the first one
 * @param candidate the candidate that it runs beside it for some requests, or
 * {@code null}
 * @param revision the revision of the rollout's state that it had followed when it said
 * so; it says no more while it goes on as before
 * @param verdict what it thinks of the version that it should run
 * @param reason why it refused it, without values, in one line; only the beginning of
 * what is too long for one
 * @param rollout the salt of the rollout that the readings belong to, or {@code null}
 * @param stage the stage that the readings belong to
 * @param readings what it has measured
 * @param since since when it is as it is
 * @param incarnation what tells this process from all others that had or have its id,
 * {@code null} if it does not say
 * @param build what tells the application's build from others, by what it binds:
 * {@code null} if it does not say
 * @param locations the prefixes of the plain locations that it imports
 * @param waiting the plain keys whose newest change it has not taken up; of many the
 * first few
 * @param profiles the profiles that are active in it
 * @since 0.1.0
 */
public record FleetMember(String instance, Map<String, String> labels, @Nullable String version,
		@Nullable String candidate, long revision, Verdict verdict, @Nullable String reason, @Nullable String rollout,
		int stage, List<GuardReading> readings, Instant since, @Nullable String incarnation, @Nullable String build,
		List<String> locations, List<Waiting> waiting, List<String> profiles) {

	/**
	 * How many keys are told that have not been taken up.
	 */
	public static final int MAX_WAITING = 20;

	private static final int LONGEST_REASON = 2000;

	public FleetMember {
		if (instance == null || !Identity.isId(instance) || verdict == null) {
			throw new InvalidRolloutStateException("It needs the id of an instance, without '/', and a verdict");
		}
		if (Identity.problem(labels) != null) {
			throw new InvalidRolloutStateException("A label " + Identity.problem(labels));
		}
		labels = Map.copyOf(labels);
		reason = (reason != null) ? Line.cut(reason, LONGEST_REASON) : null;
		readings = List.copyOf(readings);
		locations = List.copyOf(locations);
		waiting = waiting.stream().limit(MAX_WAITING).toList();
		profiles = List.copyOf(profiles);
	}

	/**
	 * Create what an instance says that does not tell its build.
	 * @param instance its id
	 * @param labels its labels
	 * @param version the version that it runs
	 * @param candidate the candidate that it runs beside it
	 * @param revision the revision of the state that it had followed
	 * @param verdict what it thinks of the version that it should run
	 * @param reason why it refused it
	 * @param rollout the salt of the rollout that the readings belong to
	 * @param stage the stage that the readings belong to
	 * @param readings what it has measured
	 * @param since since when it is as it is
	 * @param incarnation what tells this process from others
	 */
	public FleetMember(String instance, Map<String, String> labels, @Nullable String version,
			@Nullable String candidate, long revision, Verdict verdict, @Nullable String reason,
			@Nullable String rollout, int stage, List<GuardReading> readings, Instant since,
			@Nullable String incarnation) {
		this(instance, labels, version, candidate, revision, verdict, reason, rollout, stage, readings, since,
				incarnation, null, List.of(), List.of(), List.of());
	}

	/**
	 * Return this with what the instance is made of.
	 * @param build what tells its build from others, {@code null} if that is not known
	 * @param profiles the profiles that are active in it
	 * @param locations the prefixes of the plain locations that it imports
	 * @return the entry
	 */
	public FleetMember of(@Nullable String build, List<String> profiles, List<String> locations) {
		return new FleetMember(this.instance, this.labels, this.version, this.candidate, this.revision, this.verdict,
				this.reason, this.rollout, this.stage, this.readings, this.since, this.incarnation, build, locations,
				this.waiting, profiles);
	}

	/**
	 * Return this with what the instance has not taken up.
	 * @param waiting the plain keys
	 * @return the entry
	 */
	public FleetMember waitingFor(List<Waiting> waiting) {
		return new FleetMember(this.instance, this.labels, this.version, this.candidate, this.revision, this.verdict,
				this.reason, this.rollout, this.stage, this.readings, this.since, this.incarnation, this.build,
				this.locations, waiting, this.profiles);
	}

	/**
	 * Return who it is.
	 * @return the identity
	 */
	public Identity identity() {
		return new Identity(this.instance, this.labels);
	}

	/**
	 * A plain key whose newest change an instance has not taken up.
	 *
	 * @param key the key
	 * @param revision the revision that changed it
	 * @param reason why, without values, in one line
	 */
	public record Waiting(String key, long revision, String reason) {

		private static final int LONGEST = 500;

		public Waiting {
			if (key == null || reason == null) {
				throw new InvalidRolloutStateException("What waits needs a key and a reason");
			}
			reason = Line.cut(reason, LONGEST);
		}

	}

	/**
	 * What an instance thinks of the version that it should run.
	 */
	public enum Verdict {

		/**
		 * It runs it.
		 */
		ACCEPTED,

		/**
		 * It cannot run it and keeps the one before.
		 */
		REFUSED,

		/**
		 * It has not got it yet.
		 */
		PENDING

	}

}
