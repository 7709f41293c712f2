package io.setpoint.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.Guard.Kind;
import io.setpoint.rollout.Guard.Statistic;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.control.GuardSensor.Exposure;
import io.setpoint.rollout.control.GuardSensor.Measurement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MeterGuardSensor} and {@link Tally}.
 */
class MeterGuardSensorTests {

	private static final Guard ERRORS = Guard.ratio("errors", "http", Map.of("outcome", "bad"), 0.1);

	private static final Exposure CANARY = new Exposure(Scope.INSTANCES, true, "v2", "shop");

	private static final Exposure STABLE = new Exposure(Scope.INSTANCES, false, "v2", "shop");

	private static final Exposure BOTH = new Exposure(Scope.REQUESTS, true, "v2", "shop");

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final MeterGuardSensor sensor = new MeterGuardSensor(() -> this.registry);

	private static Guard guard(Statistic statistic) {
		return Guard.statistic("latency", "http", statistic, 1);
	}

	private void answer(String outcome, int times) {
		Timer timer = this.registry.timer("http", "outcome", outcome);
		for (int i = 0; i < times; i++) {
			timer.record(Duration.ofMillis(500));
		}
	}

	private static GuardReading read(Measurement measurement) {
		return measurement.read().get(0);
	}

	private static void assertReading(Measurement measurement, long count, double total, @Nullable Double value) {
		GuardReading reading = read(measurement);
		assertThat(reading.count()).isEqualTo(count);
		assertThat(reading.total()).isCloseTo(total, within(1e-6));
		if (value == null) {
			assertThat(reading.value()).isNull();
		}
		else {
			assertThat(reading.value()).isCloseTo(value, within(1e-2));
		}
		assertThat(reading.outcome()).isNull();
	}

	@Test
	void onlyGuardsOverMetersAreMeasured() {
		assertThat(this.sensor.measures(ERRORS)).isTrue();
		assertThat(this.sensor.measures(guard(Statistic.MEAN))).isTrue();
		assertThat(this.sensor.measures(Guard.health(null))).isFalse();
		assertThat(this.sensor.measures(Guard.custom("bean"))).isFalse();
	}

	@Test
	void ratioCountsOnlyWhatHasHappenedSince() {
		answer("good", 50);
		answer("bad", 50);
		Measurement measurement = this.sensor.begin(ERRORS, CANARY);
		assertReading(measurement, 0, 0, null);
		answer("good", 8);
		answer("bad", 2);
		assertReading(measurement, 10, 2, null);
		assertReading(measurement, 10, 2, null);
	}

	@Test
	void ratioTakesAlternativesOfATagAndAPartOfTheMeters() {
		Guard guard = new Guard("errors", Kind.RATIO, "http", Map.of("outcome", "bad,worse"),
				Map.of("outcome", "bad,worse,good"), null, 0.1, null, 0, false);
		Measurement measurement = this.sensor.begin(guard, CANARY);
		List.of("good", "bad", "worse", "redirected").forEach((outcome) -> answer(outcome, 3));
		assertReading(measurement, 9, 6, null);
	}

	@Test
	void ratioOfCountersIsOfTheirCounts() {
		Measurement measurement = this.sensor.begin(ERRORS, CANARY);
		this.registry.counter("http", "outcome", "good").increment(7);
		this.registry.counter("http", "outcome", "bad").increment(3);
		assertReading(measurement, 10, 3, null);
	}

	@Test
	void meterThatIsMissingHasNoSamples() {
		for (Guard guard : List.of(ERRORS, guard(Statistic.MEAN), guard(Statistic.MAX), guard(Statistic.P99))) {
			assertReading(this.sensor.begin(guard, CANARY), 0, 0, null);
		}
	}

	@Test
	void meanOfATimerIsInSeconds() {
		answer("good", 5);
		Measurement measurement = this.sensor.begin(guard(Statistic.MEAN), CANARY);
		answer("good", 2);
		answer("bad", 1);
		assertReading(measurement, 3, 1.5, null);
	}

	@Test
	void meanOfASummaryIsOfItsAmounts() {
		Measurement measurement = this.sensor.begin(guard(Statistic.MEAN), CANARY);
		this.registry.summary("http").record(40);
		this.registry.summary("http").record(2);
		assertReading(measurement, 2, 42, null);
	}

