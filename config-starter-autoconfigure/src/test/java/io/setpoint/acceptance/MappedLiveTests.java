package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.setpoint.Live;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for beans that map a {@link Live} value in their constructor.
 */
class MappedLiveTests {

	private static final String PREFIX = "/config/shop/";

	private final LocationPropertySource source = new LocationPropertySource("etcd:/config/shop/",
			LocationContent.empty(PREFIX, "etcd:/config/shop/"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(this.source));

	private long revision = 1;

	private void change(AssertableApplicationContext context) {
		long next = ++this.revision;
		byte[] value = Long.toString(next).getBytes(StandardCharsets.UTF_8);
		context.getBean(AcceptancePipeline.class)
			.propose(List.of(new Proposal(next, Kind.REVISION, Map.of(PREFIX,
					List.of(new Change.Put(new KeyValue(PREFIX + "pricing/discount", value, next, next)))))));
	}

	@Test
	void prototypeThatIsGoneLeavesNothingBehind() {
		this.runner.run((context) -> {
			Pools pools = context.getBean(Pools.class);
			for (int i = 0; i < 5; i++) {
				assertThat(context.getBean(Checkout.class).pool.get().closed).isFalse();
			}
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				change(context);
				assertThat(pools.all).isNotEmpty().allMatch((pool) -> pool.closed);
			});
			int built = pools.all.size();
			change(context);
			assertThat(pools.all).hasSize(built);
		});
	}

	@Test
	void chainThatIsGoneIsEndedThoughNothingChanges() {
		this.runner.run((context) -> {
			Pools pools = context.getBean(Pools.class);
			Live<Pricing> pricing = context
				.<Live<Pricing>>getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Pricing.class))
				.getObject();
			for (int i = 0; i < 5; i++) {
				pricing.map((value) -> value).map(pools::create);
			}
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				pricing.map((value) -> value);
				assertThat(pools.all).hasSize(5).allMatch((pool) -> pool.closed);
			});
		});
	}

	@Test
	void prototypeThatIsHeldFollows() {
		this.runner.run((context) -> {
			List<Checkout> held = new ArrayList<>(List.of(context.getBean(Checkout.class)));
			System.gc();
			change(context);
			Awaitility.await().until(() -> held.get(0).pool.get().size == this.revision);
			assertThat(held.get(0).pool.get().closed).isFalse();
		});
	}

	@Test
	void mappedThatIsOnlyListenedToIsTold() {
		this.runner.run((context) -> {
			List<Integer> told = new CopyOnWriteArrayList<>();
			listen(context, told);
			System.gc();
			change(context);
			Awaitility.await().until(() -> told.contains((int) this.revision));
		});
	}

	private static void listen(AssertableApplicationContext context, List<Integer> told) {
		context.getBean(Checkout.class).pool.map((pool) -> pool.size).onChange((before, after) -> told.add(after));
	}

	@Test
	void mappedThatIsClosedIsNotBuiltAnyMore() {
		this.runner.run((context) -> {
			Pools pools = context.getBean(Pools.class);
			Checkout checkout = context.getBean(Checkout.class);
			checkout.pool.close();
			assertThat(pools.all).singleElement().matches((pool) -> pool.closed);
			change(context);
			assertThat(pools.all).hasSize(1);
		});
	}

	static final class Pool implements AutoCloseable {

		private final int size;

		private volatile boolean closed;

		Pool(int size) {
			this.size = size;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	static final class Pools {

		private final List<Pool> all = new CopyOnWriteArrayList<>();

		Pool create(Pricing pricing) {
			Pool pool = new Pool(pricing.discount());
			this.all.add(pool);
			return pool;
		}

	}

	static final class Checkout {

		private final Live.Derived<Pool> pool;

		Checkout(Live<Pricing> pricing, Pools pools) {
			this.pool = pricing.map(pools::create);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Application {

		@Bean
		Pools pools() {
			return new Pools();
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Checkout checkout(Live<Pricing> pricing, Pools pools) {
			return new Checkout(pricing, pools);
		}

	}

	@ConfigurationProperties("pricing")
	record Pricing(@DefaultValue("0") int discount) {
	}

}
