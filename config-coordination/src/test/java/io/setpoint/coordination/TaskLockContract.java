package io.setpoint.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

import io.setpoint.store.EtcdConnection;
import io.setpoint.test.Etcd;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What ShedLock expects of a provider, on whatever etcd.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class TaskLockContract {

	private static final String ROOT = "/shedlock/";

	private static final Duration LONG = Duration.ofMinutes(5);

	private final List<CoordinationEtcd> connections = new ArrayList<>();

	private EtcdLockProvider here;

	private EtcdLockProvider there;

	abstract Etcd etcd();

	@BeforeEach
	void start() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
		this.here = provider();
		this.there = provider();
	}

	private EtcdLockProvider provider() {
		CoordinationEtcd connection = new CoordinationEtcd(() -> EtcdConnection.to(etcd().endpoints()), "here");
		this.connections.add(connection);
		return new EtcdLockProvider(connection.claims(ROOT, Duration.ofSeconds(10)));
	}

	@AfterEach
	void close() {
		this.here.destroy();
		this.there.destroy();
		this.connections.forEach(CoordinationEtcd::destroy);
		etcd().deletePrefix(ROOT);
		Awaitility.reset();
	}

	private static LockConfiguration task(String name, Duration atMost, Duration atLeast) {
		return new LockConfiguration(Instant.now(), name, atMost, atLeast);
	}

	private static LockConfiguration task(String name) {
		return task(name, LONG, Duration.ZERO);
	}

	private boolean isLocked(String name) {
		return !etcd().getAll(ROOT + name + "/").isEmpty();
	}

	@Test
	void taskIsLockedUntilItIsUnlocked() {
		SimpleLock lock = this.here.lock(task("report")).orElseThrow();
		assertThat(isLocked("report")).isTrue();
		assertThat(this.there.lock(task("report"))).isEmpty();
		assertThat(this.here.lock(task("report"))).isEmpty();
		lock.unlock();
		assertThat(isLocked("report")).isFalse();
	}

	@Test
	void tasksAreLockedApart() {
		SimpleLock one = this.here.lock(task("a")).orElseThrow();
		SimpleLock other = this.here.lock(task("a/b")).orElseThrow();
		one.unlock();
		other.unlock();
	}

	@Test
	void taskIsLockedAgainRightAfterItWasUnlocked() {
		for (int i = 0; i < 10; i++) {
			SimpleLock lock = ((i % 2 == 0) ? this.here : this.there).lock(task("report")).orElseThrow();
			assertThat(this.there.lock(task("report"))).isEmpty();
			lock.unlock();
		}
	}

	@Test
	void lockEndsWhenItWasToEndAtMost() {
		this.here.lock(task("report", Duration.ofSeconds(1), Duration.ZERO)).orElseThrow();
		await().until(() -> this.there.lock(task("report")).isPresent());
	}

	@Test
	void lockLastsAtLeastAsLongAsWantedAndEndsInSilence(CapturedOutput output) {
		this.here.lock(task("first")).orElseThrow().unlock();
		long begun = System.nanoTime();
		Duration atLeast = Duration.ofSeconds(2);
		this.here.lock(task("report", LONG, atLeast)).orElseThrow().unlock();
		await().until(() -> this.there.lock(task("report")).isPresent());
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(atLeast);
		assertThat(output).doesNotContain("has ended before it was given back");
	}

	@Test
	void lockThatLastsALittleSurvivesTheEndOfItsInstance() {
		this.here.lock(task("report", LONG, Duration.ofSeconds(5))).orElseThrow().unlock();
		this.here.destroy();
		assertThat(isLocked("report")).isTrue();
		await().until(() -> this.there.lock(task("report")).isPresent());
	}

	@Test
	void extendedLockLastsLonger() {
		SimpleLock lock = this.here.lock(task("report", Duration.ofSeconds(4), Duration.ZERO)).orElseThrow();
		SimpleLock extended = lock.extend(LONG, Duration.ZERO).orElseThrow();
		SimpleLock other = this.there.lock(task("other", Duration.ofSeconds(5), Duration.ZERO)).orElseThrow();
		await().until(() -> !isLocked("other"));
		assertThat(isLocked("report")).isTrue();
		other.unlock();
		extended.unlock();
		assertThat(isLocked("report")).isFalse();
	}

	@Test
	void extendedLockLastsAtLeastAsLongAsWanted() {
		SimpleLock lock = this.here.lock(task("report")).orElseThrow();
		lock.extend(LONG, Duration.ofSeconds(30)).orElseThrow().unlock();
		assertThat(isLocked("report")).isTrue();
	}

	@Test
	void lockIsExtendedAndUnlockedOnce() {
		SimpleLock lock = this.here.lock(task("report")).orElseThrow();
		SimpleLock extended = lock.extend(LONG, Duration.ZERO).orElseThrow();
		assertThatIllegalStateException().isThrownBy(() -> lock.extend(LONG, Duration.ZERO));
		assertThatIllegalStateException().isThrownBy(lock::unlock);
		extended.unlock();
		assertThatIllegalStateException().isThrownBy(() -> extended.extend(LONG, Duration.ZERO));
		assertThatIllegalStateException().isThrownBy(extended::unlock);
	}

	@Test
	void lockThatHasEndedIsNotExtended() {
		SimpleLock lock = this.here.lock(task("report", Duration.ofSeconds(1), Duration.ZERO)).orElseThrow();
		await().until(() -> !isLocked("report"));
		assertThat(lock.extend(LONG, Duration.ZERO)).isEmpty();
		assertThat(isLocked("report")).isFalse();
	}

	@Test
	void lockThatEndsBeforeEtcdHasAnsweredIsNotGranted() {
		assertThat(this.here.lock(task("report", Duration.ofNanos(1), Duration.ZERO))).isEmpty();
		await().until(() -> !isLocked("report"));
		assertThat(this.there.lock(task("report"))).isPresent();
	}

	@Test
	void taskRunsOnceAtATime() throws Exception {
		List<Integer> seen = new ArrayList<>();
		int[] running = new int[1];
		try (Worker one = new Worker(); Worker other = new Worker()) {
			Future<?> first = one.begin(() -> runAgainAndAgain(this.here, running, seen));
			Future<?> second = other.begin(() -> runAgainAndAgain(this.there, running, seen));
			Worker.result(first);
			Worker.result(second);
		}
		assertThat(seen).hasSizeGreaterThan(20).containsOnly(1);
	}

	private static Optional<Integer> runAgainAndAgain(EtcdLockProvider provider, int[] running, List<Integer> seen)
			throws Exception {
		LockingTaskExecutor executor = new DefaultLockingTaskExecutor(provider);
		for (int i = 0; i < 20 || seen.size() < 21; i++) {
			executor.executeWithLock((Runnable) () -> {
				running[0]++;
				seen.add(running[0]);
				running[0]--;
			}, task("report"));
		}
		return Optional.empty();
	}

}
