package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the time since when a key is pending: its own, in whatever company it waits.
 * The clock shows the revision.
 */
class PendingSinceTests {

	private static final String PREFIX = "/config/test/";

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private long now;

	private AcceptancePipeline pipeline;

	@BeforeEach
	void start() {
		this.context.register(Types.class);
		this.context.refresh();
		LocationPropertySource location = new LocationPropertySource("etcd:" + PREFIX,
				LocationContent.empty(PREFIX, "etcd:" + PREFIX));
		this.context.getEnvironment().getPropertySources().addFirst(location);
		InstantSource clock = () -> Instant.ofEpochSecond(this.now);
		this.pipeline = new AcceptancePipeline(BoundTypes.of(this.context.getBeanFactory()),
				new TypeBinder(this.context), List.of(location), List.of(), Runnable::run,
				clock.withZone(ZoneOffset.UTC));
		this.pipeline.start(StartState.of(1));
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whatJoinsOthersWaitsSinceItHasCome() {
		change(2, "limits/size", "99");
		change(3, "limits/depth", "5");
		assertThat(since()).containsOnly(entry("limits/size", 2L), entry("limits/depth", 3L));
	}

	@Test
	void groupsThatBecomeOneWaitSinceTheyHaveComeEach() {
		change(2, "limits/size", "99");
		change(3, "rates/most", "99");
		change(4, "rates/least", "4", "limits/depth", "4");
		assertThat(since()).containsOnly(entry("limits/size", 2L), entry("rates/most", 3L), entry("rates/least", 4L),
				entry("limits/depth", 4L));
	}

	@Test
	void refusedValueThatIsRefusedAnewIsPendingSinceTheFirst() {
		change(2, "limits/size", "99");
		change(3, "limits/size", "98");
		assertThat(this.pipeline.accepted().refusals()).extracting(Refusal::revision).containsExactly(3L);
		assertThat(since()).containsOnly(entry("limits/size", 2L));
	}

	@Test
	void refusedValueThatIsReadAgainIsPendingSinceTheFirst() {
		change(2, "limits/size", "99");
		change(3, "limits/depth", "5");
		this.now = 4;
		this.pipeline.propose(List.of(new Proposal(4, Proposal.Kind.REPLACED,
				Map.of(PREFIX, List.of(put(2, "limits/size", "99"), put(3, "limits/depth", "5"))))));
		assertThat(since()).containsOnly(entry("limits/size", 2L), entry("limits/depth", 3L));
	}

	@Test
	void keyThatWasTakenBackIsPendingSinceItIsRefusedAgain() {
		change(2, "limits/size", "99");
		change(3, "limits/depth", "99");
		change(4, "limits/depth", null);
		assertThat(since()).containsOnly(entry("limits/size", 2L));
		change(5, "limits/depth", "5");
		assertThat(since()).containsOnly(entry("limits/size", 2L), entry("limits/depth", 5L));
	}

	@Test
	void keyThatWasRepairedIsPendingSinceItIsRefusedAgain() {
		change(2, "limits/size", "99");
		change(3, "limits/size", "3");
		change(4, "limits/size", "99");
		assertThat(since()).containsOnly(entry("limits/size", 4L));
	}

	@Test
	void backlogIsPendingSinceItWasWorkedOff() {
		change(2, "limits/size", "99");
		List<Proposal> backlog = new ArrayList<>();
		for (long revision = 3; revision < 60; revision++) {
			backlog.add(proposal(revision, "limits/depth", "" + (revision % 50)));
		}
		this.now = 60;
		this.pipeline.propose(backlog);
		assertThat(since()).containsOnly(entry("limits/size", 2L), entry("limits/depth", 60L));
	}

	private void change(long revision, String... keysAndValues) {
		this.now = revision;
		this.pipeline.propose(List.of(proposal(revision, keysAndValues)));
	}

	private static Proposal proposal(long revision, String... keysAndValues) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			changes.add((keysAndValues[i + 1] != null) ? put(revision, keysAndValues[i], keysAndValues[i + 1])
					: new Change.Delete(PREFIX + keysAndValues[i], revision));
		}
		return new Proposal(revision, Proposal.Kind.REVISION, Map.of(PREFIX, changes));
	}

	private static Change put(long revision, String key, String value) {
		return new Change.Put(new KeyValue(PREFIX + key, value.getBytes(StandardCharsets.UTF_8), revision, revision));
	}

	private Map<String, Long> since() {
		Map<String, Long> since = new TreeMap<>();
		this.pipeline.accepted()
			.refusals()
			.forEach(
					(refusal) -> since.put(refusal.key().substring(PREFIX.length()), refusal.since().getEpochSecond()));
		return since;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Limits.class, Rates.class })
	static class Types {

	}

	@ConfigurationProperties("limits")
	@Validated
	record Limits(@Max(50) int size, @Max(50) int depth) {

	}

	@ConfigurationProperties("rates")
	@Validated
	record Rates(@Max(50) int most, int least) {

	}

}
