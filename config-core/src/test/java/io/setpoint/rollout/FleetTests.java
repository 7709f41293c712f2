package io.setpoint.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.rollout.FleetMember.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link Fleet}.
 */
class FleetTests {

	private static FleetMember member(String id, @Nullable String incarnation) {
		return new FleetMember(id, Map.of(), "v1", null, 7, Verdict.ACCEPTED, null, null, 0, List.of(), Instant.EPOCH,
				incarnation);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			a,   -, true
			a,   x, true
			a/x, -, true
			a/x, x, true
			a/y, x, false
			ab,  -, false
			ab/x, -, false
			""")
	void hasLeftWhenTheProcessThatIsMeantSaidGoodbye(String goodbye, @Nullable String incarnation, boolean left) {
		Fleet fleet = new Fleet(List.of(), Set.of(goodbye), true);
		assertThat(fleet.hasLeft("a", incarnation)).isEqualTo(left);
	}

	@Test
	void memberThatIsThereTwiceIsTheLatter() {
		FleetMember latter = member("a", "y");
		Fleet fleet = new Fleet(List.of(member("a", "x"), member("b", null), latter), Set.of(), true);
		assertThat(fleet.byId()).containsOnlyKeys("a", "b").containsEntry("a", latter);
		assertThat(fleet.incarnations()).containsExactly(entry("a", "y"));
	}

}
