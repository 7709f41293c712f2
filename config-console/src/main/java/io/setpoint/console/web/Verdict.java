package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judged;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet says of a document, as it is shown.
 *
 * @param sentence the whole of it in words
 * @param accepted whether every live build would accept it
 * @param unjudged whether nobody is alive who could say
 * @param builds what each build says, the worst first
 * @param unknown the instances that do not say of which build they are
 */
record Verdict(String sentence, boolean accepted, boolean unjudged, List<Build> builds, List<String> unknown) {

	private static final int NAMED = 12;

	static Verdict of(FleetVerdict verdict) {
		return new Verdict(sentence(verdict), verdict.isAccepted(), verdict.isUnjudged(),
				verdict.builds().stream().sorted(Comparator.comparingInt(Verdict::rank)).map(Build::of).toList(),
				verdict.unknown());
	}

	/**
	 * Say what would be in vain, as far as schemas and classes know.
	 * @param judged what the schemas say
	 * @param fleet what the fleet says
	 * @return a sentence each
	 */
	static List<String> warnings(Judged judged, FleetVerdict fleet) {
		return judged.and(Judged.of(fleet)).warnings().stream().map(SchemaProblem::toString).toList();
	}

	/**
	 * Return whether somebody may go on.
	 * @param problems what is against it otherwise
	 * @return whether nothing is against it, except that nobody is alive
	 */
	boolean permits(List<String> problems) {
		return problems.isEmpty() && (this.accepted || this.unjudged);
	}

	private static String sentence(FleetVerdict verdict) {
		if (verdict.isUnjudged()) {
			return "No instance is alive, so nobody has tried it with the application's own classes.";
		}
		if (verdict.isAccepted()) {
			return "Every live build would accept it, as one instance of each says.";
		}
		boolean refused = verdict.builds().stream().anyMatch(Verdict::isRefusal);
		return refused ? "Not every live build would accept it, so it goes no further."
				: "Not every live instance could be asked, so it goes no further.";
	}

	private static boolean isRefusal(BuildVerdict verdict) {
		return verdict.outcome() == BuildVerdict.Outcome.REFUSED;
	}

	private static int rank(BuildVerdict verdict) {
		return switch (verdict.outcome()) {
			case REFUSED -> 0;
			case FAILED, UNANSWERED -> 1;
			case ACCEPTED -> 2;
		};
	}

	/**
	 * Return who could not be asked, in words.
	 * @return the first of the instances
	 */
	public String unnamed() {
		String named = String.join(", ", this.unknown.subList(0, Math.min(NAMED, this.unknown.size())));
		int more = this.unknown.size() - NAMED;
		return (more > 0) ? named + " and " + more + " more" : named;
	}

	/**
	 * What one build says.
	 *
	 * @param name what tells it from others, shortened
	 * @param instances how many instances of it are alive
	 * @param judge who has judged, or {@code null}
	 * @param outcome what it would do, in a word
	 * @param style the outcome as a class of the style sheet
	 * @param reasons why
	 */
	record Build(String name, int instances, @Nullable String judge, String outcome, String style,
			List<String> reasons) {

		static Build of(BuildVerdict verdict) {
			List<String> reasons = new ArrayList<>();
			if (verdict.reason() != null) {
				reasons.add(verdict.reason());
			}
			verdict.problems().forEach((problem) -> reasons.add(sentence(problem)));
			String outcome = verdict.outcome().name().toLowerCase(Locale.ROOT);
			String style = switch (verdict.outcome()) {
				case ACCEPTED, REFUSED -> outcome;
				case FAILED, UNANSWERED -> "inconclusive";
			};
			return new Build(verdict.who(), verdict.instances(), verdict.judge(), outcome, style, reasons);
		}

		private static String sentence(BuildVerdict.Problem problem) {
			boolean placed = problem.line() != null && !problem.sentence().contains("line " + problem.line());
			return placed ? "Line " + problem.line() + ": " + problem.sentence() : problem.sentence();
		}

	}

}
