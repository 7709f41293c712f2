package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.InitialImage;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Conductor;
import io.setpoint.rollout.Decision;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.OneLine;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The time between an election and its end.
 */
final class Term {

	private static final Log logger = LogFactory.getLog(Term.class);

	private static final Duration TICK = Duration.ofMillis(250);

	private final Office office;

	private final long created;

	private final long began;

	private final FleetCopy copy;

	private final Mirrors mirrors;

	private final DryRuns dryRuns;

	private final BakeNotes notes;

	private Loop.@Nullable Timer timer;

	private boolean writing;

	private long written;

	private long lastSerial;

	private boolean over;

	Term(Office office, long created) {
		this.office = office;
		this.created = created;
		this.began = office.surroundings().loop().nanoTime();
		this.dryRuns = new DryRuns(office.configuration());
		this.notes = new BakeNotes(office);
		this.copy = new FleetCopy(office.settings().keys(), office.configuration());
		this.mirrors = new Mirrors(office.surroundings().store(), office.surroundings().loop(),
				office.settings().mirrors(), this.copy.prefixes(), InitialImage.nothing(), this::changed,
				office.surroundings().randomness());
	}

	/**
	 * Begin. That etcd is out of reach is told by the watch of the configuration itself.
	 */
	void start() {
		this.mirrors.tellRefusalsOnly();
		this.mirrors.start();
		this.notes.learn();
		tick();
	}

	void end() {
		this.over = true;
		this.notes.end();
		this.mirrors.stop();
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	private void changed(List<Revision> revisions) {
		if (!this.over) {
			this.copy.apply(revisions);
			this.office.surroundings().loop().execute(this::look);
		}
	}

	private void tick() {
		if (this.over) {
			return;
		}
		this.timer = this.office.surroundings().after(TICK, this::tick);
		if (!this.office.election().isHeld() || isEmptied()) {
			this.office.election().stepDown();
		}
		else {
			look();
			noteInTime();
		}
	}

	private void noteInTime() {
		RolloutState state = this.copy.state();
		if (state != null && !this.over && this.notes.isDue(state)) {
			note();
		}
	}

	/**
	 * Note how long the stage has baked, for those that come after.
	 */
	void note() {
		RolloutState state = this.copy.state();
		if (state != null && state.phase() == Phase.RUNNING && isCurrent() && !this.writing) {
			this.notes.write(state, this.copy.revision());
		}
	}

	private void look() {
		RolloutState state = this.copy.state();
		if (this.over || this.writing || !isCurrent() || state == null || this.copy.revision() < this.written) {
			return;
		}
		if (state.phase() != Phase.RUNNING) {
			this.office.clock().follow(state);
			this.office.election().leave();
			return;
		}
		this.notes.measure(state);
		Decision decision = Conductor.decide(state, this.copy.revision(), this.copy.fleet(isSettled()),
				this.office.clock().baked(state));
		this.dryRuns.note(state, decision.guards());
		if (decision.command() != null && this.office.election().isHeld()) {
			write(state, decision.command(), decision);
		}
	}

	private boolean isCurrent() {
		return statuses().allMatch(this.copy::isCurrent) && !isEmptied();
	}

	/**
	 * Ask whether etcd was replaced by one that has nothing left where this copy has
	 * something. What is kept then is no ground to act on; a new term begins with what is
	 * there.
	 * @return whether it was
	 */
	private boolean isEmptied() {
		return statuses().anyMatch(MirrorStatus::emptied);
	}

	private Stream<MirrorStatus> statuses() {
		return this.copy.prefixes().stream().map(this.mirrors::status);
	}

	/**
	 * Ask whether who is missing has vanished. Instances whose leases ran out while etcd
	 * was out of reach need a moment to come back.
	 * @return whether they have had it
	 */
	private boolean isSettled() {
		long elapsed = this.office.surroundings().loop().nanoTime() - this.began;
		return elapsed >= this.office.settings().fleetLease().toNanos() / 2;
	}

	private void write(RolloutState state, Command command, Decision decision) {
		boolean goesOn = command instanceof Command.Extend;
		RolloutState before = (goesOn ? state : state.knownToHaveBaked(this.office.clock().baked(state)))
			.behind(this.lastSerial);
		Transition transition = Transition
			.of(before, command, "controller " + this.office.settings().identity().id(),
					this.office.surroundings().loop().now(), decision.reason())
			.judged(this.dryRuns.said(decision.guards()));
		List<String> forgotten = this.copy.goodbyesToForget(transition.state());
		long revision = this.copy.revision();
		this.writing = true;
		this.office.surroundings()
			.ask((store) -> this.office.ledger()
				.write(this.office.configuration(), transition, revision, this.created, forgotten),
					(outcome, failure) -> written(transition, outcome, failure));
	}

	private void written(Transition transition, @Nullable TransactionOutcome outcome, @Nullable Throwable failure) {
		if (outcome != null && outcome.succeeded()) {
			this.written = outcome.revision();
			this.writing = false;
			logger.info("The rollout of '" + this.office.configuration() + "': " + transition.entry().action()
					+ " at revision " + outcome.revision() + ", because "
					+ OneLine.of(String.valueOf(transition.entry().reason())));
		}
		else if (!this.over) {
			lookAgain(failure);
		}
	}

	private void lookAgain(@Nullable Throwable failure) {
		if (failure != null) {
			logger.debug("Whether a transition of '" + this.office.configuration() + "' was written is read from etcd",
					failure);
		}
		Surroundings<WritableStore> surroundings = this.office.surroundings();
		String key = this.office.settings().keys().controller(this.office.configuration());
		surroundings.ask((store) -> store.read(List.of(key)), (image, unread) -> {
			if (this.over) {
				return;
			}
			if (image == null || image.entries(key).stream().noneMatch((it) -> it.createRevision() == this.created)) {
				this.office.election().stepDown();
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
			this.office.surroundings().after(TICK, () -> lookAgain(failure));
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
		this.office.surroundings()
			.ask((store) -> this.office.ledger().behindHistory(this.office.configuration(), state),
					(behind, failure) -> {
						this.lastSerial = (behind != null) ? behind.serial() : this.lastSerial;
						this.writing = false;
					});
	}

}
