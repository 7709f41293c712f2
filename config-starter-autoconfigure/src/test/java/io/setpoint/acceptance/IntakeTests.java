package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.mirror.Cause;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.mirror.VirtualLoop;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Intake}.
 */
class IntakeTests {

	private static final String PREFIX = "/config/own/";

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Types.class);

	private final AcceptancePipeline pipeline = pipeline();

	private final VirtualLoop loop = new VirtualLoop();

	private final Intake intake = new Intake(this.pipeline, Interpreter.PLAIN,
			new ApplyObservers(List.of(this::applying)), this.loop);

	private final List<String> observed = new ArrayList<>();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void changedWhenARefreshIsAmongTooMuchToKeepTellsWhatIsRefreshed() {
		List<Revision> told = new ArrayList<>();
		for (int i = 0; i < 11_000; i++) {
			told.add(new Revision(i + 1, changes("a/x", i), Cause.WATCH, null));
		}
		told.add(5000, new Revision(5000, changes("b/y", 5000), Cause.REFRESH, null));
		this.intake.changed(told);
		assertThat(this.intake.takeRefreshed()).containsExactlyInAnyOrder("a.x", "b.y");
		assertThat(this.pipeline.accepted().content(PREFIX).entries()).hasSize(2);
	}

	@Test
	void changedWhenTheStoreIsReplacedAmongTooMuchToKeepStartsRevisionsAgain() {
		this.intake.changed(List.of(new Revision(50_000, changes("a/x", 50_000), Cause.WATCH, null)));
		List<Revision> told = new ArrayList<>();
		told.add(new Revision(3, changes("a/x", 3), Cause.RESYNC, ResyncReason.STORE_REPLACED));
		for (int i = 4; i < 11_000; i++) {
			told.add(new Revision(i, changes("a/x", i), Cause.WATCH, null));
		}
		this.intake.changed(told);
		this.loop.advance(Duration.ofSeconds(1));
		assertThat(this.pipeline.snapshots().current().revision()).isEqualTo(10_999);
		assertThat(this.intake.takeRefreshed()).isEmpty();
	}

	@Test
	void changedInABurstLetsMoreArriveForTwiceTheTimeThatItTook() {
		Intake slow = new Intake(this.pipeline, new Slow(), new ApplyObservers(List.of(this::applying)), this.loop);
		slow.changed(watched(2, 8));
		assertThat(revision()).isEqualTo(9);
		slow.changed(watched(10, 1));
		slow.changed(watched(11, 1));
		this.loop.advance(Duration.ofMillis(19));
		assertThat(revision()).isEqualTo(9);
		assertThat(slow.size()).isEqualTo(2);
		this.loop.advance(Duration.ofMillis(20));
		assertThat(revision()).isEqualTo(11);
		slow.changed(watched(12, 1));
		assertThat(revision()).isEqualTo(12);
	}

	@Test
	void changedInABurstThatIsTakenUpQuicklyLetsMoreArriveForAWhile() {
		this.intake.changed(watched(2, 8));
		this.intake.changed(watched(10, 1));
		this.loop.advance(Duration.ofMillis(9));
		assertThat(revision()).isEqualTo(9);
		this.loop.advance(Duration.ofMillis(1));
		assertThat(revision()).isEqualTo(10);
		this.intake.changed(watched(11, 1));
		assertThat(revision()).isEqualTo(11);
	}

	@Test
	void changedInABurstIsObservedWhenItIsAppliedAndNotWhenItBeginsToWait() {
		Intake slow = new Intake(this.pipeline, new Slow(), new ApplyObservers(List.of(this::applying)), this.loop);
		slow.changed(watched(2, 8));
		slow.changed(watched(10, 1));
		slow.changed(watched(11, 1));
		assertThat(this.observed).containsExactly("2 to 9 at 1", "9");
		this.loop.advance(Duration.ofMillis(40));
		assertThat(this.observed).containsExactly("2 to 9 at 1", "9", "10 to 11 at 9", "11");
	}

	@Test
	void changedInABurstLetsARefreshNotWait() {
		Intake slow = new Intake(this.pipeline, new Slow(), new ApplyObservers(List.of(this::applying)), this.loop);
		slow.changed(watched(2, 8));
		slow.changed(watched(10, 1));
		slow.changed(List.of(new Revision(11, changes("b/y", 11), Cause.REFRESH, null)));
		assertThat(revision()).isEqualTo(11);
		assertThat(slow.takeRefreshed()).containsExactly("b.y");
	}

	@Test
	void changedInABurstBesideARefusalLooksForAllThatIsWrongWhenItIsOver() {
		this.intake.changed(List.of(new Revision(2, changes("a/y", "bad", 2), Cause.WATCH, null)));
		List<Revision> burst = watched(3, 8);
		burst.add(new Revision(11, changes("a/x", "worse", 11), Cause.WATCH, null));
		this.intake.changed(burst);
		this.loop.advance(Duration.ofMillis(500));
		assertThat(this.pipeline.isAnyReasonOpen()).isTrue();
		this.loop.advance(Duration.ofSeconds(1));
		assertThat(this.pipeline.isAnyReasonOpen()).isFalse();
		assertThat(this.pipeline.accepted().refusals()).hasSize(2)
			.allSatisfy((refusal) -> assertThat(refusal.reason()).contains(refusal.key()));
	}

	private Runnable applying(List<Revision> revisions) {
		this.observed.add(revisions.get(0).number() + " to " + revisions.get(revisions.size() - 1).number() + " at "
				+ revision());
		return () -> this.observed.add("" + revision());
	}

	private long revision() {
		return this.pipeline.snapshots().current().revision();
	}

	private static List<Revision> watched(long first, int count) {
		List<Revision> watched = new ArrayList<>();
		for (long i = first; i < first + count; i++) {
			watched.add(new Revision(i, changes("a/x", i), Cause.WATCH, null));
		}
		return watched;
	}

	private AcceptancePipeline pipeline() {
		LocationPropertySource location = new LocationPropertySource("etcd:" + PREFIX,
				LocationContent.empty(PREFIX, "etcd:" + PREFIX));
		this.context.getEnvironment().getPropertySources().addFirst(location);
		AcceptancePipeline pipeline = new AcceptancePipeline(BoundTypes.of(this.context.getBeanFactory()),
				new TypeBinder(this.context), List.of(location), List.of(), Runnable::run, Clock.systemUTC());
		pipeline.start(StartState.of(1));
		return pipeline;
	}

	private static Map<String, List<Change>> changes(String key, long revision) {
		return changes(key, "" + revision, revision);
	}

	private static Map<String, List<Change>> changes(String key, String value, long revision) {
		return Map.of(PREFIX, List
			.of(new Change.Put(new KeyValue(PREFIX + key, value.getBytes(StandardCharsets.UTF_8), 1, revision))));
	}

	/**
	 * Takes 10 ms whenever something is worked off.
	 */
	private final class Slow implements Interpreter {

		@Override
		public Map<String, ? extends Collection<Change>> contents(Revision revision) {
			return Interpreter.PLAIN.contents(revision);
		}

		@Override
		public void workedOff() {
			IntakeTests.this.loop.block(Duration.ofMillis(10));
		}

	}

	@ConfigurationProperties("a")
	record Pair(int x, int y) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pair.class)
	static class Types {

	}

}
