package io.setpoint.observation;

import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters. Their tags have few values, and none of them comes from a configuration.
 *
 * @since 0.1.0
 */
public enum SetpointMeters implements MeterDocumentation {

	/**
	 * Changes that were accepted or rejected. What was accepted together counts once.
	 */
	CHANGES("setpoint.changes", Meter.Type.COUNTER, null, "Changes that were accepted or rejected", Tag.OUTCOME),

	/**
	 * Seconds since a location was last known to be current, 0 while it is.
	 */
	STALENESS("setpoint.location.staleness", Meter.Type.GAUGE, "seconds",
			"Time since the location was last known to be current", Tag.LOCATION),

	/**
	 * The etcd revision up to which a location has been seen.
	 */
	REVISION("setpoint.location.revision", Meter.Type.GAUGE, null,
			"The etcd revision up to which the location has been seen", Tag.LOCATION),

	/**
	 * Revisions of a location that have arrived and are not worked off.
	 */
	BEHIND("setpoint.location.behind", Meter.Type.GAUGE, null, "Revisions that have arrived and are not worked off",
			Tag.LOCATION),

	/**
	 * Keys of a location whose newest change is refused.
	 */
	PENDING("setpoint.location.pending", Meter.Type.GAUGE, null, "Keys whose newest change is refused", Tag.LOCATION),

	/**
	 * Watches that were opened anew and are live again.
	 */
	RECONNECTS("setpoint.reconnects", Meter.Type.COUNTER, null, "Watches that were opened anew", Tag.LOCATION,
			Tag.CAUSE),

	/**
	 * Times that all locations were read again.
	 */
	RESYNCS("setpoint.resyncs", Meter.Type.COUNTER, null, "Times that all locations were read again", Tag.REASON),

	/**
	 * Connections that were replaced because a location kept failing.
	 */
	CONNECTIONS_RENEWED("setpoint.connections.renewed", Meter.Type.COUNTER, null,
			"Connections that were replaced because the location kept failing", Tag.LOCATION),

	/**
	 * Changes that were dropped because they were known already.
	 */
	DUPLICATES_DROPPED("setpoint.duplicates.dropped", Meter.Type.COUNTER, null,
			"Changes that were dropped because they were known already", Tag.LOCATION),

	/**
	 * The number of the current stage of a rollout, from 1; 0 while none is under way.
	 */
	ROLLOUT_STAGE("setpoint.rollout.stage", Meter.Type.GAUGE, null, "The number of the current stage of the rollout",
			Tag.CONFIGURATION),

	/**
	 * How many percent of those that match the current stage of a rollout gives the
	 * candidate to; 0 while nobody has it.
	 */
	ROLLOUT_SHARE("setpoint.rollout.share", Meter.Type.GAUGE, "percent",
			"The share that the current stage of the rollout gives the candidate to", Tag.CONFIGURATION),

	/**
	 * 1 while this instance has the candidate, for everything or for some requests. The
	 * sum over all instances is the size of the cohort, their number that of the fleet.
	 */
	ROLLOUT_COHORT("setpoint.rollout.cohort", Meter.Type.GAUGE, null, "Whether this instance has the candidate",
			Tag.CONFIGURATION),

	/**
	 * 1 while this instance refuses the version, or the candidate, that it should have.
	 */
	ROLLOUT_REFUSED("setpoint.rollout.refused", Meter.Type.GAUGE, null,
			"Whether this instance refuses what it should have", Tag.CONFIGURATION);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String baseUnit;

	private final String description;

	private final KeyName[] keyNames;

	SetpointMeters(String name, Meter.Type type, @Nullable String baseUnit, String description, KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.baseUnit = baseUnit;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public String getBaseUnit() {
		return Objects.requireNonNullElse(this.baseUnit, "");
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames.clone();
	}

	String description() {
		return this.description;
	}

	/**
	 * Begin a gauge as it is documented here; its tags are still missing.
	 * @param <T> the type of what is measured
	 * @param measured what is measured
	 * @param value takes the measure
	 * @return the builder
	 */
	<T> Gauge.Builder<T> gauge(T measured, ToDoubleFunction<T> value) {
		return Gauge.builder(this.name, measured, value).description(this.description).baseUnit(this.baseUnit);
	}

	/**
	 * The tags.
	 */
	public enum Tag implements KeyName {

		/**
		 * The name of a location.
		 */
		LOCATION("location"),

		/**
		 * The name of a versioned configuration.
		 */
		CONFIGURATION("configuration"),

		/**
		 * Whether a change was accepted or rejected.
		 */
		OUTCOME("outcome"),

		/**
		 * The kind of failure that ended a watch, {@code none} if nothing was wrong with
		 * it.
		 */
		CAUSE("cause"),

		/**
		 * Why all locations were read again.
		 */
		REASON("reason");

		private final String tag;

		Tag(String tag) {
			this.tag = tag;
		}

		@Override
		public String asString() {
			return this.tag;
		}

	}

}
