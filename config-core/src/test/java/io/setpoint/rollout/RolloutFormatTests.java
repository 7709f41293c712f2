package io.setpoint.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RolloutFormat}.
 */
class RolloutFormatTests {

	private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	@Test
	void stateIsReadAsItWasWritten() {
		Plan plan = Plan.standard(Duration.ofMinutes(5))
			.guardedBy(List.of(Guard.health(null),
					Guard.ratio("errors", "http.server.requests", Map.of("outcome", "SERVER_ERROR"), 0.05)
						.comparedToStable(2)));
		RolloutState state = new RolloutState(7, "cfg-1", null, "cfg-2", Phase.RUNNING, 1,
				new Cohort(Set.of("a"), Set.of("a", "b"),
						List.of(new Cohort.Rule(Scope.REQUESTS, Share.ofPercent(2.5), Map.of("tier", "vip")))),
				"salt", plan, "ann", null, NOW, Duration.ofSeconds(3), null, NOW);
		assertThat(RolloutFormat.read(RolloutFormat.write(state), RolloutState.class)).isEqualTo(state);
	}

	@Test
	void stateIsWrittenByteForByteAsInstancesOfOtherVersionsReadIt() {
		RolloutState state = new RolloutState(7, "v1", "v0", "v2", Phase.RUNNING, 0, Cohort.NONE, "salt",
				Plan.allAtOnce(Duration.ofSeconds(10)), "ann", "bob", NOW, Duration.ofSeconds(3), "why", NOW);
		assertThat(text(state)).isEqualTo(
				"{\"serial\":7,\"stable\":\"v1\",\"previous\":\"v0\",\"candidate\":\"v2\",\"phase\":\"RUNNING\",\"stage\":0,"
						+ "\"cohort\":{\"instances\":[],\"expected\":[],\"rules\":[]},\"salt\":\"salt\","
						+ "\"plan\":{\"stages\":[{\"scope\":\"instances\",\"percent\":100,\"match\":{},\"bake\":\"PT10S\",\"guards\":[]}],\"approval\":\"none\",\"patience\":\"PT10M\"},"
						+ "\"author\":\"ann\",\"approvedBy\":\"bob\",\"stageSince\":\"2026-11-24T12:00:00Z\",\"baked\":\"PT3S\",\"reason\":\"why\",\"since\":\"2026-11-24T12:00:00Z\"}");
	}

	@Test
	void stateSaysWhatTheContractNames() {
		Transition started = Transition.of(RolloutState.INITIAL, new Command.Start("cfg-1",
				Plan.of(Stage.requests(2.5, Duration.ofSeconds(10)), Stage.instances(100, Duration.ZERO)), "salt"),
				"ann", NOW, null);
		assertThat(text(started.state())).contains("\"candidate\":\"cfg-1\"", "\"phase\":\"RUNNING\"", "\"stage\":0",
				"\"cohort\":{", "\"scope\":\"requests\"", "\"percent\":2.5", "\"bake\":\"PT10S\"");
	}

	@Test
	void reasonOfAnInstanceIsBoundedAndOnOneLineAndReadAsItWasWritten() {
		FleetMember member = refusing("a\nb".repeat(100_000));
		assertThat(member.reason()).hasSize(2000).startsWith("a\\u000Aba").endsWith("... (800000 characters)");
		assertThat(RolloutFormat.read(RolloutFormat.write(member), FleetMember.class)).isEqualTo(member);
		FleetMember split = refusing("x".repeat(1977) + "\uD83D\uDE00".repeat(100));
		assertThat(RolloutFormat.read(RolloutFormat.write(split), FleetMember.class)).isEqualTo(split);
		assertThat(refusing("key 'a' at revision 7").reason()).isEqualTo("key 'a' at revision 7");
	}

	private static FleetMember refusing(String reason) {
		return new FleetMember("one", Map.of(), "v1", null, 7, FleetMember.Verdict.REFUSED, reason, null, 0, List.of(),
				NOW, null);
	}

	@Test
	void entryOfAnInstanceThatDoesNotTellItsBuildIsRead() {
		FleetMember silent = read("{\"instance\": \"a\", \"verdict\": \"PENDING\"}", FleetMember.class);
		assertThat(silent.build()).isNull();
		assertThat(silent.locations()).isEmpty();
		FleetMember telling = silent.of("d1", List.of(), List.of("/config/shop/"));
		assertThat(RolloutFormat.read(RolloutFormat.write(telling), FleetMember.class)).isEqualTo(telling);
	}

