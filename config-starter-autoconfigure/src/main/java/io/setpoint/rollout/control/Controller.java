package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.mirror.Loop;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Conductor;
import io.setpoint.rollout.Decision;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.Image;
import io.setpoint.store.TransactionOutcome;
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

	private final Surroundings surroundings;

	private final ControlSettings settings;

	private final String configuration;

	private final Ledger ledger;

	private final Election election;

	private @Nullable Term term;

	Controller(Surroundings surroundings, ControlSettings settings, String configuration) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.configuration = configuration;
		this.ledger = new Ledger(surroundings.store(), settings.keys());
		this.election = new Election(surroundings, settings.keys().controller(configuration), settings.identity().id(),
				settings.controllerLease(), this);
	}

	/**
	 * Compete while a rollout runs.
	 * @param following the state that this instance has followed
	 */
	void followed(Following following) {
		if (following.state().phase() == Phase.RUNNING) {
			this.election.enter();
		}
		else {
			this.election.leave();
		}
	}

	void stop() {
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

		private Loop.@Nullable Timer timer;

		private boolean writing;

		private long written;

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
			tick();
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
			}
		}

		private void look() {
			RolloutState state = this.copy.state();
			if (this.over || this.writing || !isCurrent() || state == null || this.copy.revision() < this.written) {
				return;
			}
			if (state.phase() != Phase.RUNNING) {
				Controller.this.election.leave();
				return;
			}
			Decision decision = Conductor.decide(state, this.copy.revision(), this.copy.fleet(isSettled()),
					Controller.this.surroundings.loop().now());
			if (decision.command() != null && Controller.this.election.isHeld()) {
				write(state, decision.command(), decision.reason());
			}
		}

		private boolean isCurrent() {
			return statuses().allMatch((status) -> status.state() == MirrorStatus.State.LIVE) && !isEmptied();
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

		private void write(RolloutState state, Command command, String reason) {
			Controller outer = Controller.this;
			this.writing = true;
			Transition transition = Transition.of(state, command, "controller " + outer.settings.identity().id(),
					outer.surroundings.loop().now(), reason);
			outer.surroundings.onLoop(
					outer.ledger.write(outer.configuration, transition, this.copy.revision(), this.created),
					(outcome, failure) -> written(transition, outcome, failure));
		}

		private void written(Transition transition, @Nullable TransactionOutcome outcome, @Nullable Throwable failure) {
			if (outcome != null && outcome.succeeded()) {
				this.written = outcome.revision();
				this.writing = false;
				logger.info("The rollout of '" + Controller.this.configuration + "': " + transition.entry().action()
						+ " at revision " + outcome.revision() + ", because " + transition.entry().reason());
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
			Surroundings surroundings = Controller.this.surroundings;
			String key = Controller.this.settings.keys().controller(Controller.this.configuration);
			surroundings.onLoop(surroundings.store().read(List.of(key)), (image, unread) -> {
				if (this.over) {
					return;
				}
				if (image == null
						|| image.entries(key).stream().noneMatch((it) -> it.createRevision() == this.created)) {
					Controller.this.election.stepDown();
					return;
				}
				surroundings.onLoop(this.mirrors.refresh(), (refreshed, unrefreshed) -> {
					this.writing = unrefreshed != null;
					if (this.writing && !this.over) {
						surroundings.after(TICK, () -> lookAgain(unrefreshed));
					}
				});
			});
		}

	}

}
