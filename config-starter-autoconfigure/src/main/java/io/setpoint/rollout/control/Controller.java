package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.lease.Election;
import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Conductor;
import io.setpoint.rollout.Decision;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.Image;
import io.setpoint.store.OneLine;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Moves the rollouts of one configuration while this instance is elected. It acts only on
 * a copy that is current, and only as long as its lease cannot have run out; every write
 * is fenced by its term and by the state that it has looked at.
 */
final class Controller implements Election.Listener {

	private static final Log logger = LogFactory.getLog(Controller.class);

	private static final Duration TICK = Duration.ofMillis(250);

	/**
	 * How often at most, and at least, it is noted how long a stage has baked. What was
	 * not noted is baked again after a pause, or when nobody is left who has seen it.
	 */
	private static final Duration NOTE_MIN = Duration.ofSeconds(5);

	private static final Duration NOTE_MAX = Duration.ofMinutes(1);

	private static final int NOTES = 10;

	private final Surroundings<WritableStore> surroundings;

	private final ControlSettings settings;

	private final String configuration;

	private final Ledger ledger;

	private final Election election;

	private final StageClock clock;

	private @Nullable Term term;

	Controller(Surroundings<WritableStore> surroundings, ControlSettings settings, String configuration) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.configuration = configuration;
		this.ledger = new Ledger(surroundings.store(), settings.keys());
		this.clock = new StageClock(surroundings.loop());
		this.election = new Election(surroundings, settings.keys().controller(configuration), settings.identity().id(),
				settings.controllerLease(), this);
	}

	/**
	 * Compete while a rollout runs.
	 * @param following the state that this instance has followed
	 */
	void followed(Following following) {
		RolloutState state = following.state();
		if (state.phase() == Phase.RUNNING) {
			this.clock.follow(state);
			this.election.enter();
		}
		else {
			ended(state);
		}
	}

	private void ended(RolloutState state) {
		this.clock.follow(state);
		this.election.leave();
	}

	private static Duration noteInterval(Duration bake) {
		Duration interval = bake.dividedBy(NOTES);
		if (interval.compareTo(NOTE_MIN) < 0) {
			return NOTE_MIN;
		}
		return (interval.compareTo(NOTE_MAX) > 0) ? NOTE_MAX : interval;
	}

	private void note(BakeProgress progress, long revision) {
		this.surroundings.ask((store) -> this.ledger.note(this.configuration, progress, revision),
				(outcome, failure) -> logger.trace("How long a stage has baked was noted, or was not", failure));
	}

	void stop() {
		if (this.term != null) {
			this.term.note();
		}
		this.election.leave();
	}

	boolean isElected() {
		return this.term != null;
	}

	@Override
	public void elected(long created) {
		logger.info("This instance controls the rollout of '" + this.configuration + "' from now on");
		this.term = new Term(created);
		this.term.start();
	}

	@Override
	public void denied() {
		logger.warn("This instance may not write '" + this.settings.keys().controller(this.configuration)
				+ "', so it cannot move the rollout: grant its user's role the right to write there and beside it, or set"
				+ " 'setpoint.rollout.controller=false'");
	}

	@Override
	public void dismissed() {
		if (this.term != null) {
			logger.info("This instance does not control the rollout of '" + this.configuration + "' any more");
			this.term.end();
			this.term = null;
		}
	}

	/**
	 * The time between an election and its end.
	 */
	private final class Term {

		private final long created;

		private final long began;

		private final FleetCopy copy;

		private final Mirrors mirrors;

		private final DryRuns dryRuns = new DryRuns(Controller.this.configuration);

		private Loop.@Nullable Timer timer;

		private boolean writing;

		private long written;

		private long lastSerial;

		private @Nullable BakeProgress progress;

		private boolean learnt;

		private Duration noted = Duration.ZERO;

		private boolean over;

		Term(long created) {
			Controller outer = Controller.this;
			this.created = created;
			this.began = outer.surroundings.loop().nanoTime();
			this.copy = new FleetCopy(outer.settings.keys(), outer.configuration);
			this.mirrors = new Mirrors(outer.surroundings.store(), outer.surroundings.loop(), outer.settings.mirrors(),
					this.copy.prefixes(), new Image(0, 0, Map.of()), false, this::changed,
					outer.surroundings.randomness());
		}

		void start() {
			this.mirrors.start();
			learn();
			tick();
		}

		/**
		 * Learn how long the stage has baked from those that were there before.
		 */
		private void learn() {
			Surroundings<WritableStore> surroundings = Controller.this.surroundings;
			surroundings.ask((store) -> Controller.this.ledger.noted(Controller.this.configuration),
					(progress, failure) -> {
						this.progress = progress;
						this.learnt = failure == null;
						if (failure != null && !this.over) {
							surroundings.after(TICK, this::learn);
						}
					});
		}

		void end() {
			this.over = true;
			this.mirrors.stop();
			if (this.timer != null) {
				this.timer.cancel();
			}
		}

		private void changed(List<Revision> revisions) {
			if (!this.over) {
				this.copy.apply(revisions);
				Controller.this.surroundings.loop().execute(this::look);
			}
		}

		private void tick() {
			if (this.over) {
				return;
			}
			this.timer = Controller.this.surroundings.after(TICK, this::tick);
			if (!Controller.this.election.isHeld() || isEmptied()) {
				Controller.this.election.stepDown();
			}
			else {
				look();
				noteInTime();
			}
		}

		private void noteInTime() {
			RolloutState state = this.copy.state();
			Stage stage = (state != null && !this.over) ? state.currentStage() : null;
			if (state == null || stage == null) {
				return;
			}
			Duration baked = Controller.this.clock.baked(state);
			if (baked.compareTo(this.noted) < 0) {
				this.noted = state.baked();
			}
			if (baked.minus(this.noted).compareTo(noteInterval(stage.bake())) >= 0) {
				note();
			}
		}

		/**
		 * Note how long the stage has baked, for those that come after. Who has not read
		 * yet what was noted before may know less.
		 */
		void note() {
			RolloutState state = this.copy.state();
			boolean known = this.learnt && this.progress == null;
			if (state != null && state.phase() == Phase.RUNNING && known && isCurrent() && !this.writing) {
				this.noted = Controller.this.clock.baked(state);
				Controller.this.note(BakeProgress.of(state, this.noted), this.copy.revision());
			}
		}

		private void look() {
			RolloutState state = this.copy.state();
			if (this.over || this.writing || !isCurrent() || state == null || this.copy.revision() < this.written) {
				return;
			}
			if (state.phase() != Phase.RUNNING) {
				ended(state);
				return;
			}
			measure(state);
			Decision decision = Conductor.decide(state, this.copy.revision(), this.copy.fleet(isSettled()),
					Controller.this.clock.baked(state));
			this.dryRuns.note(state, decision.guards());
			if (decision.command() != null && Controller.this.election.isHeld()) {
				write(state, decision.command(), decision);
			}
		}

		private void measure(RolloutState state) {
			BakeProgress progress = this.progress;
			Controller.this.clock.follow(state);
			if (progress != null) {
				this.progress = null;
				Controller.this.clock.learn(state, progress);
			}
		}

		private boolean isCurrent() {
			return statuses().allMatch(this.copy::isCurrent) && !isEmptied();
		}

		/**
		 * Ask whether etcd was replaced by one that has nothing left where this copy has
		 * something. What is kept then is no ground to act on; a new term begins with
		 * what is there.
		 * @return whether it was
		 */
		private boolean isEmptied() {
			return statuses().anyMatch(MirrorStatus::emptied);
		}

		private Stream<MirrorStatus> statuses() {
			return this.copy.prefixes().stream().map(this.mirrors::status);
		}

		/**
		 * Ask whether who is missing has vanished. Instances whose leases ran out while
		 * etcd was out of reach need a moment to come back.
		 * @return whether they have had it
		 */
		private boolean isSettled() {
			long elapsed = Controller.this.surroundings.loop().nanoTime() - this.began;
			return elapsed >= Controller.this.settings.fleetLease().toNanos() / 2;
		}

		private void write(RolloutState state, Command command, Decision decision) {
			Controller outer = Controller.this;
			boolean goesOn = command instanceof Command.Extend;
			RolloutState before = (goesOn ? state : state.knownToHaveBaked(outer.clock.baked(state)))
				.behind(this.lastSerial);
			Transition transition = Transition
				.of(before, command, "controller " + outer.settings.identity().id(), outer.surroundings.loop().now(),
						decision.reason())
				.judged(this.dryRuns.said(decision.guards()));
			List<String> forgotten = this.copy.goodbyesToForget(transition.state());
			long revision = this.copy.revision();
			this.writing = true;
			outer.surroundings.ask(
					(store) -> outer.ledger.write(outer.configuration, transition, revision, this.created, forgotten),
					(outcome, failure) -> written(transition, outcome, failure));
		}

		private void written(Transition transition, @Nullable TransactionOutcome outcome, @Nullable Throwable failure) {
			if (outcome != null && outcome.succeeded()) {
				this.written = outcome.revision();
				this.writing = false;
				logger.info("The rollout of '" + Controller.this.configuration + "': " + transition.entry().action()
						+ " at revision " + outcome.revision() + ", because "
						+ OneLine.of(String.valueOf(transition.entry().reason())));
			}
			else if (!this.over) {
				lookAgain(failure);
			}
		}

		private void lookAgain(@Nullable Throwable failure) {
			if (failure != null) {
				logger.debug(
						"Whether a transition of '" + Controller.this.configuration + "' was written is read from etcd",
						failure);
			}
			Surroundings<WritableStore> surroundings = Controller.this.surroundings;
			String key = Controller.this.settings.keys().controller(Controller.this.configuration);
			surroundings.ask((store) -> store.read(List.of(key)), (image, unread) -> {
				if (this.over) {
					return;
				}
				if (image == null
						|| image.entries(key).stream().noneMatch((it) -> it.createRevision() == this.created)) {
					Controller.this.election.stepDown();
					return;
				}
				surroundings.onLoop(this.mirrors::refresh, (refreshed, unrefreshed) -> refreshed(unrefreshed));
			});
		}

		private void refreshed(@Nullable Throwable failure) {
			RolloutState state = this.copy.state();
			if (this.over) {
				return;
			}
			if (failure != null) {
				Controller.this.surroundings.after(TICK, () -> lookAgain(failure));
			}
			else if (state == null) {
				this.writing = false;
			}
			else {
				findEnd(state);
			}
		}

		/**
		 * Find the end of the history, which may be ahead of a state that was put back.
		 * @param state the state
		 */
		private void findEnd(RolloutState state) {
			Controller outer = Controller.this;
			outer.surroundings.ask((store) -> outer.ledger.behindHistory(outer.configuration, state),
					(behind, failure) -> {
						this.lastSerial = (behind != null) ? behind.serial() : this.lastSerial;
						this.writing = false;
					});
		}

	}

}
