package com.example;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts an application, lets it take changes from etcd, and stops it. No thread may
 * stay but those that are named here, with why.
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

	/**
	 * What the client of etcd leaves and nobody can end: the executor that Netty has for
	 * the whole JVM, which ends by itself when it has had nothing to do for a second, and
	 * the timer of the library for retries, which stays as long as its classes do.
	 */
	private static final Pattern OF_THE_CLIENT = Pattern
		.compile("globalEventExecutor-\\d+-\\d+|FailsafeDelayScheduler");

	/**
	 * What the JVM, Reactor and Awaitility have once for all who use them: delays of
	 * futures, carriers of virtual threads, the HTTP client that a trial asks with, the
	 * default schedulers.
	 */
	private static final Pattern OF_OTHERS = Pattern
		.compile("CompletableFutureDelayScheduler|ForkJoinPool\\.commonPool-.+|ForkJoinPool-\\d+-(worker-\\d+|delayScheduler)"
				+ "|VirtualThread-unblocker|VirtualThread-unparker|HttpClient-\\d+-(SelectorManager|Worker-\\d+)"
				+ "|boundedElastic-(evictor-)?\\d+|parallel-\\d+|awaitility-thread");

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

	/**
	 * Find the threads that an application has, or has left behind.
	 * @param before the threads that there were before it started
	 * @return the threads that may not stay
	 */
	public static Set<Thread> threadsBeyond(Set<Thread> before) {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeAll(before);
		threads.removeIf((thread) -> matches(OF_THE_CLIENT, thread) || matches(OF_OTHERS, thread));
		return threads;
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

	private static boolean matches(Pattern names, Thread thread) {
		return names.matcher(thread.getName()).matches();
	}

}
