package io.setpoint.rollout;

import java.math.BigDecimal;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Share}.
 */
class ShareTests {

	@ParameterizedTest
	@CsvSource({ "0.01, 1", "0.29, 29", "2.5, 250", "5, 500", "5.00, 500", "5.000, 500", "1E+1, 1000", "33.33, 3333",
			"99.99, 9999", "100, 10000" })
	void ofPercentCountsHundredths(BigDecimal percent, int basisPoints) {
		assertThat(Share.ofPercent(percent)).isEqualTo(new Share(basisPoints));
		assertThat(Share.ofPercent(percent.doubleValue())).isEqualTo(new Share(basisPoints));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "0.00, 0", "-5, -5", "100.01, 100.01", "101, 101", "250, 250", "100.001, 100.001",
			"1E+12, 1000000000000", "1E+999999999, 1E+999999999", "1E+2147483646, 1E+2147483646" })
	void ofPercentWhenOutOfBoundsIsRefused(BigDecimal percent, String said) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Share.ofPercent(percent))
			.withMessage(
					"A share of " + said + " % is out of bounds: use more than 0 and at most 100, in steps of 0.01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.001", "0.015", "33.333", "99.999" })
	void ofPercentWhenTooFineIsRefused(BigDecimal percent) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Share.ofPercent(percent))
			.withMessage("A share of " + percent + " % cannot be told: use steps of 0.01");
	}

	@Test
	void ofPercentWhenFinerThanCouldBeWrittenOutIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> Share.ofPercent(new BigDecimal("1E-999999999")))
			.withMessage("A share of 1E-999999999 % cannot be told: use steps of 0.01");
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void ofPercentWhenNoNumberIsRefused(double percent) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Share.ofPercent(percent))
			.withMessage(
					"A share of " + percent + " % is out of bounds: use more than 0 and at most 100, in steps of 0.01");
	}

	@Test
	void percentIsTheShortestWayToSayIt() {
		assertThat(new Share(1).percent()).isEqualTo(new BigDecimal("0.01"));
		assertThat(new Share(250).percent()).isEqualTo(new BigDecimal("2.5"));
		assertThat(new Share(1000).percent()).isEqualTo(new BigDecimal("10"));
		assertThat(Share.ALL).hasToString("100 %");
	}

	@Test
	void everyShareComesBackFromItsPercentage() {
		IntStream.rangeClosed(1, 10_000)
			.mapToObj(Share::new)
			.forEach((share) -> assertThat(Share.ofPercent(share.percent())).isEqualTo(share));
	}

	@ParameterizedTest(name = "{0} % of {1} are {2}")
	@CsvSource({ "5, 1, 1", "5, 2, 1", "5, 3, 1", "5, 20, 1", "5, 21, 2", "5, 40, 2", "5, 100, 5", "30, 3, 1",
			"30, 4, 2", "30, 10, 3", "50, 2, 1", "50, 3, 2", "99.99, 2, 1", "99.99, 3, 2", "99.99, 10000, 9999",
			"0.01, 10000, 1", "0.01, 10001, 2", "100, 1, 1", "100, 7, 7", "5, 0, 0", "100, 0, 0",
			"99.99, 2147483647, 2147268899" })
	void ofRoundsUp(double percent, int size, int expected) {
		assertThat(Share.ofPercent(percent).of(size)).isEqualTo(expected);
	}

	@Test
	void ofIsNeverNoneAndBelowAllNeverAllOfTwoOrMore() {
		for (int basisPoints = 1; basisPoints < 10_000; basisPoints += 7) {
			Share share = new Share(basisPoints);
			for (int size = 2; size <= 60; size++) {
				assertThat(share.of(size)).as("%s of %s", share, size).isBetween(1, size - 1);
			}
		}
	}

	@Test
	void ofGrowsWithTheShareAndWithTheSize() {
		for (int basisPoints = 1; basisPoints < 10_000; basisPoints += 13) {
			Share share = new Share(basisPoints);
			Share larger = new Share(basisPoints + 1);
			for (int size = 1; size <= 60; size++) {
				assertThat(share.of(size)).as("%s of %s", share, size)
					.isLessThanOrEqualTo(larger.of(size))
					.isLessThanOrEqualTo(share.of(size + 1));
			}
		}
	}

	@Test
	void compareToIsByHowManyItTakesIn() {
		assertThat(Share.ofPercent(5)).isLessThan(Share.ofPercent(30)).isEqualByComparingTo(new Share(500));
		assertThat(Share.ALL).isGreaterThan(new Share(9999));
	}

	@Test
	void isAllIsTheWholeOnly() {
		assertThat(Share.ALL.isAll()).isTrue();
		assertThat(new Share(9999).isAll()).isFalse();
	}

}
