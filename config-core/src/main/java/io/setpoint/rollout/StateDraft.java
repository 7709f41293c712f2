package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A state in the making, which is another one but for what is said of it.
 */
final class StateDraft {

	private long serial;

	private @Nullable String stable;

	private @Nullable String previous;

	private @Nullable String candidate;

	private Phase phase;

	private int stage;

	private Cohort cohort;

	private @Nullable String salt;

	private @Nullable Plan plan;

	private @Nullable String author;

	private @Nullable String approvedBy;

	private @Nullable Instant stageSince;

	private Duration baked;

	private @Nullable String reason;

	private Instant since;

	private StateDraft(RolloutState state) {
		this.serial = state.serial();
		this.stable = state.stable();
		this.previous = state.previous();
		this.candidate = state.candidate();
		this.phase = state.phase();
		this.stage = state.stage();
		this.cohort = state.cohort();
		this.salt = state.salt();
		this.plan = state.plan();
		this.author = state.author();
		this.approvedBy = state.approvedBy();
		this.stageSince = state.stageSince();
		this.baked = state.baked();
		this.reason = state.reason();
		this.since = state.since();
	}

	static StateDraft of(RolloutState state) {
		return new StateDraft(state);
	}

	StateDraft serial(long serial) {
		this.serial = serial;
		return this;
	}

	StateDraft stable(@Nullable String stable, @Nullable String previous) {
		this.stable = stable;
		this.previous = previous;
		return this;
	}

	StateDraft candidate(@Nullable String candidate) {
		this.candidate = candidate;
		return this;
	}

	StateDraft phase(Phase phase) {
		this.phase = phase;
		return this;
	}

	StateDraft stage(int stage) {
		this.stage = stage;
		return this;
	}

	StateDraft cohort(Cohort cohort) {
		this.cohort = cohort;
		return this;
	}

	StateDraft plan(@Nullable Plan plan, @Nullable String salt) {
		this.plan = plan;
		this.salt = salt;
		return this;
	}

	StateDraft author(@Nullable String author) {
		this.author = author;
		return this;
	}

	StateDraft approvedBy(@Nullable String approvedBy) {
		this.approvedBy = approvedBy;
		return this;
	}

	StateDraft stageSince(@Nullable Instant stageSince) {
		this.stageSince = stageSince;
		return this;
	}

	StateDraft baked(Duration baked) {
		this.baked = baked;
		return this;
	}

	StateDraft because(@Nullable String reason) {
		this.reason = reason;
		return this;
	}

	StateDraft since(Instant since) {
		this.since = since;
		return this;
	}

	RolloutState state() {
		return new RolloutState(this.serial, this.stable, this.previous, this.candidate, this.phase, this.stage,
				this.cohort, this.salt, this.plan, this.author, this.approvedBy, this.stageSince, this.baked,
				this.reason, this.since);
	}

}
