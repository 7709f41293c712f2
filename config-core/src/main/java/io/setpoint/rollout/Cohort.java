package io.setpoint.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.setpoint.instance.Identity;

/**
 * Who has the candidate. A cohort only ever grows while its rollout goes on.
 *
 * @param instances the ids of the instances that have it for everything they do; one that
 * comes back under its id has it again. Where a rule takes in everybody, nobody is named
 * on top
 * @param expected the ids of the instances that must not vanish and must not refuse
 * @param rules what takes in others by what they are, without naming them
 * @param incarnations which processes are expected, by the ids of those that said so:
 * another one under the same id is not the one that must not vanish
 * @since 0.1.0
 */
public record Cohort(Set<String> instances, Set<String> expected, List<Rule> rules,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> incarnations) {

	/**
	 * Nobody.
	 */
	public static final Cohort NONE = new Cohort(Set.of(), Set.of(), List.of(), Map.of());

	public Cohort {
		instances = Set.copyOf(instances);
		expected = Set.copyOf(expected);
		rules = List.copyOf(rules);
		incarnations = Map.copyOf(incarnations);
	}

	/**
	 * Create a cohort that does not tell which processes are expected.
	 * @param instances the ids of the instances that have the candidate
	 * @param expected the ids of the instances that must not vanish
	 * @param rules what takes in others
	 */
	public Cohort(Set<String> instances, Set<String> expected, List<Rule> rules) {
		this(instances, expected, rules, Map.of());
	}

	/**
	 * Return whether nobody is known to have the candidate, whoever the rules would take
	 * in.
	 * @return whether nobody is
	 */
	boolean isEmpty() {
		return this.instances.isEmpty() && this.expected.isEmpty();
	}

	/**
	 * Return whether an instance has the candidate for everything it does.
	 * @param instance the instance
	 * @return whether it is in
	 */
	public boolean includes(Identity instance) {
		return this.instances.contains(instance.id()) || this.rules.stream()
			.anyMatch((rule) -> rule.scope() == Scope.INSTANCES && instance.matches(rule.match()));
	}

	/**
	 * Return the rules for the subjects of requests.
	 * @return the rules, empty if requests are not told apart
	 */
	public List<Rule> requestRules() {
		return this.rules.stream().filter((rule) -> rule.scope() == Scope.REQUESTS).toList();
	}

	/**
	 * Return this cohort with what the stages of a plan say without naming anybody. A
	 * stage of all instances is a rule even if they must match, since one that matches
	 * and joins later is one of them; of a smaller share only the fleet can tell who.
	 * @param stages the stages so far, the current one last
	 * @return the cohort
	 */
	Cohort following(List<Stage> stages) {
		Set<Rule> rules = new LinkedHashSet<>();
		for (Stage stage : stages) {
			if (stage.scope() == Scope.REQUESTS || stage.share().isAll()) {
				rules.add(new Rule(stage.scope(), stage.share(), stage.match()));
			}
		}
		return new Cohort(this.instances, this.expected, List.copyOf(rules), this.incarnations);
	}

	/**
	 * Return this cohort with nobody who must not have vanished: who has left while the
	 * rollout was paused, and the goodbye with it, is not missed.
	 * @return the cohort
	 */
	Cohort withoutExpectations() {
		return new Cohort(this.instances, Set.of(), this.rules);
	}

	/**
	 * Return this cohort with as many of the live instances as the stages ask for.
	 * @param stages the stages so far, the current one last
	 * @param live the live instances
	 * @param salt the salt of the rollout
	 * @return the cohort, equal to this one if it is as it should be
	 */
	public Cohort filled(List<Stage> stages, Collection<Identity> live, String salt) {
		return filled(stages, live, Map.of(), salt);
	}

	/**
	 * Return this cohort with as many of the live instances as the stages ask for.
	 * @param stages the stages so far, the current one last
	 * @param live the live instances
	 * @param incarnations their processes, as far as they say so
	 * @param salt the salt of the rollout
	 * @return the cohort, equal to this one if it is as it should be
	 */
	Cohort filled(List<Stage> stages, Collection<Identity> live, Map<String, String> incarnations, String salt) {
		Set<String> instances = new TreeSet<>(this.instances);
		for (Stage stage : stages) {
			if (stage.scope() == Scope.INSTANCES && !takesInEverybody(stage)) {
				fill(instances, stage, live, salt);
			}
		}
		Cohort ruled = new Cohort(instances, Set.of(), List.of()).following(stages);
		boolean everywhere = !ruled.requestRules().isEmpty();
		Set<String> expected = live.stream()
			.filter((instance) -> everywhere || ruled.includes(instance))
			.map(Identity::id)
			.collect(Collectors.toSet());
		Map<String, String> expectedIncarnations = new HashMap<>(incarnations);
		expectedIncarnations.keySet().retainAll(expected);
		return new Cohort(instances, expected, ruled.rules(), expectedIncarnations);
	}

	private static boolean takesInEverybody(Stage stage) {
		return stage.share().isAll() && stage.match().isEmpty();
	}

	/**
	 * Return how many instances are known to have the candidate for everything they do.
	 * @return how many
	 */
	int size() {
		boolean everybody = this.rules.stream()
			.anyMatch((rule) -> rule.scope() == Scope.INSTANCES && rule.share().isAll() && rule.match().isEmpty());
		return everybody ? Math.max(this.instances.size(), this.expected.size()) : this.instances.size();
	}

	private static void fill(Set<String> instances, Stage stage, Collection<Identity> live, String salt) {
		List<String> ranked = live.stream()
			.filter((instance) -> instance.matches(stage.match()))
			.map(Identity::id)
			.sorted(Comparator.comparingLong((String id) -> Bucket.hash(salt, id)).thenComparing((id) -> id))
			.collect(Collectors.toCollection(ArrayList::new));
		int wanted = stage.share().of(ranked.size());
		long present = ranked.stream().filter(instances::contains).count();
		for (String id : ranked) {
			if (present < wanted && instances.add(id)) {
				present++;
			}
		}
	}

	/**
	 * Takes in others by what they are.
	 *
	 * @param scope instances (then all that match) or the subjects of requests
	 * @param share how many of those that match
	 * @param match the labels or attributes that they must have
	 */
	public record Rule(Scope scope, @JsonProperty("percent") Share share, Map<String, String> match) {

		public Rule {
			if (scope == null || share == null) {
				throw new InvalidRolloutStateException("A rule of the cohort needs a scope and a percentage");
			}
			match = Map.copyOf(match);
		}

		/**
		 * Return whether a subject is in.
		 * @param bucket its bucket
		 * @param attributes what it is
		 * @return whether the share takes it in
		 */
		public boolean includes(int bucket, Map<String, String> attributes) {
			return bucket < this.share.basisPoints() && attributes.entrySet().containsAll(this.match.entrySet());
		}

	}

}
