package io.setpoint.coordination;

import java.time.Duration;

import io.setpoint.lease.Election;
import org.jspecify.annotations.Nullable;

/**
 * A process that wants to lead.
 */
final class LeaderContestant extends Contest.Contestant implements Election.Listener {

	private final Election election;

	private long term;

	LeaderContestant(Contest contest, SimulatedProcess process, String name) {
		super(contest, process, name);
		this.election = new Election(process.surroundings(), "/leaders/report", name, Duration.ofSeconds(4), this);
		this.election.enter();
		work();
	}

	private void work() {
		if (write() && contest().random().nextInt(20) == 0) {
			this.election.stepDown();
		}
		process().schedule(this::work, contest().millis(1, 800));
	}

	@Override
	public void elected(long term) {
		this.term = term;
	}

	@Override
	public void dismissed() {
		this.term = 0;
		ended();
	}

	@Override
	@Nullable Long token() {
		return (this.term != 0 && this.election.isHeld()) ? this.term : null;
	}

}
