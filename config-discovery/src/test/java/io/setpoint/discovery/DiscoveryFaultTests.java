package io.setpoint.discovery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.setpoint.test.EtcdBackup;
import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Services that find each other on a real etcd, while instances come, leave, are killed
 * and frozen, and etcd is restarted and restored.
 */
class DiscoveryFaultTests {

	private final EtcdServer etcd = EtcdServer.start();

	private final ShopServices services = new ShopServices(this.etcd.endpoint());

	private final Calls calls = new Calls();

	@TempDir
	private Path folder;

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
	}

	@AfterEach
	void close() {
		this.calls.end();
		this.services.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void killedInstanceIsCalledNoMoreWhenItsLeaseHasEnded() throws Exception {
		ConfigurableApplicationContext survivor = this.services.stock();
		await().until(() -> this.etcd.get(ShopServices.key(survivor)) != null);
		try (StockProcess victim = StockProcess.start(this.etcd, this.folder)) {
			DiscoveryClient client = shop();
			await().until(() -> client.getInstances("stock").size() == 2);
			await().until(() -> this.calls.takePorts().contains(victim.port()));
			victim.kill();
			await().until(() -> ports(client).equals(List.of(ShopServices.port(survivor))));
			assertThat(this.etcd.get(victim.key())).isNull();
			int answered = this.calls.answered();
			awaitCallsInTheirWay(answered);
			this.calls.takePorts();
			awaitCallsInTheirWay(this.calls.answered() + 50);
			assertThat(this.calls.takePorts()).isNotEmpty().containsOnly(ShopServices.port(survivor));
		}
	}

	private void awaitCallsInTheirWay(int before) {
		await().until(() -> this.calls.answered() > before + 2);
	}

	@Test
	void frozenInstanceIsTakenOutAndIsBackWhenItThaws() throws Exception {
		try (StockProcess frozen = StockProcess.start(this.etcd, this.folder)) {
			frozen.freeze();
			await().until(() -> this.etcd.get(frozen.key()) == null);
			frozen.thaw();
			await().until(() -> this.etcd.get(frozen.key()) != null);
		}
	}

	@Test
	void noCallIsLostWhenInstancesComeAndLeave() {
		this.services.stock();
		shop();
		for (int i = 0; i < 3; i++) {
			ConfigurableApplicationContext guest = this.services.stock("--setpoint.discovery.drain-delay=5s");
			await().until(() -> this.calls.takePorts().contains(ShopServices.port(guest)));
			guest.close();
		}
		awaitCallsInTheirWay(this.calls.answered());
		assertThat(this.calls.failures()).isEmpty();
	}

	@Test
	void instanceIsThereAgainAfterEtcdWasKilledAndRestored() {
		EtcdBackup empty = this.etcd.backup();
		ConfigurableApplicationContext stock = this.services.stock();
		String key = ShopServices.key(stock);
		await().until(() -> this.etcd.get(key) != null);
		this.etcd.kill();
		this.etcd.restart();
		await().until(() -> this.etcd.get(key) != null);
		this.etcd.restore(empty);
		await().until(() -> this.etcd.get(key) != null);
	}

	private DiscoveryClient shop() {
		ConfigurableApplicationContext shop = this.services.shop();
		shop.getBeanFactory().registerSingleton("calls", this.calls);
		DiscoveryClient client = shop.getBean(DiscoveryClient.class);
		await().until(() -> !client.getInstances("stock").isEmpty());
		this.calls.begin(shop.getBean(RestClient.Builder.class).build());
		return client;
	}

	private static List<Integer> ports(DiscoveryClient client) {
		return client.getInstances("stock").stream().map(ServiceInstance::getPort).toList();
	}

}
