package io.setpoint.discovery;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.setpoint.test.EtcdInMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.ServiceInstanceListSuppliers;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for which instances a load balanced client chooses from.
 */
class LoadBalancerTests {

	private final EtcdInMemory etcd = EtcdInMemory.start();

	private final ShopServices services = new ShopServices(this.etcd.endpoint());

	@BeforeEach
	void registerStocks() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
		this.etcd.put("stock/near", "{\"Op\":0,\"Addr\":\"10.0.0.1:80\",\"Metadata\":{\"zone\":\"a\"}}");
		this.etcd.put("stock/far", "{\"Op\":0,\"Addr\":\"10.0.0.2:80\",\"Metadata\":{\"zone\":\"b\"}}");
	}

	@AfterEach
	void stop() {
		this.services.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void anyInstanceIsChosen() {
		assertThat(chosen(this.services.shop())).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
	}

	@Test
	void instancesOfTheSameZoneAreChosenWhereTheyArePreferred() {
		ConfigurableApplicationContext shop = this.services.shop("--spring.cloud.loadbalancer.zone=a",
				"--spring.cloud.loadbalancer.configurations=zone-preference");
		assertThat(chosen(shop)).containsExactly("10.0.0.1");
		this.etcd.delete("stock/near");
		await().until(() -> instances(shop) == 1);
		assertThat(chosen(shop)).containsExactly("10.0.0.2");
	}

	@Test
	void supplierOfTheApplicationIsAskedInPlaceOfOurs() {
		ConfigurableApplicationContext shop = this.services
			.shop("--spring.main.sources=" + OwnSupplier.class.getName());
		assertThat(chosen(shop)).containsExactly("10.0.0.2");
	}

	private static Set<String> chosen(ConfigurableApplicationContext shop) {
		await().until(() -> instances(shop) > 0);
		LoadBalancerClient client = shop.getBean(LoadBalancerClient.class);
		return IntStream.range(0, 4)
			.mapToObj((i) -> client.choose("stock"))
			.map(ServiceInstance::getHost)
			.collect(Collectors.toSet());
	}

	private static int instances(ConfigurableApplicationContext shop) {
		return shop.getBean(DiscoveryClient.class).getInstances("stock").size();
	}

	/**
	 * An application that knows better.
	 */
	@Configuration(proxyBeanMethods = false)
	@org.springframework.cloud.loadbalancer.annotation.LoadBalancerClient(name = "stock", configuration = FarOnly.class)
	static class OwnSupplier {

	}

	/**
	 * Chooses what is far away.
	 */
	static class FarOnly {

		@Bean
		ServiceInstanceListSupplier farOnly() {
			return ServiceInstanceListSuppliers.from("stock",
					new DefaultServiceInstance("far", "stock", "10.0.0.2", 80, false));
		}

	}

}
