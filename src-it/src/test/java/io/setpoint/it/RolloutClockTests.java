package io.setpoint.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a stage bakes where each process has another time of day. The monotonic clock
 * of the test is the referee.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RolloutClockTests {

	private static final Duration BAKE = Duration.ofSeconds(5);

	private static final Duration TOLERANCE = Duration.ofMinutes(10);

	private static final long HOUR = 3600;

	/**
	 * An instance that never is the controller.
	 */
	private static final String CANARY = "exact";

	private static final Map<String, Long> SKEWS = Map.of("ahead", HOUR, "behind", -HOUR, "set", 0L, CANARY, 0L);

	private final ShopFleet fleet = new ShopFleet();

	private final Map<String, Instance> instances = new LinkedHashMap<>();

	private int versions;

	private Path folder;

	@BeforeAll
	void releaseTheFirstVersion(@TempDir Path folder) {
		this.folder = folder;
		SKEWS.forEach(this::start);
		Instance canary = this.instances.get(CANARY).awaitStarted();
		this.fleet.publish(canary, "first", 10);
		this.fleet.release(canary, "first");
	}

	@BeforeEach
	void completeTheFleet() {
		SKEWS.forEach((id, skew) -> {
			if (this.instances.get(id).isRunning()) {
				this.instances.get(id).awaitStarted().setClock(skew);
			}
			else {
				start(id, skew).awaitStarted();
			}
		});
		Application.await("the fleet", () -> this.fleet.members().size() == SKEWS.size());
		if (this.fleet.state().phase().isActive()) {
			this.fleet.command(this.instances.get(CANARY), "abort", "{\"by\": \"alice\"}");
		}
	}

	@AfterAll
	void stop() {
		this.fleet.close();
	}

	private Instance start(String id, long skew) {
		try {
			Path own = Files.createDirectories(this.folder.resolve(id));
			Instance instance = this.fleet.start(own, id, SkewedClock.options(own, Duration.ofSeconds(skew)),
					!id.equals(CANARY));
			this.instances.put(id, instance);
			return instance;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a rollout and wait until it is in its first stage.
	 * @param starter whose clock says when that was
	 * @return the monotonic time at which it had not begun yet
	 */
	private long rollOut(String starter) {
		String version = "v" + ++this.versions;
		this.fleet.publish(this.instances.get(starter), version, 10 + this.versions);
		long before = System.nanoTime();
		this.fleet.rollOut(this.instances.get(starter), version,
				"{scope: instances, percent: 100, match: {name: " + CANARY + "}, bake: " + BAKE.toSeconds() + "s}",
				"{scope: instances, percent: 100, bake: 100ms}");
		assertThat(this.fleet.state().stage()).isZero();
		assertThatTimeIsOff(this.fleet.state().stageSince(), SKEWS.get(starter));
		return before;
	}

	private static void assertThatTimeIsOff(Instant time, long skew) {
		Duration off = Duration.between(Instant.now(), time);
		assertThat(off.minusSeconds(skew).abs()).as(off.toString()).isLessThan(TOLERANCE);
	}

	private Instance controller() {
		String value = this.fleet.awaitController();
		return this.instances.values()
			.stream()
			.filter((instance) -> value.contains(instance.id()))
			.findFirst()
			.orElseThrow();
	}

	private void assertThatStageBakes(long before) {
		this.fleet.awaitState("the second stage", (state) -> state.stage() == 1 || state.phase() != Phase.RUNNING);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(BAKE);
		this.fleet.awaitState("the end", (state) -> state.phase() != Phase.RUNNING);
		assertThat(this.fleet.state().phase()).as(this.fleet.state().reason()).isEqualTo(Phase.COMPLETED);
		assertThat(lastOnes()).extracting(HistoryEntry::action).containsExactly("start", "promote", "promote");
	}

	/**
	 * Return what was done since the last start, without canaries that joined.
	 * @return the entries
	 */
	private List<HistoryEntry> lastOnes() {
		List<HistoryEntry> history = this.fleet.history();
		int start = history.stream().map(HistoryEntry::action).toList().lastIndexOf("start");
		return history.subList(start, history.size())
			.stream()
			.filter((entry) -> !entry.action().equals("extend"))
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "ahead, -3600", "behind, 3600", "set, -3600", "set, 3600" })
	void stageBakesForItsTimeWhoeverStartsItAndHoweverClocksAreSet(String starter, long skew) {
		long before = rollOut(starter);
		this.instances.values().forEach((instance) -> instance.setClock(skew));
		assertThatStageBakes(before);
		assertThatTimeIsOff(lastOnes().get(1).at(), skew);
	}

	@Test
	void stageBakesForItsTimeUnderASuccessorWithAnotherClock() {
		long before = rollOut("behind");
		Instance killed = controller();
		killed.kill();
		assertThatStageBakes(before);
		assertThat(lastOnes().get(1).by()).doesNotContain(killed.id());
	}

}
