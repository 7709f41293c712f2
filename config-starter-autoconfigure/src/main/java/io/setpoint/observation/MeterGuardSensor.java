package io.setpoint.observation;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.control.GuardSensor;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the meters of the application. Where an instance runs both versions, the tag
 * {@value #VARIANT} tells the sides apart; otherwise all that it measures counts for the
 * one version that it runs.
 *
 * @since 0.1.0
 */
public final class MeterGuardSensor implements GuardSensor {

	/**
	 * The tag that says which version has answered a request.
	 */
	public static final String VARIANT = "config.variant";

	private final Supplier<MeterRegistry> registry;

	/**
	 * Create a sensor.
	 * @param registry gives the registry of the meters when it is needed
	 */
	public MeterGuardSensor(Supplier<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public boolean measures(Guard guard) {
		return guard.kind() == Guard.Kind.RATIO || guard.kind() == Guard.Kind.STATISTIC;
	}

	@Override
	public Measurement begin(Guard guard, Exposure exposure) {
		if (exposure.scope() == Scope.INSTANCES) {
			return side(guard, exposure.candidate(), null)::read;
		}
		Side candidate = side(guard, true, "candidate");
		Side stable = side(guard, false, "stable");
		return () -> List.of(candidate.reading(), stable.reading());
	}

	private Side side(Guard guard, boolean candidate, @Nullable String variant) {
		return new Side(guard, candidate, variant);
	}

	private Tally tally(Guard guard, Map<String, String> tags, @Nullable String variant) {
		Search search = this.registry.get().find(String.valueOf(guard.meter()));
		tags.forEach((key, value) -> search.tag(key, StringUtils.commaDelimitedListToSet(value)::contains));
		if (variant != null) {
			search.tag(VARIANT, variant);
		}
		Tally tally = new Tally(guard.statistic());
		for (Meter meter : search.meters()) {
			tally.add(meter);
		}
		return tally;
	}

	/**
	 * One side of a guard. A gauge has no history: each look at it is a sample.
	 */
	private final class Side {

		private final Guard guard;

		private final boolean candidate;

		private final @Nullable String variant;

		private final Tally before;

		private final Tally badBefore;

		private long samples;

		private double sampled;

		Side(Guard guard, boolean candidate, @Nullable String variant) {
			this.guard = guard;
			this.candidate = candidate;
			this.variant = variant;
			this.before = all();
			this.badBefore = bad();
		}

		private Tally all() {
			boolean ratio = this.guard.kind() == Guard.Kind.RATIO;
			return tally(this.guard, ratio ? this.guard.of() : this.guard.tags(), this.variant);
		}

		private Tally bad() {
			return tally(this.guard, this.guard.tags(), this.variant);
		}

		List<GuardReading> read() {
			return List.of(reading());
		}

		GuardReading reading() {
			Tally now = all();
			if (now.gauges > 0) {
				return gauged(now);
			}
			long count = Math.round(Math.max(0, now.count - this.before.count));
			double total = (this.guard.kind() == Guard.Kind.RATIO) ? bad().count - this.badBefore.count
					: now.total - this.before.total;
			return new GuardReading(this.guard.name(), this.candidate, count, Math.max(0, total), now.statistic(),
					null);
		}

		private GuardReading gauged(Tally now) {
			this.samples++;
			this.sampled += now.total / now.gauges;
			return new GuardReading(this.guard.name(), this.candidate, this.samples, this.sampled, now.statistic(),
					null);
		}

	}

}
