package io.setpoint.coordination;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A process that wants a lock again and again.
 */
final class LockContestant extends Contest.Contestant {

	static final String ROOT = "/locks/";

	private final Claims claims;

	private Claim claim;

	LockContestant(Contest contest, SimulatedProcess process, String name) {
		super(contest, process, name);
		this.claims = new Claims(process.surroundings(), ROOT, name, Duration.ofSeconds(4));
		this.claim = want();
	}

	private Claim want() {
		boolean patient = contest().random().nextInt(4) > 0;
		Duration timeToLive = contest().random().nextBoolean() ? contest().millis(1000, 6000) : null;
		Claim wanted = this.claims.claim("stock", timeToLive, patient);
		wanted.make();
		wanted.granted().whenComplete((granted, failure) -> {
			if (Boolean.TRUE.equals(granted)) {
				work(wanted);
			}
			else {
				again();
			}
		});
		return wanted;
	}

	private void work(Claim granted) {
		this.claim = granted;
		if (contest().random().nextInt(5) == 0) {
			granted.renew(contest().random().nextBoolean() ? contest().millis(1000, 9000) : null);
		}
		if (write() && contest().random().nextInt(6) > 0) {
			process().schedule(() -> work(granted), contest().millis(1, 800));
			return;
		}
		ended();
		granted.release();
		again();
	}

	private void again() {
		process().schedule(() -> this.claim = want(), contest().millis(1, 500));
	}

	@Override
	@Nullable Long token() {
		Tenure tenure = (this.claim != null) ? this.claim.tenure() : null;
		return (tenure != null) ? tenure.token() : null;
	}

}
