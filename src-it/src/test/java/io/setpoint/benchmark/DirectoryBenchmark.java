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
 * How long 10 000 instances of 200 services take to be known, how long a change takes to
 * each of several clients, and how much memory they take.
 */
final class DirectoryBenchmark implements Benchmark {

	private static final int SERVICES = 200;

	private static final int INSTANCES = 50;

	private static final int CLIENTS = 10;

	private static final double MIB = 1024 * 1024;

	private final List<Double> arrivals = new ArrayList<>();

	private final List<Double> puts = new ArrayList<>();

	private final List<Double> reads = new ArrayList<>();

	private final List<Double> plainReads = new ArrayList<>();

	private final List<Double> changes = new ArrayList<>();

	private final List<Double> changePuts = new ArrayList<>();

	private final List<Double> sizes = new ArrayList<>();

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws Exception {
		EtcdServer etcd = laboratory.etcd();
		for (int pass = 0; pass < laboratory.choose(3, 11); pass++) {
			String root = "directory" + pass + "/";
			register(etcd, root);
			find(etcd, root);
			change(etcd, root, laboratory.choose(20, 100));
			Benchmarks.progress("directory: visible " + this.arrivals + " ms, puts " + this.puts + ", memory "
					+ this.sizes + " MiB");
		}
		figures.add(Figure.comparison("10 000 instances of 200 services, all registered and all known",
				Samples.median(this.arrivals), "the puts alone", Samples.median(this.puts), "ms"));
		figures.add(Figure.comparison("the same, known to an application that starts", Samples.median(this.reads),
				"a plain read", Samples.median(this.plainReads), "ms"));
		figures.add(Figure.comparison("one instance that comes, known to all of " + CLIENTS + " clients",
				Samples.median(this.changes), "the put alone", Samples.median(this.changePuts), "ms"));
		figures.add(Figure.comparison("the same, in memory", Samples.median(this.sizes), "keys and values alone",
				bytes(entries("directory0/")) / MIB, "MiB"));
	}

	private void register(EtcdServer etcd, String root) throws Exception {
		try (Naming naming = naming(etcd, root)) {
			CountDownLatch all = count(naming.directory());
			naming.directory().services().get(30, TimeUnit.SECONDS);
			Map<String, String> entries = entries(root);
			long begin = System.nanoTime();
			etcd.client().putAll(entries);
			this.puts.add(millisSince(begin));
			await(all);
			this.arrivals.add(millisSince(begin));
		}
	}

	private void find(EtcdServer etcd, String root) throws Exception {
		long before = used();
		try (Naming naming = naming(etcd, root)) {
			long begin = System.nanoTime();
			if (naming.directory().services().get(30, TimeUnit.SECONDS).size() != SERVICES) {
				throw new IllegalStateException("Services are missing");
			}
			this.reads.add(millisSince(begin));
			this.sizes.add((used() - before) / MIB);
			naming.directory().services();
		}
		long begin = System.nanoTime();
		etcd.getAll(root);
		this.plainReads.add(millisSince(begin));
	}

	private void change(EtcdServer etcd, String root, int count) throws Exception {
		List<Naming> clients = new ArrayList<>();
		try {
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(naming(etcd, root));
				clients.get(i).directory().services().get(30, TimeUnit.SECONDS);
			}
			for (int i = 0; i < count; i++) {
				change(etcd, root + "service-000/new-" + i, clients);
			}
		}
		finally {
			clients.forEach(Naming::close);
		}
	}

	private void change(EtcdServer etcd, String key, List<Naming> clients) throws Exception {
		CountDownLatch told = new CountDownLatch(CLIENTS);
		List<Directory.Registration> registrations = clients.stream()
			.map((client) -> client.directory().listen((service, endpoints) -> told.countDown()))
			.toList();
		long begin = System.nanoTime();
		etcd.put(key, "{\"Op\":0,\"Addr\":\"10.2.0.1:8080\",\"Metadata\":null}");
		this.changePuts.add(millisSince(begin));
		await(told);
		this.changes.add(millisSince(begin));
		registrations.forEach(Directory.Registration::close);
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
