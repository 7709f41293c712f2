package io.setpoint.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.setpoint.instance.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Cohort}. By the salt {@code salt} the instances {@code a} to {@code j}
 * are ranked {@code g d i a b c h j f e}.
 */
class CohortTests {

	private static final String SALT = "salt";

	private static final Map<String, String> EAST = Map.of("zone", "east");

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private static Stage instances(double percent) {
		return Stage.instances(percent, Duration.ZERO);
	}

	private static Stage requests(double percent) {
		return Stage.requests(percent, Duration.ZERO);
	}

	private static List<Identity> fleet(String... ids) {
		return Stream.of(ids).map((id) -> new Identity(id, Map.of())).toList();
	}

	private static List<Identity> east(String... ids) {
		return Stream.of(ids).map((id) -> new Identity(id, EAST)).toList();
	}

	private static List<Identity> both(List<Identity> former, List<Identity> latter) {
		return Stream.of(former, latter).flatMap(Collection::stream).toList();
	}

	private static Cohort filled(List<Identity> live, Stage... stages) {
		return Cohort.NONE.filled(List.of(stages), live, SALT);
	}

	private List<Identity> randomFleet(int size) {
		return IntStream.range(0, size)
			.mapToObj((i) -> new Identity(Long.toHexString(this.random.nextLong()), Map.of()))
			.toList();
	}

	@ParameterizedTest(name = "{0} % of {1} are {2}")
	@CsvSource({ "5, 1, 1", "5, 2, 1", "5, 3, 1", "5, 20, 1", "5, 21, 2", "30, 3, 1", "30, 10, 3", "50, 3, 2",
			"99.99, 2, 1", "99.99, 20, 19", "100, 20, 20" })
	void filledTakesExactlyTheShareOfTheLiveFleet(double percent, int size, int expected) {
		Cohort cohort = Cohort.NONE.filled(List.of(instances(percent)), randomFleet(size), SALT);
		assertThat(cohort.size()).as("seed %s", this.seed).isEqualTo(expected);
		assertThat(cohort.expected()).as("seed %s", this.seed).hasSize(expected);
	}

	@Test
	void filledBelowAllNeverTakesAllOfTwoOrMore() {
		for (int size = 2; size <= 30; size++) {
			List<Identity> live = randomFleet(size);
			for (double percent : new double[] { 0.01, 5, 50, 99, 99.99 }) {
				Cohort cohort = Cohort.NONE.filled(List.of(instances(percent)), live, SALT);
				assertThat(cohort.instances()).as("%s %% of %s with seed %s", percent, size, this.seed)
					.hasSizeBetween(1, size - 1);
				assertThat(live).filteredOn(cohort::includes).hasSameSizeAs(cohort.instances());
			}
		}
	}

	@Test
	void filledTakesTheFirstByHash() {
		assertThat(filled(fleet("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"), instances(30)).instances())
			.containsExactlyInAnyOrder("g", "d", "i");
	}

	@Test
	void filledDoesNotDependOnTheOrderOfTheFleet() {
		List<Identity> live = new ArrayList<>(randomFleet(20));
		Cohort cohort = filled(live, instances(30));
		Collections.shuffle(live, this.random);
		assertThat(filled(live, instances(30))).as("seed %s", this.seed).isEqualTo(cohort);
	}

	@Test
	void filledWithAnotherSaltTakesOthers() {
		List<Identity> live = randomFleet(100);
		assertThat(Cohort.NONE.filled(List.of(instances(30)), live, "pepper").instances()).as("seed %s", this.seed)
			.isNotEqualTo(filled(live, instances(30)).instances());
	}

	@Test
	void filledWhenNobodyIsLiveIsNobody() {
		assertThat(filled(List.of(), instances(30))).isEqualTo(Cohort.NONE);
	}

