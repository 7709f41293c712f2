package io.setpoint.rollout;

import java.util.Map;

import io.setpoint.rollout.Guard.Kind;
import io.setpoint.rollout.Guard.Statistic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Guard}.
 */
class GuardTests {

	private static Guard guard(Kind kind, @Nullable String meter, @Nullable Statistic statistic, @Nullable Double max,
			@Nullable Double times, long count) {
		return new Guard("g", kind, meter, Map.of(), Map.of(), statistic, max, times, count, false);
	}

	private static void assertRefused(String problem, Kind kind, @Nullable String meter, @Nullable Statistic statistic,
			@Nullable Double max, @Nullable Double times, long count) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> guard(kind, meter, statistic, max, times, count))
			.withMessage("The guard 'g' " + problem);
	}

	@Test
	void nameWhenBlankIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Guard.ratio(" ", "http", Map.of(), 0.1))
			.withMessage("A guard needs a name and a kind");
	}

	@ParameterizedTest
	@EnumSource(names = { "RATIO", "STATISTIC" })
	void meterWhenMissingIsRefused(Kind kind) {
		assertRefused("needs the name of a meter", kind, null, Statistic.MEAN, 1.0, null, 1);
		assertRefused("needs the name of a meter", kind, " ", Statistic.MEAN, 1.0, null, 1);
	}

	@ParameterizedTest
	@EnumSource(names = { "RATIO", "STATISTIC" })
	void boundWhenMissingIsRefused(Kind kind) {
		assertRefused("needs a bound: 'max', 'maxTimesStable' or both", kind, "http", Statistic.MEAN, null, null, 1);
	}

	@ParameterizedTest
	@EnumSource(names = { "RATIO", "STATISTIC" })
	void boundOfEitherSortIsEnough(Kind kind) {
		assertThatNoException().isThrownBy(() -> guard(kind, "http", Statistic.P99, 0.0, null, 0));
		assertThatNoException().isThrownBy(() -> guard(kind, "http", Statistic.P99, null, 2.0, 0));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void boundWhenNoNumberIsRefused(double bound) {
		String problem = "has a bound that is no number from 0 on";
		assertRefused(problem, Kind.RATIO, "http", null, bound, null, 1);
		assertRefused(problem, Kind.RATIO, "http", null, null, bound, 1);
		assertRefused(problem, Kind.RATIO, "http", null, 0.1, bound, 1);
	}

	@Test
	void statisticWhenMissingIsRefused() {
		assertRefused("needs a statistic: mean, max, p95 or p99", Kind.STATISTIC, "http", null, 1.0, null, 1);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = " ")
	void beanWhenMissingIsRefused(@Nullable String bean) {
		assertRefused("needs the name of a RolloutGuard bean", Kind.CUSTOM, bean, null, null, null, 1);
	}

	@Test
	void minimumCountWhenNegativeIsRefused() {
		assertRefused("has a negative minimum count", Kind.RATIO, "http", null, 0.1, null, -1);
	}

	@Test
	void healthNeedsNeitherMeterNorBound() {
		assertThat(Guard.health(null))
			.isEqualTo(new Guard("health", Kind.HEALTH, null, Map.of(), Map.of(), null, null, null, 0, false));
		assertThat(Guard.health("readiness").meter()).isEqualTo("readiness");
	}

	@Test
	void customIsNamedAfterItsBean() {
		assertThat(Guard.custom("orders"))
			.isEqualTo(new Guard("orders", Kind.CUSTOM, "orders", Map.of(), Map.of(), null, null, null, 0, false));
	}

	@Test
	void changesKeepTheRest() {
		Map<String, String> tags = Map.of("outcome", "SERVER_ERROR");
		Guard guard = Guard.ratio("errors", "http", tags, 0.05).comparedToStable(2).withMinimumCount(30).asDryRun();
		assertThat(guard).isEqualTo(new Guard("errors", Kind.RATIO, "http", tags, Map.of(), null, 0.05, 2.0, 30, true));
		guard = Guard.statistic("slow", "http", Statistic.P95, 0.5).asDryRun().withMinimumCount(0).comparedToStable(3);
		assertThat(guard)
			.isEqualTo(new Guard("slow", Kind.STATISTIC, "http", Map.of(), Map.of(), Statistic.P95, 0.5, 3.0, 0, true));
	}

}
