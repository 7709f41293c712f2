package io.setpoint.observation;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.setpoint.mirror.Cause;
import io.setpoint.mirror.Revision;
import io.setpoint.store.Change;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplyObservation}.
 */
class ApplyObservationTests {

	private static final Map<String, List<Change>> CHANGES = Map.of("/config/checkout/",
			List.of(new Change.Delete("/config/checkout/a", 4)));

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplyObservation observation = new ApplyObservation(this.registry);

	ApplyObservationTests() {
		this.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
	}

	@Test
	void applyingIsTimedFromHandOverToEnd() {
		Runnable end = this.observation.applying(List.of(new Revision(4, CHANGES, Cause.WATCH, null)));
		assertThat(this.registry.getCurrentObservation()).isNotNull();
		assertThat(this.meters.find("setpoint.apply").timer()).isNull();
		end.run();
		assertThat(this.registry.getCurrentObservation()).isNull();
		assertThat(this.meters.get("setpoint.apply").tag("cause", "watch").timer().count()).isOne();
	}

	@Test
	void revisionIsNoTagOfTheTimer() {
		this.observation.applying(List.of(new Revision(4, CHANGES, Cause.REFRESH, null))).run();
		assertThat(this.meters.get("setpoint.apply").timer().getId().getTags()).extracting((tag) -> tag.getKey())
			.containsExactlyInAnyOrder("cause", "error");
	}

}