	@Test
	void meanOfAFunctionTimerIsInSeconds() {
		AtomicLong count = new AtomicLong(5);
		FunctionTimer.builder("http", count, AtomicLong::get, (it) -> it.get() * 100, TimeUnit.MILLISECONDS)
			.register(this.registry);
		Measurement measurement = this.sensor.begin(guard(Statistic.MEAN), CANARY);
		assertReading(measurement, 0, 0, null);
		count.set(15);
		assertReading(measurement, 10, 1, null);
	}

	@Test
	void maxIsTheWorstOfAllMeters() {
		Measurement measurement = this.sensor.begin(guard(Statistic.MAX), CANARY);
		answer("good", 2);
		this.registry.timer("http", "outcome", "bad").record(Duration.ofSeconds(2));
		assertReading(measurement, 3, 3, 2.0);
	}

	@Test
	void maxOfASummaryHasNoUnit() {
		Measurement measurement = this.sensor.begin(guard(Statistic.MAX), CANARY);
		this.registry.summary("http").record(42);
		assertReading(measurement, 1, 42, 42.0);
	}

	@Test
	void maxOfAMeterThatHasHadNoSamplesSinceDoesNotCount() {
		this.registry.timer("http", "outcome", "bad").record(Duration.ofSeconds(2));
		Measurement measurement = this.sensor.begin(guard(Statistic.MAX), CANARY);
		answer("good", 1);
		assertReading(measurement, 1, 0.5, 0.5);
	}

	@ParameterizedTest
	@CsvSource({ "P95, 0.95", "P99, 0.99" })
	void percentileIsTheWorstOfAllMeters(Statistic statistic, double expected) {
		Measurement measurement = this.sensor.begin(guard(statistic), CANARY);
		for (String outcome : List.of("good", "bad")) {
			Timer timer = Timer.builder("http")
				.tag("outcome", outcome)
				.publishPercentiles(0.5, 0.95, 0.99)
				.register(this.registry);
			for (int i = 1; i <= 100; i++) {
				timer.record(Duration.ofMillis(outcome.equals("bad") ? i * 10 : i));
			}
		}
		assertThat(read(measurement).value()).isCloseTo(expected, within(0.03));
	}

	@Test
	void percentileOfASummaryHasNoUnit() {
		Measurement measurement = this.sensor.begin(guard(Statistic.P99), CANARY);
		DistributionSummary summary = DistributionSummary.builder("http")
			.publishPercentiles(0.99)
			.register(this.registry);
		summary.record(42);
		assertThat(read(measurement).value()).isCloseTo(42, within(2.0));
	}

	@Test
	void percentileThatOneMeterDoesNotPublishIsNotTold() {
		Measurement measurement = this.sensor.begin(guard(Statistic.P99), CANARY);
		Timer.builder("http")
			.tag("outcome", "good")
			.publishPercentiles(0.99)
			.register(this.registry)
			.record(1, TimeUnit.SECONDS);
		answer("bad", 1);
		assertReading(measurement, 2, 1.5, null);
	}

	@Test
	void gaugeIsASampleWheneverItIsLookedAt() {
		AtomicLong load = new AtomicLong(2);
		Gauge.builder("http", load, AtomicLong::get).register(this.registry);
		Measurement measurement = this.sensor.begin(guard(Statistic.MEAN), CANARY);
		assertReading(measurement, 1, 2, 2.0);
		load.set(4);
		assertReading(measurement, 2, 6, 4.0);
	}

	@Test
	void gaugeThatIsNoNumberIsNoSample() {
		Gauge.builder("http", () -> Double.NaN).register(this.registry);
		assertReading(this.sensor.begin(guard(Statistic.MAX), CANARY), 0, 0, null);
	}

	@Test
	void gaugeOfATimeIsInSeconds() {
		TimeGauge.builder("http", () -> 1500, TimeUnit.MILLISECONDS).register(this.registry);
		assertReading(this.sensor.begin(guard(Statistic.MAX), CANARY), 1, 1.5, 1.5);
	}

