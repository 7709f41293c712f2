package io.setpoint.warehouse;

import java.util.function.Consumer;

import io.etcd.jetcd.Client;
import io.setpoint.coordination.EtcdLockRegistry;
import io.setpoint.coordination.FencedLock;
import io.setpoint.coordination.SetpointCoordinationAutoConfiguration;
import io.setpoint.coordination.SetpointLeaderAutoConfiguration;
import io.setpoint.coordination.SetpointLockRegistryAutoConfiguration;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the documentation shows of coordination.
 */
class WarehouseTests {

	private static EtcdInMemory etcd;

	@BeforeAll
	static void start() {
		etcd = EtcdInMemory.start();
	}

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@Test
	void stockRefusesWhoHasHeldItsLockBefore() {
		withLocks((locks) -> {
			FencedLock lock = locks.obtain("stock");
			lock.lock();
			long former = lock.token();
			lock.unlock();
			Stock stock = new Stock();
			new Warehouse(locks, stock).restock(5);
			assertThatIllegalStateException().isThrownBy(() -> stock.set(7, former));
			assertThat(stock.amount()).isEqualTo(5);
		});
	}

	@Test
	void stockInEtcdIsWrittenOnlyByWhoHoldsTheLock() {
		withLocks((locks) -> {
			FencedLock lock = locks.obtain("stored");
			lock.lock();
			try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
				StoredStock stock = new StoredStock(client);
				assertThat(stock.set("5", lock)).isTrue();
				etcd.delete(lock.key());
				assertThat(stock.set("7", lock)).isFalse();
			}
			assertThat(etcd.get("stock/amount")).isEqualTo("5");
		});
	}

	@Test
	void leaderCountsTheStock() {
		Stock stock = new Stock();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SetpointCoordinationAutoConfiguration.class,
					SetpointLeaderAutoConfiguration.class))
			.withBean(Stock.class, () -> stock)
			.withBean(Reports.class)
			.withPropertyValues("setpoint.etcd.endpoints=" + etcd.endpoint(),
					"setpoint.coordination.leader.role=reports")
			.run((context) -> {
				Reports reports = context.getBean(Reports.class);
				await().until(reports::isScheduled);
				reports.count(3);
				assertThat(stock.amount()).isEqualTo(3);
			});
	}

	private static void withLocks(Consumer<EtcdLockRegistry> test) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SetpointCoordinationAutoConfiguration.class,
					SetpointLockRegistryAutoConfiguration.class))
			.withPropertyValues("setpoint.etcd.endpoints=" + etcd.endpoint())
			.run((context) -> test.accept(context.getBean(EtcdLockRegistry.class)));
	}

}
