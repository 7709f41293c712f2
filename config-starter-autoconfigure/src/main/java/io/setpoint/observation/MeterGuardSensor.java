package io.setpoint.observation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.control.GuardSensor;
import io.setpoint.rollout.web.RequestTag;
import io.setpoint.rollout.web.RequestVariant;

import org.springframework.util.StringUtils;

/**
 * Reads the meters of the application. Where an instance runs both versions, the tags
 * {@link RequestTag#VARIANT} and {@link RequestTag#CANDIDATES} tell the sides apart, of
 * each rollout its own; otherwise all that it measures counts for the one version that it
 * runs.
 *
 * @since 0.1.0
 */
public final class MeterGuardSensor implements GuardSensor {

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
			return new Side(guard, exposure.candidate(), (meter) -> true)::read;
		}
		Side candidate = new Side(guard, true, (meter) -> isOfCandidate(meter, exposure.configuration()));
		Side stable = new Side(guard, false, (meter) -> isOfStableSide(meter, exposure.configuration()));
		return () -> List.of(candidate.reading(), stable.reading());
	}

	/**
	 * Ask whether a meter is of those that had the candidate of a configuration, be it
	 * alone or beside that of another one.
	 * @param meter the meter
	 * @param configuration the name of the configuration
	 * @return whether it is
	 */
	private static boolean isOfCandidate(Meter meter, String configuration) {
		String candidates = meter.getId().getTag(RequestTag.CANDIDATES.asString());
		return (candidates != null) ? StringUtils.commaDelimitedListToSet(candidates).contains(configuration)
				: isOf(meter, RequestVariant.CANDIDATE);
	}

	private static boolean isOfStableSide(Meter meter, String configuration) {
		boolean told = isOf(meter, RequestVariant.STABLE) || (isOf(meter, RequestVariant.CANDIDATE)
				&& meter.getId().getTag(RequestTag.CANDIDATES.asString()) != null);
		return told && !isOfCandidate(meter, configuration);
	}

	private static boolean isOf(Meter meter, RequestVariant variant) {
		return variant.text().equals(meter.getId().getTag(RequestTag.VARIANT.asString()));
	}

	private Collection<Meter> meters(Guard guard, Map<String, String> tags, Predicate<Meter> side) {
		Search search = this.registry.get().find(String.valueOf(guard.meter()));
		tags.forEach((key, value) -> search.tag(key, StringUtils.commaDelimitedListToSet(value)::contains));
		return search.meters().stream().filter(side).toList();
	}

	/**
	 * One side of a guard. A gauge has no history: each look at it is a sample.
	 */
	private final class Side {

		private final Guard guard;

		private final boolean candidate;

		private final Predicate<Meter> side;

		private final Baseline before;

		private final Baseline badBefore;

		private long samples;

		private double sampled;

		Side(Guard guard, boolean candidate, Predicate<Meter> side) {
			this.guard = guard;
			this.candidate = candidate;
			this.side = side;
			this.before = new Baseline(all());
			this.badBefore = new Baseline(bad());
		}

		private Collection<Meter> all() {
			return meters(this.guard, isRatio() ? this.guard.of() : this.guard.tags(), this.side);
		}

		private Collection<Meter> bad() {
			return meters(this.guard, this.guard.tags(), this.side);
		}

		private boolean isRatio() {
			return this.guard.kind() == Guard.Kind.RATIO;
		}

		List<GuardReading> read() {
			return List.of(reading());
		}

		GuardReading reading() {
			Tally now = Tally.of(all(), this.before.counts(), this.guard.statistic());
			if (now.gauges > 0) {
				return gauged(now);
			}
			double total = isRatio() ? Tally.of(bad(), this.badBefore.counts(), null).count : now.total;
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
