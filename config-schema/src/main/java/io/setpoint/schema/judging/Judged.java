package io.setpoint.schema.judging;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProblem.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What has been said of something before it is written.
 *
 * @param levels who has judged, in order: {@link #DOCUMENT}, {@link #SCHEMA},
 * {@link #FLEET}
 * @param findings what was found, whether it is refused for that or not
 * @param types the types that live builds would bind anew
 * @param changes the names of the properties that would change for live builds
 * @param unheard the plain keys that nobody alive imports, so that no classes have judged
 * them
 * @since 0.1.0
 */
public record Judged(List<String> levels, List<SchemaProblem> findings, List<String> types, List<String> changes,
		List<String> unheard) {

	/**
	 * It can be read.
	 */
	public static final String DOCUMENT = "document";

	/**
	 * The schemas of the builds have judged.
	 */
	public static final String SCHEMA = "schema";

	/**
	 * The live builds have judged.
	 */
	public static final String FLEET = "fleet";

	public Judged {
		levels = List.copyOf(levels);
		findings = List.copyOf(findings);
		types = List.copyOf(types);
		changes = List.copyOf(changes);
		unheard = List.copyOf(unheard);
	}

	/**
	 * Create what was said without the fleet.
	 * @param levels who has judged
	 * @param findings what was found
	 */
	public Judged(List<String> levels, List<SchemaProblem> findings) {
		this(levels, findings, List.of(), List.of(), List.of());
	}

	/**
	 * Return what the fleet has said.
	 * @param verdict the verdict of the fleet
	 * @return the same; nobody has judged if nobody is alive
	 */
	public static Judged of(FleetVerdict verdict) {
		List<SchemaProblem> said = verdict.builds().stream().flatMap(Judged::problems).toList();
		Stream<SchemaProblem> others = verdict.problems()
			.stream()
			.skip(said.size())
			.map((sentence) -> problem(null, null, null, sentence));
		Stream<SchemaProblem> unread = verdict.unread().stream().map(Judged::unread);
		return new Judged(verdict.isUnjudged() ? List.of() : List.of(FLEET),
				Stream.of(said.stream(), others, unread).flatMap(Function.identity()).toList(),
				all(verdict, BuildVerdict::types), all(verdict, BuildVerdict::changes), verdict.unheard());
	}

	private static List<String> all(FleetVerdict verdict, Function<BuildVerdict, List<String>> part) {
		return verdict.builds().stream().flatMap((build) -> part.apply(build).stream()).distinct().sorted().toList();
	}

	private static Stream<SchemaProblem> problems(BuildVerdict verdict) {
		String build = "build " + verdict.who();
		return switch (verdict.outcome()) {
			case ACCEPTED -> Stream.empty();
			case REFUSED -> verdict.problems()
				.stream()
				.map((problem) -> problem(problem.name(), problem.line(), problem.column(),
						build + " refuses it: " + problem.sentence()));
			case FAILED, UNANSWERED ->
				Stream.of(problem(null, null, null, build + " has not judged: " + verdict.reason()));
		};
	}

	private static SchemaProblem problem(@Nullable String name, @Nullable Integer line, @Nullable Integer column,
			String sentence) {
		return new SchemaProblem(name, null, line, column, sentence, Severity.ERROR);
	}

	private static SchemaProblem unread(String name) {
		return new SchemaProblem(name, null, null, null, "'" + name + "' is read by no type of any live build: look how"
				+ " it is spelled, unless something else reads it.", Severity.WARNING);
	}

	/**
	 * Return this with what was said after it. Who warns of a name that was warned of
	 * before says nothing new.
	 * @param next what was said next
	 * @return both
	 */
	public Judged and(Judged next) {
		Set<String> warned = warnings().stream()
			.map(SchemaProblem::name)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		List<SchemaProblem> news = next.findings.stream()
			.filter((finding) -> finding.severity() == Severity.ERROR || !warned.contains(finding.name()))
			.toList();
		return new Judged(each(this.levels, next.levels), joined(this.findings, news), each(this.types, next.types),
				each(this.changes, next.changes), each(this.unheard, next.unheard));
	}

	/**
	 * Return this without what was found of other keys, which is not what was asked.
	 * @param keys the keys that were asked about
	 * @return what is about them, or about none in particular
	 */
	Judged about(Set<String> keys) {
		List<SchemaProblem> about = this.findings.stream()
			.filter((finding) -> finding.key() == null || keys.contains(finding.key()))
			.toList();
		return new Judged(this.levels, about, this.types, this.changes, this.unheard);
	}

	private static List<String> each(List<String> some, List<String> others) {
		return List.copyOf(new LinkedHashSet<>(joined(some, others)));
	}

	private static <T> List<T> joined(List<T> some, List<T> others) {
		List<T> joined = new ArrayList<>(some);
		joined.addAll(others);
		return joined;
	}

	/**
	 * Return why it would be refused.
	 * @return the problems
	 */
	public List<SchemaProblem> problems() {
		return this.findings.stream().filter((finding) -> finding.severity() == Severity.ERROR).toList();
	}

	/**
	 * Return what is to be wondered at.
	 * @return what the application would pass over
	 */
	public List<SchemaProblem> warnings() {
		return this.findings.stream().filter((finding) -> finding.severity() == Severity.WARNING).toList();
	}

	/**
	 * Return whether it would be refused.
	 * @return whether there is a problem
	 */
	public boolean isRefused() {
		return !problems().isEmpty();
	}

}
