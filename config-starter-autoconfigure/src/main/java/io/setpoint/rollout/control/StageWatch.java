package io.setpoint.rollout.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.setpoint.instance.Identity;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.control.GuardSensor.Exposure;
import io.setpoint.rollout.control.GuardSensor.Measurement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The guards of one stage as one instance measures them, since it has the versions of
 * that stage. Used by one thread at a time.
 */
final class StageWatch {

	private static final Log logger = LogFactory.getLog(StageWatch.class);

	private final Subject subject;

	private final List<GuardSensor> sensors;

	private @Nullable List<Probe> probes;

	private final Set<Guard> failing = new HashSet<>();

	private StageWatch(Subject subject, List<GuardSensor> sensors) {
		this.subject = subject;
		this.sensors = sensors;
	}

	/**
	 * Return what an instance has to measure.
	 * @param following what it has followed
	 * @param instance who it is
	 * @param sensors what can measure
	 * @param before what it has measured so far, which goes on if nothing has changed
	 * @param prepared what measures since before the stage was visible, or {@code null}
	 * @return what measures, or {@code null} if there is nothing to measure
	 */
	static @Nullable StageWatch of(Following following, Identity instance, List<GuardSensor> sensors,
			@Nullable StageWatch before, @Nullable StageWatch prepared) {
		Subject subject = Subject.of(following, instance);
		if (subject == null) {
			return null;
		}
		if (before != null && before.subject.equals(subject)) {
			return before;
		}
		return (prepared != null && prepared.subject.equals(subject)) ? prepared : new StageWatch(subject, sensors);
	}

	/**
	 * Begin to measure what an instance will have to measure if it accepts what it should
	 * run, before that is visible.
	 * @param configuration the name of the configuration
	 * @param state the state that is about to be followed
	 * @param instance who the instance is
	 * @param sensors what can measure
	 * @return what measures, or {@code null} if there is nothing to measure
	 */
	static @Nullable StageWatch prepare(String configuration, RolloutState state, Identity instance,
			List<GuardSensor> sensors) {
		boolean candidate = state.isCandidateFor(instance);
		boolean both = !candidate && !state.requestRules().isEmpty();
		Subject subject = Subject.of(configuration, state, candidate, both);
		if (subject == null) {
			return null;
		}
		StageWatch watch = new StageWatch(subject, sensors);
		watch.begin();
		return watch;
	}

	boolean isLike(StageWatch other) {
		return this.subject.equals(other.subject);
	}

	private List<Probe> begin() {
		List<Probe> probes = this.probes;
		if (probes == null) {
			probes = this.subject.guards().stream().map(this::probe).toList();
			this.probes = probes;
		}
		return probes;
	}

	/**
	 * Return what has been measured since the stage began here.
	 * @return the readings, at least one for each guard
	 */
	List<GuardReading> read() {
		List<GuardReading> readings = new ArrayList<>();
		begin().forEach((probe) -> readings.addAll(read(probe)));
		return List.copyOf(readings);
	}

	private Probe probe(Guard guard) {
		try {
			return new Probe(guard,
					this.sensors.stream()
						.filter((sensor) -> sensor.measures(guard))
						.findFirst()
						.map((sensor) -> sensor.begin(guard, this.subject.exposure()))
						.orElse(null));
		}
		catch (Exception | LinkageError | AssertionError ex) {
			logger.warn("The guard '" + guard.name() + "' cannot be measured here, so it is inconclusive", ex);
			return new Probe(guard, null);
		}
	}

	private List<GuardReading> read(Probe probe) {
		try {
			if (probe.measurement() != null) {
				List<GuardReading> readings = List.copyOf(probe.measurement().read());
				this.failing.remove(probe.guard());
				return readings;
			}
		}
		catch (Exception | LinkageError | AssertionError ex) {
			report(probe.guard(), ex);
		}
		return List.of(new GuardReading(probe.guard().name(), this.subject.exposure().candidate(), 0, 0, null,
				Outcome.INCONCLUSIVE));
	}

	/**
	 * Say once, not each second, that a guard is not measured.
	 * @param guard the guard
	 * @param failure why
	 */
	private void report(Guard guard, Throwable failure) {
		if (this.failing.add(guard)) {
			logger.warn("The guard '" + guard.name() + "' could not be measured, so it is inconclusive", failure);
		}
	}

	/**
	 * A guard that is measured.
	 *
	 * @param guard the guard
	 * @param measurement what measures it, {@code null} if nothing can
	 */
	private record Probe(Guard guard, @Nullable Measurement measurement) {
	}

	/**
	 * What is measured.
	 *
	 * @param salt the rollout
	 * @param stage the stage
	 * @param exposure which versions the instance runs
	 * @param guards the guards
	 */
	private record Subject(String salt, int stage, Exposure exposure, List<Guard> guards) {

		static @Nullable Subject of(Following following, Identity instance) {
			RolloutState state = following.state();
			if (following.verdict() != Verdict.ACCEPTED) {
				return null;
			}
			boolean candidate = state.isCandidateFor(instance)
					&& Objects.equals(following.version(), state.candidate());
			boolean both = !candidate && Objects.equals(following.candidate(), state.candidate());
			return of(following.configuration(), state, candidate, both);
		}

		static @Nullable Subject of(String configuration, RolloutState state, boolean candidate, boolean both) {
			Stage stage = state.currentStage();
			if (stage == null || stage.guards().isEmpty() || state.phase() != Phase.RUNNING) {
				return null;
			}
			List<Guard> guards = (candidate || both) ? stage.guards()
					: stage.guards().stream().filter((guard) -> guard.maxTimesStable() != null).toList();
			if (guards.isEmpty()) {
				return null;
			}
			Exposure exposure = new Exposure(both ? Scope.REQUESTS : Scope.INSTANCES, candidate || both,
					Objects.requireNonNull(state.candidate()), configuration);
			return new Subject(Objects.requireNonNull(state.salt()), state.stage(), exposure, guards);
		}

	}

}
