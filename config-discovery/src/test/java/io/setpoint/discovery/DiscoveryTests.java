package io.setpoint.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.setpoint.naming.Directory;
import io.setpoint.test.EtcdInMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Services that find each other, on the etcd in the JVM.
 */
class DiscoveryTests {

	private final EtcdInMemory etcd = EtcdInMemory.start();

	private final ShopServices services = new ShopServices(this.etcd.endpoint());

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
	void instanceIsRegisteredInTheFormatOfGo() {
		ConfigurableApplicationContext stock = this.services.stock("--setpoint.discovery.metadata.team=blue",
				"--spring.cloud.loadbalancer.zone=a");
		await().until(() -> this.etcd.get(ShopServices.key(stock)) != null);
		assertThat(this.etcd.get(ShopServices.key(stock))).isEqualTo("{\"Op\":0,\"Addr\":\"127.0.0.1:"
				+ ShopServices.port(stock) + "\",\"Metadata\":{\"team\":\"blue\",\"zone\":\"a\"}}");
	}

	@Test
	void shopCallsAllInstancesOfTheStockByName() {
		ConfigurableApplicationContext one = this.services.stock();
		ConfigurableApplicationContext two = this.services.stock();
		ConfigurableApplicationContext shop = this.services.shop();
		await().until(() -> instances(shop) == 2);
		RestClient client = shop.getBean(RestClient.Builder.class).build();
		Set<String> answers = new TreeSet<>();
		for (int i = 0; i < 4; i++) {
			answers.add(ask(client));
		}
		assertThat(answers).containsExactlyInAnyOrder("stock at " + ShopServices.port(one),
				"stock at " + ShopServices.port(two));
	}

	@Test
	void instanceThatComesIsKnownWithoutAsking() {
		ConfigurableApplicationContext shop = this.services.shop();
		assertThat(instances(shop)).isZero();
		this.etcd.put("stock/foreign", "{\"Op\":0,\"Addr\":\"10.0.0.9:80\",\"Metadata\":null}");
		await().until(() -> instances(shop) == 1);
		ServiceInstance foreign = shop.getBean(DiscoveryClient.class).getInstances("stock").get(0);
		assertThat(foreign.getUri()).hasToString("http://10.0.0.9:80");
		assertThat(foreign.getInstanceId()).isEqualTo("foreign");
		assertThat(new EtcdReactiveDiscoveryClient(shop.getBean(Directory.class)).getInstances("stock")
			.collectList()
			.block()).containsExactly(foreign);
	}

	@Test
	void whoeverIsGivenInstancesMayAskForMore() {
		ConfigurableApplicationContext shop = this.services.shop();
		EtcdReactiveDiscoveryClient client = new EtcdReactiveDiscoveryClient(shop.getBean(Directory.class));
		this.etcd.put("stock/1", "{\"Op\":0,\"Addr\":\"10.0.0.9:80\",\"Metadata\":null}");
		this.etcd.put("till/1", "{\"Op\":0,\"Addr\":\"10.0.0.8:80\",\"Metadata\":null}");
		assertThat(client.getInstances("stock")
			.map((stock) -> shop.getBean(DiscoveryClient.class).getInstances("till").size())
			.collectList()
			.block()).containsExactly(1);
	}

	@Test
	void instanceThatRefusesTrafficIsTakenOutAndBackWhenItAccepts() {
		ConfigurableApplicationContext stock = this.services.stock();
		String key = ShopServices.key(stock);
		await().until(() -> this.etcd.get(key) != null);
		AvailabilityChangeEvent.publish(stock, ReadinessState.REFUSING_TRAFFIC);
		await().until(() -> this.etcd.get(key) == null);
		AvailabilityChangeEvent.publish(stock, ReadinessState.ACCEPTING_TRAFFIC);
		await().until(() -> this.etcd.get(key) != null);
	}

	@ParameterizedTest
	@EnumSource
	void instanceThatIsStoppedIsRegisteredAgainWhenItIsStartedAgain(Interruption interruption) {
		ConfigurableApplicationContext stock = this.services.stock("--management.server.port=0");
		await().until(() -> this.etcd.getAll("stock").size() == 2);
		interruption.begin.accept(stock);
		assertThat(this.etcd.getAll("stock")).isEmpty();
		interruption.end.accept(stock);
		await().until(() -> this.etcd.getAll("stock").size() == 2);
		assertThat(this.etcd.get(ShopServices.key(stock))).contains("\"Addr\":\"127.0.0.1:" + ShopServices.port(stock));
	}

