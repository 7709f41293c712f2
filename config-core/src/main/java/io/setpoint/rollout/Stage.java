package io.setpoint.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.setpoint.text.Pairs;
import io.setpoint.text.Span;

/**
 * One step of a plan.
 *
 * @param scope what the share is of
 * @param share how many get the candidate
 * @param match labels of the instances, or attributes of the subjects, that the share is
 * of; empty for all
 * @param bake how long the stage must run without a guard failing before the next one
 * @param guards what must hold on the canary
 * @since 0.1.0
 */
public record Stage(Scope scope, @JsonProperty("percent") Share share, Map<String, String> match, Duration bake,
		List<Guard> guards) {

	public Stage {
		if (scope == null || share == null) {
			throw new InvalidPlanException("A stage needs a scope, 'instances' or 'requests', and a percentage");
		}
		bake = (bake != null) ? bake : Duration.ZERO;
		if (bake.isNegative()) {
			throw new InvalidPlanException("A bake time is negative: write one such as 10m, or none");
		}
		if (bake.compareTo(Plan.LONGEST) > 0) {
			throw new InvalidPlanException("A bake time of " + Span.text(bake) + " is longer than a year");
		}
		match = Map.copyOf(match);
		guards = List.copyOf(guards);
		if (guards.stream().map(Guard::name).distinct().count() < guards.size()) {
			throw new InvalidPlanException("Two guards of a stage have the same name: give each its own");
		}
	}

	/**
	 * Create a stage over instances, without guards.
	 * @param percent the percentage of the live instances
	 * @param bake its bake time
	 * @return the stage
	 */
	public static Stage instances(double percent, Duration bake) {
		return new Stage(Scope.INSTANCES, Share.ofPercent(percent), Map.of(), bake, List.of());
	}

	/**
	 * Create a stage over the subjects of requests, without guards.
	 * @param percent the percentage of the subjects
	 * @param bake its bake time
	 * @return the stage
	 */
	public static Stage requests(double percent, Duration bake) {
		return new Stage(Scope.REQUESTS, Share.ofPercent(percent), Map.of(), bake, List.of());
	}

	/**
	 * Return this stage for some instances or subjects only.
	 * @param match labels or attributes that they must have
	 * @return the new stage
	 */
	public Stage matching(Map<String, String> match) {
		return new Stage(this.scope, this.share, match, this.bake, this.guards);
	}

	/**
	 * Return this stage with other guards.
	 * @param guards the guards
	 * @return the new stage
	 */
	public Stage guardedBy(List<Guard> guards) {
		return new Stage(this.scope, this.share, this.match, this.bake, guards);
	}

	/**
	 * Return whether the stage gives the candidate to everybody.
	 * @return whether nobody is left out
	 */
	public boolean isAll() {
		return this.share.isAll() && this.match.isEmpty();
	}

	@Override
	public String toString() {
		return this.share + " of the " + this.scope.name().toLowerCase(Locale.ROOT) + Pairs.with(this.match);
	}

}
