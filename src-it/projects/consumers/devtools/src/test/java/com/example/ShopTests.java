package com.example;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Rollouts;
import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@EtcdTest(put = Trial.KEY + "=0")
class ShopTests {

	private static final int RESTARTS = 3;

	private static final Duration START = Duration.ofSeconds(60);

	private final Set<ClassLoader> classLoaders = new HashSet<>();

	private final Set<String> incarnations = new HashSet<>();

	@Test
	void eachRestartFollowsAnewAndLeavesNoThread(Etcd etcd) throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		launch(etcd);
		assertFollows(started(), etcd, 1);
		for (int restart = 1; restart <= RESTARTS; restart++) {
			Set<Thread> former = Trial.threadsBeyond(before);
			Restarter.getInstance().restart();
			assertFollows(started(), etcd, restart + 1);
			await().untilAsserted(() -> assertThat(former).filteredOn(Thread::isAlive).allMatch(ShopTests::isShared));
		}
		Restarter.getInstance().restart();
		started().close();
		await().untilAsserted(() -> assertThat(Trial.threadsBeyond(before)).isEmpty());
	}

	/**
	 * Run the application as from a command line: devtools wants a thread of that name,
	 * and ends it when it has started the application on another one.
	 */
	private static void launch(Etcd etcd) throws InterruptedException {
		String[] arguments = { "--spring.application.name=" + Trial.NAME,
				"--spring.config.import=etcd:,rollout:" + Trial.NAME, "--setpoint.snapshot.enabled=false",
				"--setpoint.etcd.endpoints=" + etcd.connectString(), "--server.port=0" };
		Thread main = new Thread(() -> Shop.main(arguments), "main");
		main.start();
		main.join();
	}

	private static ConfigurableApplicationContext started() {
		return (ConfigurableApplicationContext) await().atMost(START)
			.until(() -> Restarter.getInstance().removeAttribute(Shop.CONTEXT), Objects::nonNull);
	}

	private void assertFollows(ConfigurableApplicationContext context, Etcd etcd, int value) {
		IntSupplier discount = context.getBean(IntSupplier.class);
		ClassLoader classLoader = discount.getClass().getClassLoader();
		assertThat(this.classLoaders.add(classLoader)).isTrue();
		assertThat(context.getBean("checkout").getClass().getClassLoader()).isSameAs(classLoader);
		assertThat(discount.getAsInt()).isEqualTo(value - 1);
		Acceptance.of(etcd, context).put(Trial.KEY, Integer.toString(value));
		assertThat(discount.getAsInt()).isEqualTo(value);
		assertJoins(context.getBean(Rollouts.class));
	}

	private void assertJoins(Rollouts rollouts) {
		await().untilAsserted(() -> assertThat(rollouts.fleet(Trial.NAME).join()).singleElement()
			.extracting(FleetMember::incarnation)
			.matches(this.incarnations::add));
	}

	/**
	 * What gRPC has once for all channels, and gives up when there has been none for a
	 * second. A restart may be faster.
	 */
	private static boolean isShared(Thread thread) {
		return thread.getName().startsWith("grpc-");
	}

}