	@Test
	void instanceThatIsStoppedIsNotRegisteredBecauseItIsReady() {
		ConfigurableApplicationContext stock = this.services.stock();
		await().until(() -> this.etcd.get(ShopServices.key(stock)) != null);
		stock.stop();
		AvailabilityChangeEvent.publish(stock, ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(stock.getBean(EtcdAutoServiceRegistration.class).isRunning()).isFalse();
	}

	@Test
	void instanceIsGoneBeforeItsWebServerDrains() {
		ConfigurableApplicationContext stock = this.services.stock();
		String key = ShopServices.key(stock);
		int port = ShopServices.port(stock);
		String uri = "http://127.0.0.1:" + port + "/whoami";
		await().until(() -> this.etcd.get(key) != null);
		List<String> seen = new ArrayList<>();
		stock.getBeanFactory().registerSingleton("probe", new BeforeDraining(() -> {
			seen.add(String.valueOf(this.etcd.get(key)));
			seen.add(String.valueOf(RestClient.create(uri).get().retrieve().body(String.class)));
		}));
		stock.close();
		assertThat(seen).containsExactly("null", "stock at " + port);
	}

	@Test
	void entryThatSomebodyDeletesIsWrittenAgain() {
		ConfigurableApplicationContext stock = this.services.stock();
		String key = ShopServices.key(stock);
		await().until(() -> this.etcd.get(key) != null);
		this.etcd.delete(key);
		await().until(() -> this.etcd.get(key) != null);
	}

	@Test
	void entryIsThereAgainAfterEtcdWasWiped() {
		ConfigurableApplicationContext stock = this.services.stock();
		String key = ShopServices.key(stock);
		await().until(() -> this.etcd.get(key) != null);
		this.etcd.wipe();
		await().until(() -> this.etcd.get(key) != null);
	}

	@Test
	void lastKnownInstancesStayWhileEtcdIsAwayAndAreSaidToBeStale() {
		ConfigurableApplicationContext stock = this.services.stock();
		ConfigurableApplicationContext shop = this.services.shop();
		await().until(() -> instances(shop) == 1);
		DiscoveryClient client = shop.getBean(EtcdDiscoveryClient.class);
		await().untilAsserted(() -> assertThat(client.description()).isEqualTo("Setpoint discovery (etcd)"));
		this.etcd.stop();
		await().untilAsserted(
				() -> assertThat(client.description()).startsWith("Setpoint discovery (etcd), the last known"));
		assertThat(instances(shop)).isEqualTo(1);
		assertThat(ask(shop.getBean(RestClient.Builder.class).build()))
			.isEqualTo("stock at " + ShopServices.port(stock));
		this.etcd.restart();
		await().untilAsserted(() -> assertThat(client.description()).isEqualTo("Setpoint discovery (etcd)"));
	}

	@Test
	void startsAndRegistersLaterWhenEtcdIsAway() {
		this.etcd.stop();
		ConfigurableApplicationContext stock = this.services.stock();
		assertThat(stock.isActive()).isTrue();
		this.etcd.restart();
		await().until(() -> this.etcd.get(ShopServices.key(stock)) != null);
	}

	@Test
	void applicationIsToldOfEachChange() throws Exception {
		ConfigurableApplicationContext shop = this.services.shop();
		CountDownLatch beat = new CountDownLatch(1);
		instances(shop);
		shop.addApplicationListener((event) -> {
			if (event instanceof HeartbeatEvent) {
				beat.countDown();
			}
		});
		this.etcd.put("stock/1", "{\"Op\":0,\"Addr\":\"10.0.0.9:80\",\"Metadata\":null}");
		assertThat(beat.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void rootListsAllServices() {
		ConfigurableApplicationContext shop = this.services.shop("--setpoint.discovery.root=services");
		this.etcd.put("services/stock/1", "{\"Op\":0,\"Addr\":\"10.0.0.9:80\",\"Metadata\":null}");
		await().untilAsserted(() -> assertThat(shop.getBean(DiscoveryClient.class).getServices())
			.containsExactlyInAnyOrder("shop", "stock"));
		assertThat(instances(shop)).isEqualTo(1);
	}

	@Test
	void valueThatIsNoEndpointIsLeftOut() {
		ConfigurableApplicationContext shop = this.services.shop();
		this.etcd.put("stock/0", "nonsense");
		this.etcd.put("stock/1", "{\"Op\":0,\"Addr\":\"10.0.0.9:80\",\"Metadata\":null}");
		await().until(() -> instances(shop) == 1);
		this.etcd.put("stock/0", "{\"Op\":0,\"Addr\":\"10.0.0.8:80\",\"Metadata\":null}");
		await().until(() -> instances(shop) == 2);
		this.etcd.put("stock/1", "nonsense");
		await().until(() -> instances(shop) == 1);
	}

	private static int instances(ConfigurableApplicationContext shop) {
		return shop.getBean(DiscoveryClient.class).getInstances("stock").size();
	}

	private static String ask(RestClient client) {
		return String.valueOf(client.get().uri("http://stock/whoami").retrieve().body(String.class));
	}

	/**
	 * How an application is stopped for a while.
	 */
	enum Interruption {

		STOP(ConfigurableApplicationContext::stop, ConfigurableApplicationContext::start),

		PAUSE(ConfigurableApplicationContext::pause, ConfigurableApplicationContext::restart);

		private final Consumer<ConfigurableApplicationContext> begin;

		private final Consumer<ConfigurableApplicationContext> end;

		Interruption(Consumer<ConfigurableApplicationContext> begin, Consumer<ConfigurableApplicationContext> end) {
			this.begin = begin;
			this.end = end;
		}

	}

	/**
	 * Looks when others were told that the instance goes, and its web server is the next
	 * to stop.
	 *
	 * @param look looks
	 */
	private record BeforeDraining(Runnable look) implements SmartLifecycle {

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			this.look.run();
		}

		@Override
		public boolean isRunning() {
			return true;
		}

		@Override
		public int getPhase() {
			return DEFAULT_PHASE - 1;
		}

	}

}
