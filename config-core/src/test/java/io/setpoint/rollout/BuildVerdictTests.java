package io.setpoint.rollout;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.setpoint.rollout.BuildVerdict.Outcome;
import io.setpoint.rollout.BuildVerdict.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BuildVerdict} and {@link FleetVerdict}.
 */
class BuildVerdictTests {

	private static BuildVerdict verdict(String... problems) {
		return BuildVerdict.of("0123456789abcdef", List.of(problems), List.of("com.acme.Pricing"),
				List.of("pricing.discount-percent"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-",
			textBlock = """
					pricing.discount-percent (rollout:shop key '/rollouts/shop/versions/v2', 3:7) must be at most 90 | pricing.discount-percent | 3 | 7
					pricing.tiers[0].name (etcd:/config/shop/ key '/config/shop/pricing/tiers/0/name') must not be blank | pricing.tiers[0].name | - | -
					pricing.currency must not be null | pricing.currency | - | -
					Key '/rollouts/shop/versions/v2' is refused at line 4, column 12: it is no YAML. Repair it. | - | 4 | 12
					'server.port' in line 2 would be lost: it is read before etcd | server.port | 2 | -
					com.acme.Pricing ('pricing'): cannot be bound (IllegalStateException) | - | - | -
					and 12 more | - | - | -
					it could not be evaluated, OutOfMemoryError; it is tried again by itself | - | - | -
					""")
	void problemKnowsWhatItsSentenceIsAbout(String sentence, String name, Integer line, Integer column) {
		assertThat(Problem.of(sentence)).isEqualTo(new Problem(name, line, column, sentence));
	}

	@Test
	void verdictIsReadAsItWasWritten() {
		BuildVerdict verdict = verdict("pricing.currency must not be null").withUnread(List.of("pricing.currncy"))
			.by("one")
			.of("b", null, 3);
		assertThat(RolloutFormat.read(RolloutFormat.write(verdict), BuildVerdict.class)).isEqualTo(verdict);
		assertThat(RolloutFormat.read(RolloutFormat.write(new Summons(7, Map.of("b", 2))), Summons.class))
			.isEqualTo(new Summons(7, Map.of("b", 2)));
	}

	@Test
	void verdictOfAnOlderInstanceNamesNothingThatIsUnread() {
		byte[] older = new String(RolloutFormat.write(verdict()), StandardCharsets.UTF_8).replace(",\"unread\":[]", "")
			.getBytes(StandardCharsets.UTF_8);
		assertThat(new String(older, StandardCharsets.UTF_8)).doesNotContain("unread");
		assertThat(RolloutFormat.read(older, BuildVerdict.class).unread()).isEmpty();
	}

	@Test
	void nameIsUnreadThatNoBuildReads() {
		FleetVerdict verdict = new FleetVerdict(List.of(verdict().withUnread(List.of("pricing.new", "pricing.tiemout")),
				verdict("a must be 1").withUnread(List.of("pricing.tiemout")),
				BuildVerdict.unanswered("c", "try again")), List.of());
		assertThat(verdict.unread()).containsExactly("pricing.tiemout");
		assertThat(FleetVerdict.NOBODY.unread()).isEmpty();
	}

	@Test
	void verdictIsBounded() {
		List<String> many = Collections.nCopies(100_000, "x".repeat(10_000));
		BuildVerdict verdict = BuildVerdict.of("b", many, many, many);
		assertThat(verdict.problems()).hasSize(201).last().extracting(Problem::sentence).isEqualTo("and 99800 more");
		assertThat(RolloutFormat.write(verdict)).hasSizeLessThan(1024 * 1024);
		assertThat(BuildVerdict.of("b", Collections.nCopies(200, "a must be 1"), List.of(), List.of()).problems())
			.hasSize(200);
	}

	@Test
	void buildThatHasNotAnsweredIsNamed() {
		FleetVerdict verdict = new FleetVerdict(List.of(BuildVerdict.unanswered("b", "try again")), List.of());
		assertThat(verdict.isAccepted()).isFalse();
		assertThat(verdict.problems()).containsExactly("build b (1 instance) has not answered: try again");
	}

	@Test
	void problemsNameTheBuildsThatHaveThem() {
		FleetVerdict verdict = new FleetVerdict(
				List.of(verdict("a must be 1", "b must be 2").of("0123456789abcdef", null, 3), verdict(),
						BuildVerdict.failed("other", "it failed with java.lang.Error").of("other", null, 1)),
				List.of("old-1", "old-2"));
		assertThat(verdict.isAccepted()).isFalse();
		assertThat(verdict.problems()).containsExactly("build 0123456789ab (3 instances) refuses it: a must be 1",
				"build 0123456789ab (3 instances) refuses it: b must be 2",
				"build other (1 instance) could not judge it: it failed with java.lang.Error",
				"it is not known of which build old-1, old-2 are, so they could not be asked: they run an older"
						+ " Setpoint");
	}

	@Test
	void nobodyAcceptsWhereNobodyIs() {
		assertThat(FleetVerdict.NOBODY.isUnjudged()).isTrue();
		assertThat(FleetVerdict.NOBODY.isAccepted()).isFalse();
		assertThat(new RefusedByFleetException("Version 'v2' of 'shop' was not published", FleetVerdict.NOBODY))
			.hasMessage("Version 'v2' of 'shop' was not published, because nobody is alive who could judge it: start an"
					+ " instance, or say that it may go unjudged");
		FleetVerdict accepted = FleetVerdict.NOBODY.and(new FleetVerdict(List.of(verdict()), List.of()));
		assertThat(accepted.isAccepted()).isTrue();
		assertThat(accepted.builds()).extracting(BuildVerdict::outcome).containsExactly(Outcome.ACCEPTED);
	}

}
