package io.setpoint.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stops and starts the contexts of services on a real etcd, as Spring does before a
 * checkpoint of the JVM and after it was restored.
 */
class StoppedContextTests {

	private final EtcdServer etcd = EtcdServer.start();

	private final ShopServices services = new ShopServices(this.etcd.relayedEndpoint());

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	@AfterEach
	void close() {
		this.services.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void contextThatIsStoppedHasNoConnectionAndFindsWhoHasComeWhenItIsStartedAgain() {
		put("stock/1");
		ConfigurableApplicationContext shop = registeredShop();
		DiscoveryClient client = shop.getBean(DiscoveryClient.class);
		await().until(() -> ids(client, "stock").equals(List.of("1")));
		shop.stop();
		assertNothingIsLeft();
		put("stock/2");
		put("prices/1");
		assertThat(ids(client, "stock")).as("the last known").containsExactly("1");
		assertThat(ids(client, "prices")).as("those that were never asked for").isEmpty();
		assertThat(shop.getBean(EtcdDiscoveryClient.class).description()).contains("the last known instances of");
		assertThat(this.etcd.relay().connections()).isZero();
		shop.start();
		await().until(() -> ids(client, "stock").equals(List.of("1", "2")));
		await().until(() -> ids(client, "prices").equals(List.of("1")));
		put("stock/3");
		await().until(() -> ids(client, "stock").equals(List.of("1", "2", "3")));
	}

	@Test
	void instancesOfContextThatIsStoppedAreThereAgainWhenItIsStartedAgain() {
		ConfigurableApplicationContext stock = this.services.stock();
		EtcdRegistration till = new EtcdRegistration("till", "1", "127.0.0.1", 80, Map.of());
		EtcdServiceRegistry registry = stock.getBean(EtcdServiceRegistry.class);
		registry.register(till);
		await().until(() -> this.etcd.getAll("stock/").size() == 1 && this.etcd.get("till/1") != null);
		stock.stop();
		assertThat(this.etcd.getAll("stock/")).isEmpty();
		assertThat(this.etcd.get("till/1")).isNull();
		assertNothingIsLeft();
		stock.start();
		await().until(() -> this.etcd.get(ShopServices.key(stock)) != null && this.etcd.get("till/1") != null);
		registry.deregister(till);
		await().until(() -> this.etcd.get("till/1") == null);
	}

	@Test
	void instanceThatIsRegisteredWhileTheContextIsStoppedIsThereWhenItIsStartedAgain() {
		ConfigurableApplicationContext shop = registeredShop();
		shop.stop();
		shop.getBean(EtcdServiceRegistry.class).register(new EtcdRegistration("till", "1", "127.0.0.1", 80, Map.of()));
		assertNothingIsLeft();
		shop.start();
		await().until(() -> this.etcd.get("till/1") != null);
	}

	@Test
	void contextThatIsClosedFindsOthersUntilItsBeansAreDestroyed() {
		put("stock/1");
		ConfigurableApplicationContext shop = registeredShop();
		DiscoveryClient client = shop.getBean(EtcdDiscoveryClient.class);
		List<List<String>> found = new ArrayList<>();
		DisposableBean last = () -> found.add(ids(client, "stock"));
		((DefaultListableBeanFactory) shop.getBeanFactory()).registerDisposableBean("last", last);
		shop.close();
		assertThat(found).containsExactly(List.of("1"));
	}

	private ConfigurableApplicationContext registeredShop() {
		ConfigurableApplicationContext shop = this.services.shop();
		await().until(() -> this.etcd.get(ShopServices.key(shop)) != null);
		return shop;
	}

	private void put(String key) {
		this.etcd.put(key, "{\"Op\":0,\"Addr\":\"10.0.0.9:80\",\"Metadata\":null}");
	}

	private static List<String> ids(DiscoveryClient client, String service) {
		return client.getInstances(service).stream().map(ServiceInstance::getInstanceId).toList();
	}

	private void assertNothingIsLeft() {
		await().untilAsserted(() -> assertThat(this.etcd.relay().connections()).isZero());
		assertThat(this.etcd.client().call("/v3/lease/leases", Map.of())).doesNotContainKey("leases");
	}

}