	@Test
	void labelsOfAnInstanceAreBounded() {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read("{\"instance\": \"a\", \"verdict\": \"PENDING\", \"labels\": {\"zone\": \""
					+ "x".repeat(251) + "\"}}", FleetMember.class))
			.withMessageContaining("A label is blank, has a line break, or is longer than 250 characters");
	}

	@Test
	void cohortThatTellsItsProcessesIsReadAsItWasWritten() {
		Cohort cohort = new Cohort(Set.of("a"), Set.of("a", "b"), List.of(), Map.of("a", "one"));
		assertThat(RolloutFormat.read(RolloutFormat.write(cohort), Cohort.class)).isEqualTo(cohort);
		assertThat(text(Cohort.NONE)).doesNotContain("incarnations");
		assertThat(read("{\"expected\": [\"a\"]}", Cohort.class).incarnations()).isEmpty();
	}

	@Test
	void progressOfABakeIsReadAsItWasWritten() {
		BakeProgress progress = new BakeProgress("salt", 1, NOW, Duration.ofSeconds(90));
		assertThat(RolloutFormat.read(RolloutFormat.write(progress), BakeProgress.class)).isEqualTo(progress);
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read("{\"salt\": \"salt\", \"since\": \"2026-11-24T12:00:00Z\", \"baked\": \"PT-1S\"}",
					BakeProgress.class));
	}

	@Test
	void planIsReadAsPeopleWriteIt() {
		Plan plan = read(
				"""
						{"stages": [{"scope": "instances", "percent": 5, "bake": "10s"}, {"scope": "instances", "percent": 100}]}
						""",
				Plan.class);
		assertThat(plan)
			.isEqualTo(Plan.of(Stage.instances(5, Duration.ofSeconds(10)), Stage.instances(100, Duration.ZERO)));
	}

	@Test
	void whatIsNoStateIsRefusedWithoutSayingWhatItIs() {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read("{\"phase\": \"SECRET\"}", RolloutState.class))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("It is no RolloutState: ")
				.contains("phase")
				.doesNotContain("SECRET"));
	}

	@Test
	void whatIsEmptyIsRefused() {
		assertThatExceptionOfType(InvalidRolloutStateException.class).isThrownBy(() -> read("null", RolloutState.class))
			.withMessage("It is no RolloutState: it is empty");
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> RolloutFormat.parse("null", Plan.class))
			.withMessage("It is no plan: it is empty");
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> RolloutFormat.parseMap("ticket:"))
			.withMessage("It is no map of names and values: something is empty");
	}

	@Test
	void stateThatDoesNotSayHowLongItHasBakedHasNotBaked() {
		RolloutState state = read("{\"phase\": \"COMPLETED\", \"since\": \"2026-11-24T12:00:00Z\"}",
				RolloutState.class);
		assertThat(state.baked()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "10000000000", "999999999999999999" })
	void stateThatNoHistoryCanFollowIsRefused(String serial) {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read(
					"{\"serial\": " + serial + ", \"phase\": \"COMPLETED\", \"since\": \"2026-11-24T12:00:00Z\"}",
					RolloutState.class))
			.withMessage("It is no RolloutState: Its serial is none: the serials of a history go from 1 to 9999999999");
	}

	@ParameterizedTest
	@ValueSource(strings = { "stable", "candidate" })
	void stateThatNamesNoVersionIsRefused(String field) {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read(
					"{\"" + field + "\": \"a/b\", \"phase\": \"COMPLETED\", \"since\": \"2026-11-24T12:00:00Z\"}",
					RolloutState.class))
			.withMessage("It is no RolloutState: It names a version by an id that is not allowed");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1 })
	void activeStateInNoStageOfItsPlanIsRefused(int stage) {
		RolloutState running = Transition
			.of(RolloutState.INITIAL, new Command.Start("v1", Plan.allAtOnce(Duration.ZERO), "salt"), "ann", NOW, null)
			.state();
		String altered = text(running).replaceFirst("\"stage\":0", "\"stage\":" + stage);
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read(altered, RolloutState.class))
			.withMessage("It is no RolloutState: A rollout that is RUNNING needs a candidate, a plan, a salt"
					+ " and a stage of the plan");
	}

	@Test
	void activeStateWithoutCandidateIsRefused() {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read("{\"phase\": \"RUNNING\", \"since\": \"2026-11-24T12:00:00Z\"}", RolloutState.class))
			.withMessage("It is no RolloutState: A rollout that is RUNNING needs a candidate, a plan, a salt"
					+ " and a stage of the plan");
	}

	@Test
	void stateThatRunsSinceNobodyKnowsWhenIsRefused() {
		RolloutState running = Transition
			.of(RolloutState.INITIAL, new Command.Start("v1", Plan.allAtOnce(Duration.ZERO), "salt"), "ann", NOW, null)
			.state();
		String altered = text(running).replaceFirst("\"stageSince\":\"[^\"]*\",", "");
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read(altered, RolloutState.class))
			.withMessage("It is no RolloutState: A rollout that is RUNNING needs the time when its stage began");
	}

	@Test
	void ruleOfNobodyIsRefused() {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read("{\"rules\": [{\"scope\": \"requests\"}]}", Cohort.class))
			.withMessage("It is no Cohort: A rule of the cohort needs a scope and a percentage");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"instance\": \"a\"}", "{\"instance\": \"\", \"verdict\": \"ACCEPTED\"}",
			"{\"instance\": \"a/b\", \"verdict\": \"ACCEPTED\"}" })
	void memberThatIsNobodyIsRefused(String text) {
		assertThatExceptionOfType(InvalidRolloutStateException.class).isThrownBy(() -> read(text, FleetMember.class))
			.withMessage("It is no FleetMember: It needs the id of an instance, without '/', and a verdict");
	}

	@Test
	void readingOfNoGuardIsRefused() {
		assertThatExceptionOfType(InvalidRolloutStateException.class).isThrownBy(
				() -> read("{\"instance\": \"a\", \"verdict\": \"ACCEPTED\", \"readings\": [{}]}", FleetMember.class))
			.withMessage("It is no FleetMember: A reading needs the name of its guard");
	}

	@Test
	void whatANewerVersionHasWrittenIsPassedOver() {
		assertThat(read("{\"instance\": \"a\", \"verdict\": \"ACCEPTED\", \"mood\": \"good\"}", FleetMember.class)
			.instance()).isEqualTo("a");
	}

	@Test
	void planWithAWordThatIsUnknownIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RolloutFormat.parse("{aproval: required, stages: [{scope: instances, percent: 100}]}",
					Plan.class))
			.withMessage("It is no plan: there is no 'aproval' in it, only approval, patience, stages (aproval)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					stages: [{scope: everyone, percent: 100}]     | 'everyone' is none of instances, requests (stages[0].scope)
					approval: perhaps                             | 'perhaps' is none of none, required (approval)
					stages: [{scope: instances, percent: all}]    | 'all' is no number: write it as 12.5 (stages[0].percent)
					stages: [{scope: instances, bake: soon}]      | 'soon' is no time: write 30s, 10m or 2h (stages[0].bake)
					stages: {scope: instances}                    | what stands there is no list: write [ ... ], or a line with '-' for each entry (stages)
					stages: [100]                                 | what stands there is no stage: write { name: value, ... } (stages[0])
					stages: [{guards: [{kind: ration}]}]          | 'ration' is none of health, ratio, statistic, custom (stages[0].guards[0].kind)
					stages: [{guards: [{dryRun: maybe}]}]         | 'maybe' is neither true nor false (stages[0].guards[0].dryRun)
					stages: [{guards: [{minimumCount: few}]}]     | 'few' is no whole number: write it as 100 (stages[0].guards[0].minimumCount)
					stages: [{match: tier}]                       | what stands there is no map: write { name: value } (stages[0].match)
					stages: [{match: {tier: [vip]}}]              | what stands there is no text (stages[0].match.tier)
					stagess: [{scope: instances, percent: 100}]   | there is no 'stagess' in it, only approval, patience, stages (stagess)
					stages: [{scop: instances, percent: 100}]     | there is no 'scop' in it, only bake, guards, match, percent, scope (stages[0].scop)
					stages: [{scope: instances, share: 100}]      | there is no 'share' in it, only bake, guards, match, percent, scope (stages[0].share)
					stages: [{guards: [{nam: errors}]}]           | there is no 'nam' in it, only dryRun, kind, max, maxTimesStable, meter, minimumCount, name, of, statistic, tags (stages[0].guards[0].nam)
					stages: [{percent: 100}]                      | A stage needs a scope, 'instances' or 'requests', and a percentage (stages[0])
					stages: [{scope: instances, percent: 500}]    | A share of 500 % is out of bounds: use more than 0 and at most 100, in steps of 0.01 (stages[0].percent)
					stages: [{scope: instances, percent: 50}]     | The last stage leaves somebody out (50 % of the instances): end with 100 % of all
					""")
	void planThatIsRefusedSaysWhatWhereAndWhatElse(String text, String problem) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> RolloutFormat.parse(text, Plan.class))
			.withMessage("It is no plan: " + problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "stages: [{\"sc\\nope\": instances, percent: 100}]",
			"{\"pat\\nience\": 1s, stages: [{scope: instances, percent: 100}]}" })
	void wordThatIsMisspeltIsShownOnOneLine(String text) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> RolloutFormat.parse(text, Plan.class))
			.withMessageContaining("there is no such word in it, only ")
			.withMessageContaining("\\u000A")
			.withMessageNotContaining("\n");
	}

	@Test
	void planOfSeveralLinesNamesTheLine() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RolloutFormat.parse("stages:\n- scope: instances\n  percent: many\n", Plan.class))
			.withMessage("It is no plan: 'many' is no number: write it as 12.5 (stages[0].percent, line 3, column 12)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "stages: [{scope: instances, percent: 100}]\nstages: [{scope: requests, percent: 100}]",
			"stages: [{scope: instances, percent: 5, percent: 100}]", "stages: [{scope: 1, percent: 100}]",
			"{approval: 0, stages: [{scope: instances, percent: 100}]}", "stages: [{scope: instances, percent: 1e400}]",
			"stages: [{scope: instances, percent: .nan}]",
			"stages: [{scope: instances, percent: 100, bake: 9223372036854775807d}]",
			"stages: [{scope: instances, percent: 100, match: {a: }}]", "stages: [null]", "4711", "a: &a [*a]" })
	void planThatIsNonsenseIsRefused(String text) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> RolloutFormat.parse(text, Plan.class))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("It is no plan: ")
				.doesNotContain("4711", "io.setpoint", "java."));
	}

	@Test
	void planThatIsEndlessIsNotRead() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RolloutFormat.parse("#" + "x".repeat(64 * 1024), Plan.class))
			.withMessage("It is not read, because it has 65537 characters: at most 65536 are taken");
		String longest = "approval: perhaps #";
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RolloutFormat.parse(longest + "x".repeat(64 * 1024 - longest.length()), Plan.class))
			.withMessage("It is no plan: 'perhaps' is none of none, required (approval)");
	}

	@Test
	void jsonIsWhatIsWritten() {
		assertThat(RolloutFormat.json(new Summons(7, Map.of("b", 2)))).containsEntry("builds", Map.of("b", 2));
	}

	@Test
	void mapIsReadAsPeopleWriteIt() {
		assertThat(RolloutFormat.parseMap("{ticket: OPS-7, weight: 3}"))
			.containsExactlyInAnyOrderEntriesOf(Map.of("ticket", "OPS-7", "weight", "3"));
	}

	@Test
	void wordIsShownUpToAHundredCharacters() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RolloutFormat.parse("approval: " + "x".repeat(100), Plan.class))
			.withMessage("It is no plan: '" + "x".repeat(100) + "' is none of none, required (approval)");
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RolloutFormat.parse("approval: " + "x".repeat(101), Plan.class))
			.withMessage("It is no plan: what stands there is none of none, required (approval)");
	}

	@Test
	void stateThatIsNoJsonIsRefusedWithItsPlace() {
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> read("{\n\"phase\": ?}", RolloutState.class))
			.withMessageStartingWith("It is no RolloutState: it cannot be read in line 2, column ");
	}

	private static String text(Object value) {
		return new String(RolloutFormat.write(value), StandardCharsets.UTF_8);
	}

	private static <T> T read(String text, Class<T> type) {
		return RolloutFormat.read(text.getBytes(StandardCharsets.UTF_8), type);
	}

}
