package io.setpoint.observation;

import java.util.Collection;
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

	private Collection<Meter> meters(Guard guard, Map<String, String> tags, @Nullable String variant) {
		Search search = this.registry.get().find(String.valueOf(guard.meter()));
		tags.forEach((key, value) -> search.tag(key, StringUtils.commaDelimitedListToSet(value)::contains));
		if (variant != null) {
			search.tag(VARIANT, variant);
		}
		return search.meters();
	}

	/**
	 * One side of a guard. A gauge has no history: each look at it is a sample.
	 */
	private final class Side {

		private final Guard guard;

		private final boolean candidate;

		private final @Nullable String variant;

		private final Map<Meter, Count> before;

		private final Map<Meter, Count> badBefore;

		private long samples;

		private double sampled;

		Side(Guard guard, boolean candidate, @Nullable String variant) {
			this.guard = guard;
			this.candidate = candidate;
			this.variant = variant;
			this.before = Count.of(all());
			this.badBefore = Count.of(bad());
		}

		private Collection<Meter> all() {
			return meters(this.guard, isRatio() ? this.guard.of() : this.guard.tags(), this.variant);
		}

		private Collection<Meter> bad() {
			return meters(this.guard, this.guard.tags(), this.variant);
		}

		private boolean isRatio() {
			return this.guard.kind() == Guard.Kind.RATIO;
		}

		List<GuardReading> read() {
			return List.of(reading());
		}

		GuardReading reading() {
			Tally now = Tally.of(all(), this.before, this.guard.statistic());
			if (now.gauges > 0) {
				return gauged(now);
			}
			double total = isRatio() ? Tally.of(bad(), this.badBefore, null).count : now.total;
			return new GuardReading(this.guard.name(), this.candidate, Math.round(now.count), total, now.statistic(),
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
