package io.setpoint.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.setpoint.store.EtcdConnection;
import io.setpoint.test.Etcd;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What locks promise, on whatever etcd.
 */
abstract class LockContract {

	private static final Duration AGES = Duration.ofMinutes(1);

	private final Worker other = new Worker();

	private Instance here;

	private Instance there;

	abstract Etcd etcd();

	@BeforeEach
	void start() {
		Awaitility.setDefaultTimeout(AGES);
		this.here = Instance.at(etcd().endpoints().get(0));
		this.there = Instance.at(etcd().endpoints().get(0));
	}

	@AfterEach
	void close() {
		this.other.close();
		this.here.close();
		this.there.close();
		etcd().deletePrefix("/");
		Awaitility.reset();
	}

	private List<String> keys() {
		return List.copyOf(etcd().getAll(Instance.ROOT).keySet());
	}

	@Test
	void lockIsKeyThatIsGoneWhenItIsGivenBack() {
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		assertThat(keys()).singleElement().asString().startsWith("/locks/stock/").isEqualTo(lock.key());
		assertThat(etcd().get(lock.key())).isEqualTo("here");
		lock.unlock();
		assertThat(keys()).isEmpty();
	}

	@Test
	void lockExcludesThreadsAndInstances() throws Exception {
		this.here.lock("stock").lock();
		boolean taken = this.other.call(() -> this.here.lock("stock").tryLock());
		assertThat(taken).isFalse();
		assertThat(this.there.lock("stock").tryLock()).isFalse();
		assertThat(this.there.lock("stock").tryLock(50, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(this.there.lock("other").tryLock()).isTrue();
		this.there.lock("other").unlock();
		this.here.lock("stock").unlock();
		assertThat(this.there.lock("stock").tryLock()).isTrue();
		this.there.lock("stock").unlock();
	}

	@Test
	void lockIsWaitedForAsLongAsItTakes() throws Exception {
		assertThat(this.here.lock("stock").tryLock(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
		this.here.lock("stock").unlock();
		assertThat(this.there.lock("stock").tryLock(Duration.ofSeconds(Long.MAX_VALUE), AGES)).isTrue();
		this.there.lock("stock").unlock();
	}

	@Test
	void lockIsReentrantThroughItsName() throws Exception {
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		long token = lock.token();
		assertThat(this.here.lock("stock").tryLock()).isTrue();
		assertThat(this.here.lock("stock").token()).isEqualTo(token);
		lock.unlock();
		assertThat(this.there.lock("stock").tryLock()).isFalse();
		lock.unlock();
		assertThat(this.there.lock("stock").tryLock()).isTrue();
		this.there.lock("stock").unlock();
	}

	@Test
	void whoWaitsHoldsItWhenItIsGivenBackAndHasHigherToken() throws Exception {
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		long token = lock.token();
		Future<Long> next = this.other.begin(() -> {
			this.there.lock("stock").lock();
			return this.there.lock("stock").token();
		});
		await().until(() -> keys().size() == 2);
		assertThat(next).isNotDone();
		lock.unlock();
		assertThat(Worker.result(next)).isGreaterThan(token);
	}

	@Test
	void firstWhoWaitsIsNextOverAllInstances() throws Exception {
		List<Integer> order = Collections.synchronizedList(new ArrayList<>());
		List<Worker> workers = new ArrayList<>();
		List<Future<?>> ends = new ArrayList<>();
		List<Instance> instances = new ArrayList<>();
		this.here.lock("stock").lock();
		for (int i = 0; i < 4; i++) {
			int number = i;
			Instance instance = Instance.at(etcd().endpoints().get(0));
			Worker worker = new Worker();
			instances.add(instance);
			workers.add(worker);
			ends.add(worker.begin(() -> {
				FencedLock lock = instance.lock("stock");
				lock.lock();
				order.add(number);
				lock.unlock();
				return null;
			}));
			await().until(() -> keys().size() == number + 2);
		}
		this.here.lock("stock").unlock();
		for (Future<?> end : ends) {
			Worker.result(end);
		}
		assertThat(order).containsExactly(0, 1, 2, 3);
		workers.forEach(Worker::close);
		instances.forEach(Instance::close);
	}

	@Test
	void whoWaitsLetsOthersPassWhenHeIsInterrupted() throws Exception {
		this.here.lock("stock").lock();
		Future<?> waiting = this.other.begin(() -> {
			this.there.lock("stock").lockInterruptibly();
			return null;
		});
		await().until(() -> keys().size() == 2);
		this.other.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Worker.result(waiting));
		await().until(() -> keys().size() == 1);
		this.here.lock("stock").unlock();
		await().until(() -> keys().isEmpty());
	}

	@Test
	void interruptIsKeptForLaterWhereWaitingIsNotInterruptible() throws Exception {
		this.here.lock("stock").lock();
		Future<Boolean> waiting = this.other.begin(() -> {
			this.there.lock("stock").lock();
			this.there.lock("stock").unlock();
			return Thread.interrupted();
		});
		await().until(() -> keys().size() == 2);
		this.other.interrupt();
		this.here.lock("stock").unlock();
		assertThat(Worker.result(waiting)).isTrue();
	}

	@Test
	void lockWithTimeToLiveEndsAndSaysSo() throws Exception {
		FencedLock lock = this.here.lock("stock");
		lock.lock(Duration.ofSeconds(1));
		long token = lock.token();
		assertThat(this.there.lock("stock").tryLock(AGES, AGES)).isTrue();
		assertThat(this.there.lock("stock").token()).isGreaterThan(token);
		assertThatIllegalStateException().isThrownBy(lock::token)
			.withMessage(
					"The lock 'stock' is lost, or may be: its time is over, so somebody else may hold it. Stop, and"
							+ " take it anew");
		assertThatIllegalStateException().isThrownBy(lock::lock);
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock)
			.withMessage("The lock 'stock' was lost before it was given back, so somebody else may have held it"
					+ " meanwhile: check what it protects, and have that refuse an old token");
		this.there.lock("stock").unlock();
	}

	@Test
	void renewedLockLivesOnWithItsToken() throws Exception {
		FencedLock lock = this.here.lock("stock");
		lock.lock(Duration.ofSeconds(4));
		long token = lock.token();
		String key = lock.key();
		this.here.registry().renewLock("stock", AGES);
		assertThat(this.there.lock("stock").tryLock(5, TimeUnit.SECONDS)).isFalse();
		assertThat(lock.token()).isEqualTo(token);
		assertThat(lock.key()).isEqualTo(key);
		this.here.registry().renewLock("stock");
		lock.unlock();
		assertThat(keys()).doesNotContain(key);
		await().until(() -> keys().isEmpty());
	}

	@Test
	void lockIsKeptLongerThanItsLeaseAlsoWhenItIsRenewed() throws Exception {
		try (Instance brief = new Instance(EtcdConnection.to(etcd().endpoints().get(0)), Duration.ofSeconds(4))) {
			FencedLock lock = brief.lock("stock");
			lock.lock();
			brief.registry().renewLock("stock");
			assertThat(this.there.lock("stock").tryLock(6, TimeUnit.SECONDS)).isFalse();
			lock.unlock();
		}
	}

	@Test
	void lockWhoseKeySomebodyDeletesIsLost() {
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		etcd().delete(lock.key());
		assertThatIllegalStateException().isThrownBy(() -> this.here.registry().renewLock("stock"));
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		lock.lock();
		etcd().delete(lock.key());
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
	}

	@Test
	void placeThatSomebodyDeletesIsTakenAnew() throws Exception {
		this.here.lock("stock").lock();
		Future<Boolean> waiting = this.other.begin(() -> {
			this.there.lock("stock").lock();
			return true;
		});
		await().until(() -> keys().size() == 2);
		String place = keys().stream().filter((key) -> !key.equals(this.here.lock("stock").key())).findFirst().get();
		etcd().delete(place);
		this.here.lock("stock").unlock();
		assertThat(Worker.result(waiting)).isTrue();
	}

	@Test
	void lockOfAnotherThreadIsNoneOfOnesBusiness() throws Exception {
		FencedLock lock = this.here.lock("stock");
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock)
			.withMessage("The lock 'stock' is not held by this thread");
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::token);
		lock.lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> this.other.call(lock::token));
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> this.other.call(() -> {
			this.here.registry().renewLock("stock");
			return null;
		}));
		lock.unlock();
	}

	@Test
	void lockIsFreeWhenItsInstanceIsClosed() throws Exception {
		this.here.lock("stock").lock();
		Future<?> waiting = this.other.begin(() -> {
			this.here.lock("stock").lock();
			return null;
		});
		this.here.close();
		assertThat(keys()).isEmpty();
		assertThat(this.there.lock("stock").tryLock()).isTrue();
		this.there.lock("stock").unlock();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(this.here.lock("stock")::unlock);
		assertThatExceptionOfType(org.springframework.dao.CannotAcquireLockException.class)
			.isThrownBy(() -> Worker.result(waiting))
			.withMessageStartingWith("The lock 'stock' cannot be had: The application has ended");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a/b", "/a", "a//b", "/", "%", "%2F", "a b", "*", "a*", "\\", "\\x41",
			"ä\uD83D\uDE00", "..", "'\"", "/locks/a" })
	void nameIsNobodyElses(String name) throws Exception {
		FencedLock lock = this.here.lock(name);
		lock.lock();
		assertThat(etcd().get(lock.key())).isEqualTo("here");
		assertThat(this.there.lock(name).tryLock()).isFalse();
		for (String similar : List.of("A", "b", "a/", "a%2Fb", "/a/", "x41", "\\x4", "% ", ".")) {
			assertThat(this.there.lock(similar).tryLock()).isTrue();
			this.there.lock(similar).unlock();
		}
		lock.unlock();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\nb", "\u0000", "\uD800" })
	void nameThatCannotBeOneIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.lock(name))
			.withMessageStartingWith("The name of the lock ");
	}

	@Test
	void whatIsNoTextIsNoName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.registry().obtain(42))
			.withMessageStartingWith("The name of a lock is a text");
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.lock("a".repeat(1025)))
			.withMessage("The name of the lock has 1025 characters: at most 1024 are taken");
	}

}
