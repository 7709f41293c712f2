package io.setpoint.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.text.Span;

/**
 * How a candidate takes the place of the stable version: stage by stage. Whoever is in a
 * stage stays in the next ones.
 *
 * @param stages the stages, of which the last gives the candidate to everybody
 * @param approval whether somebody must approve first
 * @param patience how long after the bake time a stage waits for guards that have too
 * little to judge by, before the rollout pauses
 * @since 0.1.0
 */
public record Plan(List<Stage> stages, Approval approval, Duration patience) {

	/**
	 * How long guards are waited for if nothing else is said.
	 */
	public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(10);

	/**
	 * The longest time that can be waited for, so that such times can be added up.
	 */
	static final Duration LONGEST = Duration.ofDays(366);

	private static final int MAX_STAGES = 50;

	public Plan {
		stages = List.copyOf(stages);
		approval = (approval != null) ? approval : Approval.NONE;
		patience = (patience != null) ? patience : DEFAULT_PATIENCE;
		if (stages.isEmpty() || stages.size() > MAX_STAGES) {
			throw new InvalidPlanException("A plan has from 1 to " + MAX_STAGES + " stages, not " + stages.size());
		}
		if (patience.isNegative()) {
			throw new InvalidPlanException("A patience is negative: write one such as 10m, or none");
		}
		if (patience.compareTo(LONGEST) > 0) {
			throw new InvalidPlanException("A patience of " + Span.text(patience) + " is longer than a year");
		}
		checkGrowth(stages);
		if (!stages.get(stages.size() - 1).isAll()) {
			throw new InvalidPlanException("The last stage leaves somebody out (" + stages.get(stages.size() - 1)
					+ "): end with 100 % of all");
		}
		stages.get(stages.size() - 1).guards().forEach(Plan::checkLast);
	}

	/**
	 * Where everybody has the candidate there is nothing to compare it with, so a guard
	 * that does only that would hold the rollout for good.
	 * @param guard a guard of the last stage
	 */
	private static void checkLast(Guard guard) {
		if (guard.maxTimesStable() != null && guard.max() == null && !guard.dryRun()) {
			throw new InvalidPlanException("The guard '" + guard.name() + "' has no stable side to compare with in the"
					+ " last stage, which gives the candidate to everybody: give it a 'max' too, or leave it out there");
		}
	}

	private static void checkGrowth(List<Stage> stages) {
		Map<Object, Stage> largest = new HashMap<>();
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			Stage before = largest.put(List.of(stage.scope(), stage.match()), stage);
			if (before != null && stage.share().equals(before.share())) {
				throw new InvalidPlanException("Stage " + (i + 1) + " repeats a stage before it (" + stage + ")");
			}
			if (before != null && stage.share().compareTo(before.share()) < 0) {
				throw new InvalidPlanException("Stage " + (i + 1) + " shrinks from " + before.share() + " to "
						+ stage.share() + ": whoever is in a stage stays in the next ones");
			}
			if (stage.isAll() && i < stages.size() - 1) {
				throw new InvalidPlanException(
						"Stage " + (i + 1) + " gives the candidate to everybody already: make it the last");
			}
		}
	}

	/**
	 * Create a plan that needs no approval and has the default patience.
	 * @param stages its stages
	 * @return the plan
	 */
	public static Plan of(Stage... stages) {
		return new Plan(List.of(stages), Approval.NONE, DEFAULT_PATIENCE);
	}

	/**
	 * Give the candidate to everybody at once.
	 * @param bake how long it can be rolled back by its guards
	 * @return the plan
	 */
	public static Plan allAtOnce(Duration bake) {
		return of(Stage.instances(100, bake));
	}

	/**
	 * Grow by the same share each time.
	 * @param scope what the shares are of
	 * @param percent the percentage that each stage adds
	 * @param bake the bake time of each stage
	 * @return the plan
	 */
	public static Plan linear(Scope scope, double percent, Duration bake) {
		int step = Share.ofPercent(percent).basisPoints();
		List<Stage> stages = new ArrayList<>();
		for (int share = step; share < Share.ALL.basisPoints(); share += step) {
			stages.add(new Stage(scope, new Share(share), Map.of(), bake, List.of()));
		}
		return complete(stages, scope, bake);
	}

	/**
	 * Grow by a factor each time.
	 * @param scope what the shares are of
	 * @param percent the percentage of the first stage
	 * @param factor how many times as large the next share is, more than 1
	 * @param bake the bake time of each stage
	 * @return the plan
	 */
	public static Plan exponential(Scope scope, double percent, double factor, Duration bake) {
		if (!(factor > 1)) {
			throw new InvalidPlanException("A factor of " + factor + " does not grow: use more than 1");
		}
		List<Stage> stages = new ArrayList<>();
		double share = Share.ofPercent(percent).basisPoints();
		while (Math.round(share) < Share.ALL.basisPoints()) {
			stages.add(new Stage(scope, new Share((int) Math.round(share)), Map.of(), bake, List.of()));
			share = Math.max(share + 1, share * factor);
		}
		return complete(stages, scope, bake);
	}

	private static Plan complete(List<Stage> stages, Scope scope, Duration bake) {
		stages.add(new Stage(scope, Share.ALL, Map.of(), bake, List.of()));
		return new Plan(stages, Approval.NONE, DEFAULT_PATIENCE);
	}

	/**
	 * The plan of the field: 5 % of the internal users, 30 % of the VIPs, then everybody.
	 * @param bake the bake time of each stage, the last one included
	 * @return the plan
	 */
	public static Plan standard(Duration bake) {
		return of(Stage.requests(5, bake).matching(Map.of("tier", "internal")),
				Stage.requests(30, bake).matching(Map.of("tier", "vip")), Stage.requests(100, bake));
	}

	/**
	 * Return this plan with the need for approval, or without.
	 * @param approval whether approval is needed
	 * @return the new plan
	 */
	public Plan withApproval(Approval approval) {
		return new Plan(this.stages, approval, this.patience);
	}

	/**
	 * Return this plan with some guards in all stages. In the last one, where nobody is
	 * left to compare with, only their absolute bounds count.
	 * @param guards the guards
	 * @return the new plan
	 */
	public Plan guardedBy(List<Guard> guards) {
		return new Plan(this.stages.stream().map((stage) -> stage.guardedBy(guards)).toList(), this.approval,
				this.patience);
	}

}
