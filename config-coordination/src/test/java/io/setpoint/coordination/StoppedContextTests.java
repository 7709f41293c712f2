package io.setpoint.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.setpoint.test.EtcdServer;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Stops and starts a context on a real etcd, as Spring does before a checkpoint of the
 * JVM and after it was restored.
 */
class StoppedContextTests {

	private static final String STOPPED = "The lock 'stock' cannot be had: The application is stopped."
			+ " Who takes locks needs the right to read and to write '/locks/'";

	private final EtcdServer etcd = EtcdServer.start();

	private final Instance other = Instance.at(this.etcd.endpoint());

	private final Worker waiter = new Worker();

	private final ConfigurableApplicationContext context = start();

	private final EtcdLockRegistry locks = this.context.getBean(EtcdLockRegistry.class);

	private final EtcdLeaderInitiator leader = this.context.getBean(EtcdLeaderInitiator.class);

	private ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--setpoint.coordination.leader.role=report",
				"--setpoint.etcd.endpoints=" + this.etcd.relayedEndpoint(), "--setpoint.instance.id=here",
				"--spring.main.banner-mode=off"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(all.toArray(new String[0]));
	}

	@BeforeEach
	void awaitLeader() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
		await().until(() -> this.leader.getContext().isLeader());
	}

	@AfterEach
	void close() {
		this.waiter.close();
		this.context.close();
		this.other.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void leaderThatIsStoppedResignsAndStandsAgainWhenItIsStartedAgain() {
		long token = this.leader.getContext().token();
		this.context.stop();
		assertThat(this.leader.getContext().isLeader()).isFalse();
		assertThat(this.etcd.get("/leaders/report")).isNull();
		assertNothingIsLeft();
		this.context.start();
		await().until(() -> this.leader.getContext().isLeader());
		assertThat(this.leader.getContext().token()).isGreaterThan(token);
		assertThat(this.etcd.get("/leaders/report")).startsWith("here ");
	}

	@Test
	void contextWhoseBeansAreLazyIsStoppedLikewise() {
		this.context.stop();
		try (ConfigurableApplicationContext lazy = start("--spring.main.lazy-initialization=true")) {
			EtcdLeaderInitiator other = lazy.getBean(EtcdLeaderInitiator.class);
			await().until(() -> other.getContext().isLeader());
			lazy.stop();
			assertNothingIsLeft();
			lazy.start();
			await().until(() -> other.getContext().isLeader());
		}
	}

	@Test
	void lockThatIsHeldWhenTheContextIsStoppedIsGivenBackAndWhoHeldItLearnsOfIt() {
		FencedLock lock = this.locks.obtain("stock");
		lock.lock();
		long token = lock.token();
		this.context.stop();
		assertThat(keys()).isEmpty();
		assertNothingIsLeft();
		assertThatIllegalStateException().isThrownBy(lock::token).withMessageStartingWith("The lock 'stock' is lost");
		this.other.lock("stock").lock();
		this.other.lock("stock").unlock();
		this.context.start();
		assertThatIllegalStateException().isThrownBy(lock::token);
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock)
			.withMessageStartingWith("The lock 'stock' was lost before it was given back");
		lock.lock();
		assertThat(lock.token()).isGreaterThan(token);
		lock.unlock();
		assertThat(keys()).isEmpty();
	}

	@Test
	void whoWaitsForLockWhenTheContextIsStoppedIsToldSoAndLeavesTheQueue() {
		this.other.lock("stock").lock();
		Future<Void> waiting = this.waiter.begin(() -> {
			this.locks.obtain("stock").lock();
			return null;
		});
		await().until(() -> keys().size() == 2);
		this.context.stop();
		assertThat(keys()).containsExactly(this.other.lock("stock").key());
		await().untilAsserted(() -> assertThat(this.etcd.relay().connections()).isZero());
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> Worker.result(waiting))
			.withMessage(STOPPED);
		this.other.lock("stock").unlock();
	}

	@Test
	void nobodyIsGivenLockWhileTheContextIsStopped() {
		this.context.stop();
		assertNothingIsLeft();
		FencedLock lock = this.locks.obtain("stock");
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(lock::lock).withMessage(STOPPED);
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(lock::tryLock).withMessage(STOPPED);
		assertThat(this.etcd.relay().connections()).isZero();
		this.context.start();
		assertThat(lock.tryLock()).isTrue();
		lock.unlock();
	}

	@Test
	void lockOfTaskThatMayStillBeRunningIsLeftUntilItIsDone() {
		SimpleLock lock = this.context.getBean(LockProvider.class)
			.lock(new LockConfiguration(Instant.now(), "report", Duration.ofMinutes(5), Duration.ZERO))
			.orElseThrow();
		this.context.stop();
		await().untilAsserted(() -> assertThat(this.etcd.relay().connections()).isZero());
		assertThat(this.etcd.getAll("/shedlock/")).hasSize(1);
		this.context.start();
		lock.unlock();
		assertThat(this.etcd.getAll("/shedlock/")).isEmpty();
	}

	@Test
	void contextThatIsClosedHasItsLocksUntilItsBeansAreDestroyed() {
		FencedLock lock = this.locks.obtain("stock");
		lock.lock();
		List<String> seen = new ArrayList<>();
		DisposableBean last = () -> {
			seen.addAll(keys());
			lock.unlock();
			this.locks.obtain("stock").lock();
			this.locks.obtain("stock").unlock();
			seen.addAll(keys());
		};
		((DefaultListableBeanFactory) this.context.getBeanFactory()).registerDisposableBean("last", last);
		String key = lock.key();
		this.context.close();
		assertThat(seen).containsExactly(key);
	}

	@Test
	void leaderWhoseContextIsClosedWhileItResignsHasResigned() {
		this.etcd.relay().blackHole();
		CompletableFuture<Void> resigned = new CompletableFuture<>();
		this.leader.stop(() -> resigned.complete(null));
		this.context.close();
		assertThat(resigned).succeedsWithin(Duration.ofSeconds(20));
	}

	private List<String> keys() {
		return List.copyOf(this.etcd.getAll(Instance.ROOT).keySet());
	}

	private void assertNothingIsLeft() {
		await().untilAsserted(() -> assertThat(this.etcd.relay().connections()).isZero());
		assertThat(this.etcd.client().call("/v3/lease/leases", Map.of())).doesNotContainKey("leases");
	}

	/**
	 * An application that has nothing but coordination.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SetpointCoordinationAutoConfiguration.class, SetpointLeaderAutoConfiguration.class,
			SetpointLockRegistryAutoConfiguration.class, SetpointShedLockAutoConfiguration.class })
	static class Application {

	}

}
