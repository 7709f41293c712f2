package com.example;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts an application, lets it take changes from etcd, and stops it. No thread of
 * Setpoint or of its client may stay.
 */
public final class Trial {

	/**
	 * The name of each application.
	 */
	public static final String NAME = "shop";

	/**
	 * What all of them follow.
	 */
	public static final String KEY = "/config/" + NAME + "/pricing/discount-percent";

	private static final List<String> OF_OTHERS = List.of("process reaper", "Attach Listener", "Cleaner-",
			"Common-Cleaner", "CompletableFutureDelayScheduler", "ForkJoinPool", "VirtualThread-", "HttpClient-",
			"surefire-", "awaitility-", "globalEventExecutor", "boundedElastic-", "parallel-", "FailsafeDelayScheduler");

	private Trial() {
	}

	/**
	 * Try an application.
	 * @param application the application, not started
	 * @param etcd what it follows
	 * @param check looks at the application while it runs
	 * @param arguments its arguments
	 */
	public static void of(SpringApplicationBuilder application, Etcd etcd,
			Consumer<ConfigurableApplicationContext> check, String... arguments) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		String[] all = Stream
			.concat(Stream.of("--spring.application.name=" + NAME, "--setpoint.snapshot.enabled=false",
					"--server.port=0"), Stream.of(arguments))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = application.run(all)) {
			follows(context.getBean(Checkout.class), etcd, Acceptance.of(etcd, context));
			check.accept(context);
		}
		await().untilAsserted(() -> assertThat(threadsBeyond(before)).isEmpty());
	}

	private static void follows(Checkout checkout, Etcd etcd, Acceptance acceptance) {
		assertThat(checkout.discount()).isEqualTo(10);
		acceptance.put(KEY, "20");
		assertThat(checkout.discount()).isEqualTo(20);
		acceptance.put(KEY, "91");
		assertThat(checkout.discount()).isEqualTo(20);
		acceptance.delete(KEY);
		assertThat(checkout.discount()).isEqualTo(5);
		acceptance.put(KEY, "10");
	}

	private static Set<Thread> threadsBeyond(Set<Thread> before) {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeAll(before);
		threads.removeIf((thread) -> OF_OTHERS.stream().anyMatch(thread.getName()::startsWith));
		return threads;
	}

}
