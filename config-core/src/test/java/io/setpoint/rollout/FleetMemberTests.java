package io.setpoint.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.setpoint.instance.Identity;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.FleetMember.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetMember} and {@link Summons}.
 */
class FleetMemberTests {

	private static final FleetMember MEMBER = new FleetMember("a", Map.of("zone", "x"), "v1", "v2", 7, Verdict.REFUSED,
			"why", "salt", 1, List.of(), Instant.EPOCH, "process");

	@Test
	void memberWithItsBuildAndWhatWaitsKeepsTheRest() {
		List<Waiting> waiting = List.of(new Waiting("/config/a", 5, "must be at most 90"));
		FleetMember told = MEMBER.of("b1", List.of(), List.of("/config/")).waitingFor(waiting);
		assertThat(told).isEqualTo(new FleetMember("a", Map.of("zone", "x"), "v1", "v2", 7, Verdict.REFUSED, "why",
				"salt", 1, List.of(), Instant.EPOCH, "process", "b1", List.of("/config/"), waiting, List.of()));
		assertThat(told.identity()).isEqualTo(new Identity("a", Map.of("zone", "x")));
	}

	@Test
	void whatWaitsIsBounded() {
		List<Waiting> many = IntStream.range(0, 30)
			.mapToObj((i) -> new Waiting("/config/" + i, i, "x".repeat(10_000)))
			.toList();
		assertThat(MEMBER.waitingFor(many).waiting()).hasSize(FleetMember.MAX_WAITING)
			.isEqualTo(many.subList(0, FleetMember.MAX_WAITING))
			.allSatisfy((waiting) -> assertThat(waiting.reason()).hasSizeLessThan(600));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			0a1b, true
			v1.2-3_4, true
			-, false
			'', false
			a/b, false
			.a, false
			""")
	void buildIsAskedByANameThatCanBePartOfAKey(String build, boolean possible) {
		assertThat(Summons.isBuild(build)).isEqualTo(possible);
	}

}
