package io.setpoint.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

/**
 * What one build of an application would do with something that is tried. Never carries
 * values.
 *
 * @param build what tells the build from others
 * @param instances how many instances of it are alive
 * @param judge the instance that has judged, {@code null} if none has
 * @param outcome what it would do
 * @param reason why there is no judgement, {@code null} if there is one
 * @param problems why it would refuse it, empty if it would not
 * @param unread the names of properties in it that no type of the build reads
 * @param types the types that would be bound anew
 * @param changes the names of the properties that would be set, changed or removed
 * @param variant in words, which instances of the build that is so for: {@code null} if
 * they all have the same profiles and import the same
 * @since 0.1.0
 */
public record BuildVerdict(String build, int instances, @Nullable String judge, Outcome outcome,
		@Nullable String reason, List<Problem> problems, List<String> unread, List<String> types, List<String> changes,
		@Nullable String variant) {

	private static final int MOST = 200;

	private static final int LONGEST = 1000;

	private static final int SHORT_BUILD = 12;

	public BuildVerdict {
		if (build == null || outcome == null) {
			throw new InvalidRolloutStateException("It needs a build and an outcome");
		}
		problems = List.copyOf(problems);
		unread = (unread != null) ? List.copyOf(unread) : List.of();
		types = List.copyOf(types);
		changes = List.copyOf(changes);
	}

	/**
	 * Create the verdict of a judge.
	 * @param build the build
	 * @param problems every problem, a sentence each; empty if it would be accepted
	 * @param types the types that would be bound anew
	 * @param changes the names of the properties that would change
	 * @return the verdict, which tells the first few hundred of each
	 */
	public static BuildVerdict of(String build, List<String> problems, Collection<String> types,
			Collection<String> changes) {
		return new BuildVerdict(build, 1, null, problems.isEmpty() ? Outcome.ACCEPTED : Outcome.REFUSED, null,
				first(problems).stream().map(Problem::of).toList(), List.of(), first(types), first(changes), null);
	}

	/**
	 * Create the verdict of a judge that cannot say anything.
	 * @param build the build
	 * @param reason why, without values
	 * @return the verdict
	 */
	public static BuildVerdict failed(String build, String reason) {
		return without(build, Outcome.FAILED, reason);
	}

	/**
	 * Create the verdict of a build that has not given one.
	 * @param build the build
	 * @param reason why that is, and what to do
	 * @return the verdict
	 */
	public static BuildVerdict unanswered(String build, String reason) {
		return without(build, Outcome.UNANSWERED, reason);
	}

	private static BuildVerdict without(String build, Outcome outcome, String reason) {
		return new BuildVerdict(build, 1, null, outcome, Line.cut(reason, LONGEST), List.of(), List.of(), List.of(),
				List.of(), null);
	}

	private static List<String> first(Collection<String> texts) {
		List<String> first = new ArrayList<>();
		texts.stream().limit(MOST).forEach((text) -> first.add(Line.cut(text, LONGEST)));
		if (texts.size() > MOST) {
			first.add("and " + (texts.size() - MOST) + " more");
		}
		return first;
	}

	/**
	 * Return this with what is in vain.
	 * @param unread the names of properties that no type of the build reads
	 * @return the verdict, which tells the first two hundred
	 */
	public BuildVerdict withUnread(Collection<String> unread) {
		return new BuildVerdict(this.build, this.instances, this.judge, this.outcome, this.reason, this.problems,
				unread.stream().limit(MOST).toList(), this.types, this.changes, this.variant);
	}

	/**
	 * Return this as the verdict of one instance.
	 * @param judge its id
	 * @return the verdict
	 */
	public BuildVerdict by(String judge) {
		return new BuildVerdict(this.build, this.instances, judge, this.outcome, this.reason, this.problems,
				this.unread, this.types, this.changes, this.variant);
	}

	/**
	 * Return this as the verdict of some instances.
	 * @param build the build that they are of
	 * @param variant in words, which of the build they are, {@code null} if they are all
	 * @param instances how many there are
	 * @return the verdict
	 */
	public BuildVerdict of(String build, @Nullable String variant, int instances) {
		return new BuildVerdict(build, instances, this.judge, this.outcome, this.reason, this.problems, this.unread,
				this.types, this.changes, variant);
	}

	boolean isJudged() {
		return this.outcome == Outcome.ACCEPTED || this.outcome == Outcome.REFUSED;
	}

	/**
	 * Return whose verdict it is, in words.
	 * @return the beginning of the build, and which instances of it if not all
	 */
	public String who() {
		String build = shortened(this.build);
		return (this.variant != null) ? build + " " + this.variant : build;
	}

	/**
	 * Return what tells a build from others, as far as people need it.
	 * @param build the build
	 * @return its beginning
	 */
	public static String shortened(String build) {
		return build.substring(0, Math.min(SHORT_BUILD, build.length()));
	}

	/**
	 * Return why the build does not accept it, a sentence each that names the build.
	 * @return the sentences, empty if it does
	 */
	List<String> sentences() {
		String build = "build " + who() + " (" + this.instances + ((this.instances == 1) ? " instance" : " instances")
				+ ")";
		return switch (this.outcome) {
			case ACCEPTED -> List.of();
			case REFUSED ->
				this.problems.stream().map((problem) -> build + " refuses it: " + problem.sentence()).toList();
			case FAILED -> List.of(build + " could not judge it: " + this.reason);
			case UNANSWERED -> List.of(build + " has not answered: " + this.reason);
		};
	}

	/**
	 * What a build would do.
	 */
	public enum Outcome {

		/**
		 * It would run it.
		 */
		ACCEPTED,

		/**
		 * It would keep what it has.
		 */
		REFUSED,

		/**
		 * Its judge could not say.
		 */
		FAILED,

		/**
		 * None of its instances has answered in time.
		 */
		UNANSWERED

	}

	/**
	 * Why something would be refused.
	 *
	 * @param name the property that it is about, {@code null} if it is about none or more
	 * than one
	 * @param line the line in the document, from 1, or {@code null} if unknown
	 * @param column the column in the line, from 1, or {@code null} if unknown
	 * @param sentence what is wrong
	 */
	public record Problem(@Nullable String name, @Nullable Integer line, @Nullable Integer column, String sentence) {

		private static final Pattern NAME = Pattern.compile(
				"^(?:'([^']+)'(?: in line| would)|([^\\s(:']+) \\((?!')|([a-z][a-z0-9-]*[.\\[][^\\s(:']*) (?!\\())");

		private static final Pattern PLACE = Pattern
			.compile(", (\\d{1,9}):(\\d{1,9})\\) | in line (\\d{1,9})(?:, column (\\d{1,9}))?"
					+ "| at line (\\d{1,9}), column (\\d{1,9})");

		public Problem {
			Objects.requireNonNull(sentence);
		}

		/**
		 * Find in a sentence what it is about.
		 * @param sentence the sentence, as binding or parsing makes it
		 * @return the problem
		 */
		public static Problem of(String sentence) {
			Matcher name = NAME.matcher(sentence);
			Matcher place = PLACE.matcher(sentence);
			boolean placed = place.find();
			return new Problem(name.find() ? group(name, 1, 2, 3) : null, placed ? number(group(place, 1, 3, 5)) : null,
					placed ? number(group(place, 2, 4, 6)) : null, sentence);
		}

		private static @Nullable String group(Matcher matcher, int... groups) {
			for (int group : groups) {
				if (matcher.group(group) != null) {
					return matcher.group(group);
				}
			}
			return null;
		}

		private static @Nullable Integer number(@Nullable String digits) {
			return (digits != null) ? Integer.valueOf(digits) : null;
		}

	}

}
