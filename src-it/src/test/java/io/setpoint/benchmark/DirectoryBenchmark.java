package io.setpoint.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.setpoint.naming.Directory;
import io.setpoint.naming.Endpoint;
import io.setpoint.naming.EndpointFormat;
import io.setpoint.naming.Naming;
import io.setpoint.store.EtcdConnection;
import io.setpoint.test.EtcdServer;

/**
 * How long 10 000 instances of 200 services take to be known, and how much memory they
 * take.
 */
final class DirectoryBenchmark implements Benchmark {

	private static final int SERVICES = 200;

	private static final int INSTANCES = 50;

	private static final double MIB = 1024 * 1024;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws Exception {
		EtcdServer etcd = laboratory.etcd();
		List<Double> reads = new ArrayList<>();
		List<Double> plainReads = new ArrayList<>();
		List<Double> arrivals = new ArrayList<>();
		List<Double> puts = new ArrayList<>();
		List<Double> sizes = new ArrayList<>();
		for (int pass = 0; pass < laboratory.choose(3, 11); pass++) {
			String root = "directory" + pass + "/";
			Map<String, String> entries = entries(root);
			try (Naming naming = naming(etcd, root)) {
				CountDownLatch all = count(naming.directory());
				naming.directory().services().get(30, TimeUnit.SECONDS);
				long begin = System.nanoTime();
				etcd.client().putAll(entries);
				puts.add(millisSince(begin));
				await(all);
				arrivals.add(millisSince(begin));
			}
			long before = used();
			try (Naming naming = naming(etcd, root)) {
				long begin = System.nanoTime();
				if (naming.directory().services().get(30, TimeUnit.SECONDS).size() != SERVICES) {
					throw new IllegalStateException("Services are missing");
				}
				reads.add(millisSince(begin));
				sizes.add((used() - before) / MIB);
				naming.directory().services();
			}
			long begin = System.nanoTime();
			etcd.getAll(root);
			plainReads.add(millisSince(begin));
			Benchmarks.progress("directory: visible " + arrivals + " ms, puts " + puts + ", memory " + sizes + " MiB");
		}
		figures.add(Figure.comparison("10 000 instances of 200 services, all registered and all known",
				Samples.median(arrivals), "the puts alone", Samples.median(puts), "ms"));
		figures.add(Figure.comparison("the same, known to an application that starts", Samples.median(reads),
				"a plain read", Samples.median(plainReads), "ms"));
		figures.add(Figure.comparison("the same, in memory", Samples.median(sizes), "keys and values alone",
				bytes(entries("directory0/")) / MIB, "MiB"));
	}

	private static Naming naming(EtcdServer etcd, String root) {
		EtcdConnection connection = EtcdConnection.to(etcd.endpoint());
		return new Naming(() -> connection, root, Duration.ZERO);
	}

	private static CountDownLatch count(Directory directory) {
		CountDownLatch all = new CountDownLatch(1);
		Map<String, Integer> known = new LinkedHashMap<>();
		directory.listen((service, endpoints) -> {
			known.put(service, endpoints.size());
			if (known.values().stream().mapToInt(Integer::intValue).sum() == SERVICES * INSTANCES) {
				all.countDown();
			}
		});
		return all;
	}

	private static Map<String, String> entries(String root) {
		Map<String, String> entries = new LinkedHashMap<>();
		for (int service = 0; service < SERVICES; service++) {
			for (int instance = 0; instance < INSTANCES; instance++) {
				String host = "10.1." + service + "." + instance;
				Endpoint endpoint = new Endpoint("service-%03d".formatted(service), host + ":8080", host, 8080,
						Map.of("zone", "a", "gRPC_port", "9090"));
				entries.put(endpoint.key(root), new String(EndpointFormat.write(endpoint), StandardCharsets.UTF_8));
			}
		}
		return entries;
	}

	private static double bytes(Map<String, String> entries) {
		return entries.entrySet()
			.stream()
			.mapToLong((entry) -> entry.getKey().length() + entry.getValue().length())
			.sum();
	}

	private static void await(CountDownLatch all) throws InterruptedException {
		if (!all.await(1, TimeUnit.MINUTES)) {
			throw new IllegalStateException("Not all instances have become known");
		}
	}

	private static double millisSince(long begin) {
		return (System.nanoTime() - begin) / 1e6;
	}

	private static long used() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
