package io.setpoint.rollout.follow;

import java.util.List;
import java.util.function.Predicate;

import io.setpoint.Subject;
import io.setpoint.rollout.Bucket;
import io.setpoint.rollout.Cohort;

/**
 * The subjects that have the candidate of a rollout: those that any of its rules takes
 * in.
 *
 * @param salt the salt of the rollout
 * @param rules the rules
 * @since 0.1.0
 */
public record RequestCohort(String salt, List<Cohort.Rule> rules) implements Predicate<Subject> {

	public RequestCohort {
		rules = List.copyOf(rules);
	}

	@Override
	public boolean test(Subject subject) {
		int bucket = Bucket.of(this.salt, subject.id());
		for (Cohort.Rule rule : this.rules) {
			if (rule.includes(bucket, subject.attributes())) {
				return true;
			}
		}
		return false;
	}

}
