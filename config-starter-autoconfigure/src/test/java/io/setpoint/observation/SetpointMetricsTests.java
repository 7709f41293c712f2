package io.setpoint.observation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.LocationFixture;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.Rejection;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.store.LeaderLostException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SetpointMetrics}.
 */
class SetpointMetricsTests {

	private static final String PREFIX = LocationFixture.PREFIX;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicReference<Map<String, MirrorStatus>> statuses = new AtomicReference<>(LocationFixture.live(7));

	private final AtomicReference<List<Refusal>> refusals = new AtomicReference<>(List.of());

	private final SetpointMetrics metrics = new SetpointMetrics(this.statuses::get, this.refusals::get,
			(prefix) -> "etcd:" + prefix, Clock.fixed(LocationFixture.SINCE.plusMillis(2500), ZoneOffset.UTC));

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void changesWhenNothingHappenedAreZero() {
		assertThat(count("setpoint.changes", "outcome", "accepted")).isZero();
		assertThat(count("setpoint.changes", "outcome", "rejected")).isZero();
	}

	@Test
	void everyCounterIsThereFromTheStart() {
		assertThat(this.registry.find("setpoint.resyncs").counters()).hasSize(ResyncReason.values().length)
			.allSatisfy((counter) -> assertThat(counter.count()).isZero());
		assertThat(this.registry.find("setpoint.reconnects").counters())
			.extracting((counter) -> counter.getId().getTag("cause"))
			.contains("unreachable", "leader-lost", "other", "none");
		assertThat(count("setpoint.reconnects", "cause", "none")).isZero();
	}

	@Test
	void changesWhenRejectedAreCounted() {
		this.metrics.rejected(new Rejection(4, Set.of(PREFIX + "a"), Set.of(), List.of("no")));
		assertThat(count("setpoint.changes", "outcome", "rejected")).isOne();
		assertThat(count("setpoint.changes", "outcome", "accepted")).isZero();
	}

	@Test
	void stalenessWhenLiveIsZero() {
		assertThat(gauge("setpoint.location.staleness")).isZero();
	}

	@Test
	void stalenessWhenStaleIsInSeconds() {
		this.statuses.set(LocationFixture.stale(7, new StoreUnreachableException("Away", null)));
		assertThat(gauge("setpoint.location.staleness")).isEqualTo(2.5);
		assertThat(this.registry.get("setpoint.location.staleness").gauge().getId().getBaseUnit()).isEqualTo("seconds");
	}

	@Test
	void revisionIsThatOfTheMirror() {
		assertThat(gauge("setpoint.location.revision")).isEqualTo(7);
	}

	@Test
	void behindIsWhatHasArrivedAndIsNotWorkedOff() {
		assertThat(gauge("setpoint.location.behind")).isZero();
		this.statuses.set(Map.of(PREFIX, LocationFixture.live(7).get(PREFIX).behindBy(3)));
		assertThat(gauge("setpoint.location.behind")).isEqualTo(3);
	}

	@Test
	void pendingCountsRefusalsOfTheLocation() {
		this.refusals.set(List.of(new Refusal(PREFIX, PREFIX + "a", 4, "no", Set.of(), Instant.EPOCH),
				new Refusal("/config/other/", "/config/other/a", 4, "no", Set.of(), Instant.EPOCH)));
		assertThat(gauge("setpoint.location.pending")).isOne();
	}

	@Test
	void reconnectsAreCountedByKindOfFailure() {
		this.metrics.reconnected(PREFIX, new StoreUnreachableException("Away since 12", null));
		this.metrics.reconnected(PREFIX, new StoreUnreachableException("Away since 13", null));
		this.metrics.reconnected(PREFIX, new LeaderLostException("Alone", null));
		this.metrics.reconnected(PREFIX, new StoreException("Something", null));
		this.metrics.reconnected(PREFIX, null);
		assertThat(count("setpoint.reconnects", "cause", "unreachable")).isEqualTo(2);
		assertThat(count("setpoint.reconnects", "cause", "leader-lost")).isOne();
		assertThat(count("setpoint.reconnects", "cause", "other")).isOne();
		assertThat(count("setpoint.reconnects", "cause", "none")).isOne();
	}

	@Test
	void resyncsAreCountedByReason() {
		this.metrics.resynced(ResyncReason.STORE_REPLACED, 9, 3);
		assertThat(count("setpoint.resyncs", "reason", "store-replaced")).isOne();
	}

	@Test
	void renewalsAndDuplicatesAreCountedByLocation() {
		this.metrics.connectionRenewed(PREFIX);
		this.metrics.duplicatesDropped(PREFIX, 5);
		assertThat(count("setpoint.connections.renewed", "location", "etcd:/config/checkout/")).isOne();
		assertThat(count("setpoint.duplicates.dropped", "location", "etcd:/config/checkout/")).isEqualTo(5);
	}

	@Test
	void everyMeterThatIsDocumentedIsThereFromTheStart() {
		new RolloutMetrics(Set.of("checkout")).bindTo(this.registry);
		Map<String, SetpointMeters> documented = Arrays.stream(SetpointMeters.values())
			.collect(Collectors.toMap(SetpointMeters::getName, (meter) -> meter));
		Set<String> names = this.registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.collect(Collectors.toSet());
		assertThat(names).isEqualTo(documented.keySet());
		for (Meter meter : this.registry.getMeters()) {
			SetpointMeters documentation = documented.get(meter.getId().getName());
			assertThat(documentation).isNotNull();
			assertThat(meter.getId().getType()).isEqualTo(documentation.getType());
			assertThat(meter.getId().getTags()).extracting((tag) -> tag.getKey())
				.containsExactlyInAnyOrderElementsOf(
						Arrays.stream(documentation.getKeyNames()).map((key) -> key.asString()).toList());
		}
	}

	private double count(String name, String tag, String value) {
		return this.registry.get(name).tag(tag, value).counter().count();
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("location", "etcd:/config/checkout/").gauge().value();
	}

}