	@Test
	void taskThatTakesLongIsMeasuredWhileItRuns() {
		LongTaskTimer.builder("http").register(this.registry).start();
		Measurement measurement = this.sensor.begin(guard(Statistic.MAX), CANARY);
		this.clock.add(Duration.ofSeconds(3));
		assertReading(measurement, 1, 3, 3.0);
	}

	@Test
	void meterThatIsCreatedAnewCountsFromThere() {
		answer("good", 6);
		answer("bad", 4);
		Measurement measurement = this.sensor.begin(ERRORS, CANARY);
		this.registry.getMeters().forEach(this.registry::remove);
		answer("good", 15);
		answer("bad", 5);
		assertReading(measurement, 20, 5, null);
	}

	@Test
	void meterThatIsResetCountsFromThere() {
		AtomicLong good = new AtomicLong(60);
		AtomicLong bad = new AtomicLong(40);
		FunctionCounter.builder("http", good, AtomicLong::get).tag("outcome", "good").register(this.registry);
		FunctionCounter.builder("http", bad, AtomicLong::get).tag("outcome", "bad").register(this.registry);
		Measurement measurement = this.sensor.begin(ERRORS, CANARY);
		assertReading(measurement, 0, 0, null);
		good.set(75);
		bad.set(5);
		assertReading(measurement, 20, 5, null);
	}

	@Test
	void sidesOfRequestsAreToldApartByTheirVariant() {
		Measurement measurement = this.sensor.begin(ERRORS, BOTH);
		requests("candidate", 10, 4);
		requests("stable", 30, 1);
		Counter.builder("http").tag("outcome", "bad").register(this.registry).increment(100);
		assertThat(measurement.read()).containsExactly(new GuardReading("errors", true, 10, 4, null, null),
				new GuardReading("errors", false, 30, 1, null, null));
	}

	@Test
	void meterThatAsksTheApplicationIsNotReadBeforeTheFirstLook() {
		FunctionCounter
			.builder("http", new Object(), (it) -> fail("The thread that shows the candidate must not be held up"))
			.register(this.registry);
		assertThat(this.sensor.begin(ERRORS, CANARY)).isNotNull();
	}

	@Test
	void requestsBeforeTheFirstLookCount() {
		requests("candidate", 7, 7);
		Measurement measurement = this.sensor.begin(ERRORS, BOTH);
		requests("candidate", 20, 5);
		assertThat(measurement.read()).contains(new GuardReading("errors", true, 20, 5, null, null));
	}

	@Test
	void twoRolloutsAtOnceAreToldApartByTheirCandidates() {
		Measurement shop = this.sensor.begin(ERRORS, BOTH);
		Measurement other = this.sensor.begin(ERRORS, new Exposure(Scope.REQUESTS, true, "v2", "other"));
		requests("candidate", "shop", 10, 4);
		requests("candidate", "other", 20, 0);
		requests("candidate", "other,shop", 5, 2);
		requests("stable", "none", 30, 1);
		requests("none", "none", 100, 100);
		assertThat(shop.read()).containsExactly(new GuardReading("errors", true, 15, 6, null, null),
				new GuardReading("errors", false, 50, 1, null, null));
		assertThat(other.read()).containsExactly(new GuardReading("errors", true, 25, 2, null, null),
				new GuardReading("errors", false, 40, 5, null, null));
	}

	private void requests(String variant, String candidates, int all, int bad) {
		String[] tags = { "config.variant", variant, "config.candidates", candidates };
		Counter.builder("http").tags(tags).tag("outcome", "bad").register(this.registry).increment(bad);
		Counter.builder("http").tags(tags).tag("outcome", "good").register(this.registry).increment(all - bad);
	}

	private void requests(String variant, int all, int bad) {
		this.registry.counter("http", "outcome", "bad", "config.variant", variant).increment(bad);
		this.registry.counter("http", "outcome", "good", "config.variant", variant).increment(all - bad);
	}

	@Test
	void instanceWithoutTheCandidateMeasuresTheStableSide() {
		Measurement measurement = this.sensor.begin(ERRORS, STABLE);
		answer("bad", 1);
		assertThat(measurement.read()).containsExactly(new GuardReading("errors", false, 1, 1, null, null));
	}

}
