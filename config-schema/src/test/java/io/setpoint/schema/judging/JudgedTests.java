package io.setpoint.schema.judging;

import java.util.List;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProblem.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Judged}.
 */
class JudgedTests {

	private static final Judged FLEET = Judged
		.of(new FleetVerdict(List.of(BuildVerdict.of("b", List.of(), List.of(), List.of())
			.withUnread(List.of("pricing.currncy", "pricing.tiemout"))), List.of()));

	@Test
	void nameThatNoBuildReadsIsAWarning() {
		assertThat(FLEET.isRefused()).isFalse();
		assertThat(FLEET.warnings()).extracting(SchemaProblem::toString)
			.startsWith(
					"'pricing.currncy' is read by no type of any live build: look how it is spelled, unless something"
							+ " else reads it.")
			.hasSize(2);
	}

	@Test
	void nameThatTheSchemaHasWarnedOfIsNotNamedTwice() {
		SchemaProblem known = new SchemaProblem("pricing.tiemout", null, 2, 3, "Did you mean 'pricing.timeout'?",
				Severity.WARNING);
		Judged both = new Judged(List.of(Judged.SCHEMA), List.of(known)).and(FLEET);
		assertThat(both.warnings()).extracting(SchemaProblem::name)
			.containsExactly("pricing.tiemout", "pricing.currncy");
		assertThat(both.warnings()).contains(known);
	}

}
