package io.setpoint.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.etcd.jetcd.Client;
import io.setpoint.store.WritableStore;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * A JVM with a large fleet. It understands {@code expect <version>}, {@code last}, which
 * is answered with the time at which the last instance ran that version, and
 * {@code completed}, which is answered with the time at which the first one had heard
 * that the rollout is over.
 */
public final class FleetProcess {

	private static final int PER_CLIENT = 25;

	private final Arrivals arrivals;

	private FleetProcess(Arrivals arrivals) {
		this.arrivals = arrivals;
	}

	/**
	 * Run.
	 * @param args kind of the instances, endpoint of etcd, number of instances
	 * @throws IOException if there is nobody to talk to
	 */
	public static void main(String[] args) throws IOException {
		PrintStream answers = System.out;
		System.setOut(System.err);
		LoggingSystem.get(FleetProcess.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		int count = Integer.parseInt(args[2]);
		FleetProcess process = new FleetProcess(new Arrivals(count));
		Kind.valueOf(args[0]).start(args[1], count, process.arrivals);
		answers.println("ready");
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				answers.println(process.answer(line.split(" ")));
			}
		}
		Runtime.getRuntime().halt(0);
	}

	private long answer(String[] command) {
		switch (command[0]) {
			case "expect" -> this.arrivals.expect(command[1]);
			case "last" -> {
				return this.arrivals.awaitLast();
			}
			case "completed" -> {
				return this.arrivals.awaitCompleted();
			}
			default -> throw new IllegalArgumentException(command[0]);
		}
		return 0;
	}

	private static String id(int index) {
		return "checkout-7d9f4b6c8-%05d".formatted(index);
	}

	/**
	 * A kind of fleet.
	 */
	enum Kind {

		/**
		 * Instances that do the least.
		 */
		BARE {

			@Override
			void start(String endpoint, int count, Arrivals arrivals) {
				ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
				Client client = Client.builder().endpoints(endpoint).build();
				for (int i = 0; i < count; i++) {
					client = (i % PER_CLIENT == 0) ? Client.builder().endpoints(endpoint).build() : client;
					new BareInstance(id(i), client, scheduler, arrivals);
				}
			}

		},

		/**
		 * Instances of ours.
		 */
		SETPOINT {

			@Override
			void start(String endpoint, int count, Arrivals arrivals) {
				FleetInstance.NoTypes types = FleetInstance.NoTypes.create();
				WritableStore store = FleetInstance.connect(endpoint);
				FleetInstance.Import imported = FleetInstance.Import.read(store);
				for (int i = 0; i < count; i++) {
					store = (i % PER_CLIENT == 0) ? FleetInstance.connect(endpoint) : store;
					new FleetInstance(id(i), store, imported, types, arrivals).start();
				}
			}

		};

		/**
		 * Start a fleet.
		 * @param endpoint where etcd is
		 * @param count how many instances
		 * @param arrivals told what the instances run
		 */
		abstract void start(String endpoint, int count, Arrivals arrivals);

	}

}
