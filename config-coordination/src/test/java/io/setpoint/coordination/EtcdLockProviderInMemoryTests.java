package io.setpoint.coordination;

import java.time.Duration;
import java.time.Instant;

import io.setpoint.store.EtcdConnection;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdInMemory;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdLockProvider} on the etcd in the JVM.
 */
class EtcdLockProviderInMemoryTests extends TaskLockContract {

	private static final EtcdInMemory etcd = EtcdInMemory.start();

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@Test
	void taskIsNotRunWhileEtcdIsAwayAndSaysWhy() {
		CoordinationEtcd connection = new CoordinationEtcd(
				() -> EtcdConnection.to(etcd.endpoint()).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)),
				"here");
		EtcdLockProvider provider = new EtcdLockProvider(connection.claims("/shedlock/", Duration.ofSeconds(10)));
		etcd.stop();
		assertThatExceptionOfType(LockException.class)
			.isThrownBy(() -> provider
				.lock(new LockConfiguration(Instant.now(), "report", Duration.ofMinutes(1), Duration.ZERO)))
			.withMessageStartingWith("The task 'report' cannot be locked: ")
			.withMessageEndingWith(". Who locks tasks needs the right to read and to write '/shedlock/'");
		etcd.restart();
		provider.destroy();
		connection.destroy();
	}

	@Test
	void taskThatWasDoneWhileEtcdWasAwayCanBeLockedWhenItIsBack() {
		CoordinationEtcd connection = new CoordinationEtcd(
				() -> EtcdConnection.to(etcd.endpoint()).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)),
				"here");
		EtcdLockProvider provider = new EtcdLockProvider(connection.claims("/shedlock/", Duration.ofSeconds(10)));
		SimpleLock lock = provider.lock(hour()).orElseThrow();
		etcd.stop();
		lock.unlock();
		etcd.restart();
		await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> provider.lock(hour()).isPresent());
		provider.destroy();
		connection.destroy();
	}

	private static LockConfiguration hour() {
		return new LockConfiguration(Instant.now(), "hourly", Duration.ofHours(1), Duration.ZERO);
	}

	@Override
	Etcd etcd() {
		return etcd;
	}

}
