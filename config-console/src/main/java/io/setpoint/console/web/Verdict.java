package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet says of a document, as it is shown.
 *
 * @param sentence the whole of it in words
 * @param accepted whether every live build would accept it
 * @param unjudged whether nobody is alive who could say
 * @param builds what each build says
 * @param unknown the instances that do not say of which build they are
 */
record Verdict(String sentence, boolean accepted, boolean unjudged, List<Build> builds, List<String> unknown) {

	static Verdict of(FleetVerdict verdict) {
		return new Verdict(sentence(verdict), verdict.isAccepted(), verdict.isUnjudged(),
				verdict.builds().stream().map(Build::of).toList(), verdict.unknown());
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
		int builds = verdict.builds().size();
		return verdict.isAccepted() ? "Every live build would accept it (" + builds + ")."
				: "Not every live build would accept it.";
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
