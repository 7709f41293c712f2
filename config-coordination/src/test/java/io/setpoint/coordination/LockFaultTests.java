package io.setpoint.coordination;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.setpoint.store.EtcdConnection;
import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Locks on a real etcd, while processes are killed and frozen, and etcd is stopped, wiped
 * and closed to who has no right.
 */
class LockFaultTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private EtcdServer etcd;

	private Instance here;

	private final Worker other = new Worker();

	@BeforeEach
	void start() {
		Awaitility.setDefaultTimeout(PATIENCE);
		begin(EtcdServer.start(), null);
	}

	private void begin(EtcdServer started, String user) {
		this.etcd = started;
		EtcdConnection connection = EtcdConnection.to(started.endpoint())
			.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
		this.here = new Instance((user != null) ? connection.withUser(user, user) : connection);
	}

	@AfterEach
	void close() {
		this.other.close();
		this.here.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void lockOfKilledProcessIsFreeWhenItsLeaseHasEnded() throws Exception {
		try (LockProcess victim = LockProcess.holding(this.etcd.endpoint())) {
			assertThat(this.here.lock("stock").tryLock()).isFalse();
			victim.kill();
			assertThat(this.here.lock("stock").tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			this.here.lock("stock").unlock();
		}
	}

	@Test
	void processThatWasFrozenKnowsThatItsLockIsLost() throws Exception {
		try (LockProcess frozen = LockProcess.holding(this.etcd.endpoint())) {
			frozen.freeze();
			assertThat(this.here.lock("stock").tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			frozen.thaw();
			assertThat(frozen.giveBack()).isEqualTo("lost, had been lost");
			assertThat(this.here.lock("stock").token()).isPositive();
			this.here.lock("stock").unlock();
		}
	}

	@Test
	void processGivesBackWhatItHolds() throws Exception {
		try (LockProcess process = LockProcess.holding(this.etcd.endpoint())) {
			assertThat(process.giveBack()).matches("\\d+, given back");
			assertThat(this.etcd.getAll("/locks/")).isEmpty();
		}
	}

	@Test
	void whoeverHoldsOrWaitsGoesOnToWhenEtcdIsBack() throws Exception {
		try (Instance holder = instanceWithLongLease(); Instance waiter = instanceWithLongLease()) {
			FencedLock lock = holder.lock("stock");
			lock.lock();
			long token = lock.token();
			Future<Long> waiting = this.other.begin(() -> {
				waiter.lock("stock").lock();
				return waiter.lock("stock").token();
			});
			await().until(() -> this.etcd.getAll("/locks/").size() == 2);
			this.etcd.kill();
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(holder.lock("away")::tryLock)
				.withMessageStartingWith("The lock 'away' cannot be had: ");
			assertThatExceptionOfType(CannotAcquireLockException.class)
				.isThrownBy(() -> holder.lock("away").tryLock(1500, TimeUnit.MILLISECONDS))
				.withMessageStartingWith("The lock 'away' cannot be had: ");
			this.etcd.restart();
			await().pollInSameThread().ignoreExceptions().until(holder.lock("away")::tryLock);
			assertThat(waiting).isNotDone();
			assertThat(lock.token()).isEqualTo(token);
			lock.unlock();
			assertThat(Worker.result(waiting)).isGreaterThan(token);
		}
	}

	private Instance instanceWithLongLease() {
		return new Instance(
				EtcdConnection.to(this.etcd.endpoint()).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)),
				PATIENCE);
	}

	@Test
	void lockIsLostWhenEtcdIsWiped() {
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		this.etcd.wipe();
		assertThatIllegalStateException().isThrownBy(() -> await().pollInSameThread().until(() -> lock.token() < 0));
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		lock.lock();
		assertThat(this.etcd.get(lock.key())).isEqualTo("here");
		lock.unlock();
	}

	@Test
	void whoeverHasNoRightIsToldWhichOneIsMissing() {
		close();
		begin(EtcdServer.builder()
			.rootPassword("root")
			.role("one", Right.READWRITE, "/locks/mine/")
			.role("all", Right.READ, "/locks/")
			.user("app", "app", "one", "all")
			.start(), "app");
		this.here.lock("mine").lock();
		this.here.lock("mine").unlock();
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(this.here.lock("stock")::lock)
			.withMessage("The lock 'stock' cannot be had: The user 'app' of etcd at " + this.etcd.endpoint()
					+ " may not write there: grant the user's role the right to write the prefix. Who takes"
					+ " locks needs the right to read and to write '/locks/'");
	}

}