	@Test
	void filledWhenTheStageMatchesLabelsTakesTheShareOfThose() {
		List<Identity> live = both(east("a", "b", "c", "e"), fleet("d", "g", "i"));
		assertThat(filled(live, instances(50).matching(EAST)).instances()).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void filledWhenNobodyMatchesIsNobody() {
		assertThat(filled(fleet("a", "b"), instances(50).matching(EAST))).isEqualTo(Cohort.NONE);
		assertThat(filled(List.of(new Identity("a", Map.of("zone", "west"))), instances(50).matching(EAST)))
			.isEqualTo(Cohort.NONE);
	}

	@Test
	void filledCountsWhomStagesBeforeHaveTakenIn() {
		List<Identity> live = both(east("e", "f"), fleet("a", "b", "c", "d", "g", "h", "i", "j"));
		Cohort first = filled(live, instances(50).matching(EAST));
		assertThat(first.instances()).containsExactly("f");
		Cohort second = first.filled(List.of(instances(50).matching(EAST), instances(30)), live, SALT);
		assertThat(second.instances()).containsExactlyInAnyOrder("f", "g", "d");
	}

	@Test
	void filledWhenAStageAsksForFewerThanAreInKeepsThem() {
		List<Identity> live = both(east("e", "f", "h", "j"), fleet("a", "b", "c", "d", "g", "i"));
		assertThat(filled(live, instances(75).matching(EAST), instances(5)).instances()).containsExactlyInAnyOrder("h",
				"j", "f");
	}

	@Test
	void filledOverGrowingStagesIsWhatOneStageWouldTake() {
		for (int size : new int[] { 1, 2, 3, 7, 20, 100 }) {
			List<Identity> live = randomFleet(size);
			Cohort five = Cohort.NONE.filled(List.of(instances(5)), live, SALT);
			Cohort thirty = five.filled(List.of(instances(5), instances(30)), live, SALT);
			Cohort all = thirty.filled(List.of(instances(5), instances(30), instances(100)), live, SALT);
			assertThat(thirty.instances()).as("seed %s", this.seed)
				.containsAll(five.instances())
				.isEqualTo(filled(live, instances(30)).instances());
			assertThat(all.instances()).as("seed %s", this.seed).isEqualTo(thirty.instances());
			assertThat(all.expected()).as("seed %s", this.seed).hasSize(size);
		}
	}

	@Test
	void filledOverAllThatMatchNamesThemAlsoWhereTheRuleTakesThemIn() {
		Cohort cohort = filled(both(east("a", "b"), fleet("c")), instances(100).matching(EAST));
		assertThat(cohort.instances()).containsExactlyInAnyOrder("a", "b");
		assertThat(cohort.size()).isEqualTo(2);
	}

	@Test
	void filledAgainIsEqual() {
		List<Identity> live = randomFleet(10);
		List<Stage> stages = List.of(requests(5), instances(30), instances(100).matching(EAST));
		Cohort cohort = Cohort.NONE.filled(stages, live, SALT);
		assertThat(cohort.filled(stages, live, SALT)).as("seed %s", this.seed).isEqualTo(cohort);
	}

	@Test
	void filledWhenAnInstanceJoinsTakesItInOnlyIfTheShareAsksForMore() {
		Cohort cohort = filled(fleet("a", "b", "c"), instances(30));
		assertThat(cohort.instances()).containsExactly("a");
		assertThat(refilled(cohort, fleet("a", "b", "c", "g"), instances(30)).instances())
			.containsExactlyInAnyOrder("a", "g");
		assertThat(refilled(filled(fleet("a", "b"), instances(30)), fleet("a", "b", "g"), instances(30)).instances())
			.containsExactly("a");
	}

	private static Cohort refilled(Cohort cohort, List<Identity> live, Stage... stages) {
		return cohort.filled(Arrays.asList(stages), live, SALT);
	}

	@Test
	void filledWhenOneOfTheOthersLeavesIsEqual() {
		Cohort cohort = filled(fleet("a", "b", "c", "d"), instances(30));
		assertThat(refilled(cohort, fleet("a", "b", "d"), instances(30))).isEqualTo(cohort);
	}

	@Test
	void filledWhenACanaryLeavesTakesTheNextAndRemembersIt() {
		Cohort cohort = filled(fleet("a", "b", "c"), instances(30));
		Cohort without = refilled(cohort, fleet("b", "c"), instances(30));
		assertThat(without.instances()).containsExactlyInAnyOrder("a", "b");
		assertThat(without.expected()).containsExactly("b");
		Cohort back = refilled(without, fleet("a", "b", "c"), instances(30));
		assertThat(back.instances()).containsExactlyInAnyOrder("a", "b");
		assertThat(back.expected()).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void filledWhenAllCanariesAreReplacedTakesAsManyOthers() {
		Cohort cohort = filled(fleet("a", "b", "c", "d", "e", "f", "g"), instances(30));
		assertThat(cohort.instances()).containsExactlyInAnyOrder("g", "d", "a");
		Cohort replaced = refilled(cohort, fleet("b", "c", "e", "f", "h", "i", "j"), instances(30));
		assertThat(replaced.expected()).containsExactlyInAnyOrder("i", "b", "c");
		assertThat(replaced.instances()).containsAll(cohort.instances()).containsAll(replaced.expected()).hasSize(6);
	}

	@Test
	void filledWhenOnlyCanariesAreLeftKeepsThem() {
		Cohort cohort = filled(fleet("a", "b", "c", "d"), instances(50));
		assertThat(cohort.instances()).containsExactlyInAnyOrder("d", "a");
		assertThat(refilled(cohort, fleet("a", "d"), instances(50))).isEqualTo(cohort);
	}

	@Test
	void filledWhenEverybodyHasLeftExpectsNobody() {
		Cohort cohort = filled(fleet("a", "b"), instances(50));
		assertThat(refilled(cohort, List.of(), instances(50)))
			.isEqualTo(new Cohort(cohort.instances(), Set.of(), List.of()));
	}

	@Test
	void filledWhileTheFleetChangesAtRandomOnlyGrowsAndHasTheShare() {
		List<Identity> live = new ArrayList<>(randomFleet(10));
		Cohort cohort = filled(live, instances(30));
		for (int i = 0; i < 500; i++) {
			if (live.size() > 2 && this.random.nextBoolean()) {
				live.remove(this.random.nextInt(live.size()));
			}
			else {
				live.addAll(randomFleet(1));
			}
			Cohort next = refilled(cohort, live, instances(30));
			assertThat(next.instances()).as("seed %s, step %s", this.seed, i).containsAll(cohort.instances());
			assertThat(next.expected()).as("seed %s, step %s", this.seed, i)
				.hasSizeGreaterThanOrEqualTo(Share.ofPercent(30).of(live.size()));
			assertThat(next.instances().size() - cohort.instances().size()).as("seed %s, step %s", this.seed, i)
				.isBetween(0, 1);
			cohort = next;
		}
	}

	@Test
	void filledOverRequestsNamesNobodyAndExpectsEverybody() {
		Cohort cohort = filled(fleet("a", "b"), requests(5));
		assertThat(cohort.instances()).isEmpty();
		assertThat(cohort.expected()).containsExactlyInAnyOrder("a", "b");
		assertThat(fleet("a", "b")).noneMatch(cohort::includes);
		assertThat(cohort.requestRules())
			.containsExactly(new Cohort.Rule(Scope.REQUESTS, Share.ofPercent(5), Map.of()));
	}

	@Test
	void filledOverInstancesAfterRequestsKeepsTheRulesOfThose() {
		Cohort cohort = filled(fleet("a", "b", "c"), requests(5), instances(30));
		assertThat(cohort.instances()).containsExactly("a");
		assertThat(cohort.requestRules()).hasSize(1);
		assertThat(cohort.expected()).containsExactlyInAnyOrder("a", "b", "c");
	}

	@Test
	void followingNamesNoInstanceBelowAll() {
		assertThat(Cohort.NONE.following(List.of(instances(99.99), instances(50).matching(EAST))))
			.isEqualTo(Cohort.NONE);
	}

	@Test
	void followingAllTakesInWhoeverJoinsAtOnce() {
		Cohort cohort = Cohort.NONE.following(List.of(instances(5), instances(100)));
		assertThat(fleet("a", "z")).allMatch(cohort::includes);
		assertThat(cohort.requestRules()).isEmpty();
	}

	@Test
	void followingAllOfThoseThatMatchTakesInWhoeverMatchesAtOnce() {
		Cohort cohort = Cohort.NONE.following(List.of(instances(100).matching(EAST), instances(30)));
		assertThat(cohort.rules()).containsExactly(new Cohort.Rule(Scope.INSTANCES, Share.ALL, EAST));
		assertThat(east("a", "z")).allMatch(cohort::includes);
		assertThat(both(fleet("a"), List.of(new Identity("b", Map.of("zone", "west"))))).noneMatch(cohort::includes);
		assertThat(cohort.requestRules()).isEmpty();
	}

	@Test
	void filledWhenWhoeverMatchesJoinsExpectsIt() {
		Stage[] stages = { instances(100).matching(EAST), instances(5) };
		Cohort cohort = filled(both(east("a"), fleet("b", "c")), stages);
		assertThat(cohort.instances()).containsExactly("a");
		Cohort joined = refilled(cohort, both(east("a", "e"), fleet("b", "c")), stages);
		assertThat(joined.instances()).containsExactlyInAnyOrder("a", "e");
		assertThat(joined.expected()).containsExactlyInAnyOrder("a", "e");
	}

	@Test
	void followingForgetsNoInstance() {
		Cohort cohort = filled(fleet("a", "b", "c"), instances(30));
		assertThat(cohort.following(List.of(instances(30), requests(5)))).isEqualTo(new Cohort(Set.of("a"), Set.of("a"),
				List.of(new Cohort.Rule(Scope.REQUESTS, Share.ofPercent(5), Map.of()))));
	}

	@Test
	void withoutExpectationsKeepsWhoIsIn() {
		Cohort cohort = filled(fleet("a", "b", "c"), requests(5), instances(30));
		assertThat(cohort.withoutExpectations()).isEqualTo(new Cohort(cohort.instances(), Set.of(), cohort.rules()));
	}

	@Test
	void sizeCountsThoseThatAreNotNamedOnlyWhereEverybodyIsIn() {
		Set<String> expected = Set.of("a", "b", "c");
		assertThat(new Cohort(Set.of("a"), expected, List.of(new Cohort.Rule(Scope.INSTANCES, Share.ALL, Map.of())))
			.size()).isEqualTo(3);
		assertThat(
				new Cohort(Set.of("a"), expected, List.of(new Cohort.Rule(Scope.REQUESTS, Share.ALL, Map.of()))).size())
			.isEqualTo(1);
		assertThat(new Cohort(Set.of("a"), expected,
				List.of(new Cohort.Rule(Scope.INSTANCES, Share.ALL, Map.of("zone", "x"))))
			.size()).isEqualTo(1);
	}

	@Test
	void ruleTakesInTheShareOfThoseThatMatch() {
		Map<String, String> vip = Map.of("tier", "vip", "country", "de");
		Cohort.Rule rule = new Cohort.Rule(Scope.REQUESTS, Share.ofPercent(30), Map.of("tier", "vip"));
		assertThat(rule.includes(0, vip)).isTrue();
		assertThat(rule.includes(2999, vip)).isTrue();
		assertThat(rule.includes(3000, vip)).isFalse();
		assertThat(rule.includes(0, Map.of("tier", "internal"))).isFalse();
		assertThat(rule.includes(0, Map.of())).isFalse();
	}

}
