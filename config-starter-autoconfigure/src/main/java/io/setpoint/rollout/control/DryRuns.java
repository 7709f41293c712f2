package io.setpoint.rollout.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.RolloutState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What guards in dry run have said of a stage. One that has failed once would have taken
 * the rollout back, whatever it says later.
 */
final class DryRuns {

	private static final Log logger = LogFactory.getLog(DryRuns.class);

	private final String configuration;

	private final Map<String, GuardVerdict> failed = new HashMap<>();

	private @Nullable String salt;

	private int stage;

	DryRuns(String configuration) {
		this.configuration = configuration;
	}

	/**
	 * Take note of what guards say, and log the first failure of each.
	 * @param state the state of the rollout
	 * @param guards what its guards say
	 */
	void note(RolloutState state, List<GuardVerdict> guards) {
		if (!Objects.equals(this.salt, state.salt()) || this.stage != state.stage()) {
			this.failed.clear();
			this.salt = state.salt();
			this.stage = state.stage();
		}
		for (GuardVerdict verdict : guards) {
			if (verdict.dryRun() && verdict.outcome() == Outcome.FAILED
					&& this.failed.putIfAbsent(verdict.guard(), verdict) == null) {
				logger.warn("The rollout of '" + this.configuration + "' would go back from stage "
						+ (state.stage() + 1) + ", but it is a dry run: " + verdict.text());
			}
		}
	}

	/**
	 * Return what guards have said of the stage that was noted last.
	 * @param guards what they say now
	 * @return the failure of each that has failed, and what the others say
	 */
	List<GuardVerdict> said(List<GuardVerdict> guards) {
		return guards.stream().map((verdict) -> this.failed.getOrDefault(verdict.guard(), verdict)).toList();
	}

}
