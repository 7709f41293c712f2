package io.setpoint.rollout.trial;

import java.util.List;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * A judge that says so when it fails, whatever it is given.
 *
 * @param judge the judge
 * @since 0.1.0
 */
public record ContainedJudge(TrialJudge judge) implements TrialJudge {

	private static final Log logger = LogFactory.getLog(ContainedJudge.class);

	@Override
	public String build() {
		return this.judge.build();
	}

	@Override
	public List<String> locations() {
		return this.judge.locations();
	}

	@Override
	public List<String> profiles() {
		return this.judge.profiles();
	}

	@Override
	public BuildVerdict judge(String configuration, Trial trial) {
		try {
			return this.judge.judge(configuration, trial);
		}
		catch (Exception | LinkageError | VirtualMachineError | AssertionError ex) {
			String failure = ex.getClass().getName();
			logger.debug(LogMessage.format("What is tried for '%s' could not be judged: %s", configuration, failure));
			return BuildVerdict.failed(build(), "it failed with " + failure);
		}
	}

}
