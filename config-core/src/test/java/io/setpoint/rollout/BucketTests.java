package io.setpoint.rollout;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Bucket}.
 */
class BucketTests {

	private static final int SUBJECTS = 100_000;

	/**
	 * Of fair draws less than one in a million is so many standard deviations away.
	 */
	private static final double DEVIATIONS = 6;

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private String salt() {
		return Long.toHexString(this.random.nextLong());
	}

	private List<String> subjects() {
		return Stream.generate(() -> "user-" + Long.toHexString(this.random.nextLong())).limit(SUBJECTS).toList();
	}

	private static boolean includes(double percent, String salt, String subject) {
		return new Cohort.Rule(Scope.REQUESTS, Share.ofPercent(percent), Map.of()).includes(Bucket.of(salt, subject),
				Map.of());
	}

	private static double bound(int draws, double probability) {
		return DEVIATIONS * Math.sqrt(draws * probability * (1 - probability));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "salt | user-42 | 2745629953 | 6392", "s | é | 1682359034 | 3917", "s | ÿÿ | 20382160 | 47",
					"s | 日本 | 2252427704 | 5244", "s | 😀😀 | 109043320 | 253", "2026-07 | a b/c | 853899194 | 1988",
					"s | 12 | 1934426329 | 4503", "'' | '' | 1248550479 | 2907" })
	void ofIsTheSameInEveryImplementationOfMurmur(String salt, String id, long hash, int bucket) {
		assertThat(Bucket.hash(salt, id)).isEqualTo(hash);
		assertThat(Bucket.of(salt, id)).isEqualTo(bucket);
	}

	@Test
	void ofIsFromZeroToBelowTenThousand() {
		String salt = salt();
		assertThat(subjects()).as("seed %s", this.seed)
			.allSatisfy((subject) -> assertThat(Bucket.of(salt, subject)).isBetween(0, 9999));
	}

	@Test
	void ofReachesEveryBucket() {
		String salt = salt();
		assertThat(IntStream.range(0, 400_000).map((i) -> Bucket.of(salt, "user-" + i)).distinct().count())
			.as("seed %s", this.seed)
			.isEqualTo(10_000);
	}

	@Test
	void ofWhenAskedAgainIsTheSame() {
		String salt = salt();
		assertThat(subjects()).as("seed %s", this.seed)
			.allSatisfy((subject) -> assertThat(Bucket.of(new String(salt), new String(subject)))
				.isEqualTo(Bucket.of(salt, subject)));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.1, 1, 5, 30, 33.33, 50, 95, 99.99 })
	void shareOfSubjectsIsWithinTheBinomialBound(double percent) {
		String salt = salt();
		long in = subjects().stream().filter((subject) -> includes(percent, salt, subject)).count();
		double expected = SUBJECTS * percent / 100;
		assertThat((double) in).as("%s %% with seed %s", percent, this.seed)
			.isBetween(expected - bound(SUBJECTS, percent / 100), expected + bound(SUBJECTS, percent / 100));
	}

	@Test
	void shareOfEverybodyLeavesNobodyOut() {
		String salt = salt();
		assertThat(subjects()).as("seed %s", this.seed).allMatch((subject) -> includes(100, salt, subject));
	}

	@Test
	void shareOfBucketsIsExactToTheHundredthOfAPercent() {
		for (int basisPoints = 1; basisPoints <= 10_000; basisPoints++) {
			Cohort.Rule rule = new Cohort.Rule(Scope.REQUESTS, new Share(basisPoints), Map.of());
			assertThat(rule.includes(basisPoints - 1, Map.of())).as("below %s", rule.share()).isTrue();
			assertThat(rule.includes(basisPoints, Map.of())).as("from %s on", rule.share()).isFalse();
		}
	}

	@Test
	void smallerShareIsPartOfTheLargerOne() {
		String salt = salt();
		assertThat(subjects()).as("seed %s", this.seed).allSatisfy((subject) -> {
			if (includes(5, salt, subject)) {
				assertThat(includes(30, salt, subject)).isTrue();
			}
			if (includes(30, salt, subject)) {
				assertThat(includes(100, salt, subject)).isTrue();
			}
		});
	}

	@Test
	void otherSaltsDrawIndependently() {
		String first = salt();
		String second = salt();
		long both = subjects().stream()
			.filter((subject) -> includes(30, first, subject) && includes(30, second, subject))
			.count();
		assertThat((double) both).as("seed %s", this.seed)
			.isBetween(SUBJECTS * 0.09 - bound(SUBJECTS, 0.09), SUBJECTS * 0.09 + bound(SUBJECTS, 0.09));
	}

	@Test
	void saltsThatDifferLittleDrawIndependently() {
		String salt = salt();
		long both = subjects().stream()
			.filter((subject) -> includes(5, salt + "1", subject) && includes(5, salt + "2", subject))
			.count();
		assertThat((double) both).as("seed %s", this.seed)
			.isBetween(SUBJECTS * 0.0025 - bound(SUBJECTS, 0.0025), SUBJECTS * 0.0025 + bound(SUBJECTS, 0.0025));
	}

	@Test
	void subjectsThatAreNumberedAreSpreadEvenly() {
		String salt = salt();
		int[] deciles = new int[10];
		IntStream.range(0, SUBJECTS).forEach((i) -> deciles[Bucket.of(salt, Integer.toString(i)) / 1000]++);
		double expected = SUBJECTS / 10.0;
		for (int decile : deciles) {
			assertThat((double) decile).as("seed %s", this.seed)
				.isBetween(expected - bound(SUBJECTS, 0.1), expected + bound(SUBJECTS, 0.1));
		}
	}

}
