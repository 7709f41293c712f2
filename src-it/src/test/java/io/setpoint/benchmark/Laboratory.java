package io.setpoint.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdServer;

import org.springframework.util.Assert;

/**
 * What the benchmarks share: an etcd, class paths and a folder.
 */
final class Laboratory implements AutoCloseable {

	private static final List<String> OF_SETPOINT = List.of("/config-core", "/config-starter", "/io/setpoint/");

	private static final List<String> FOR_SETPOINT = List.of("/io/etcd/", "/io/grpc/", "/io/netty/", "/io/vertx/",
			"/io/perfmark/", "/com/google/", "/dev/failsafe/", "/spring-cloud-context/");

	private static final ToolProvider JAR = ToolProvider.findFirst("jar").orElseThrow();

	private final EtcdServer etcd = EtcdServer.start();

	private final Path folder;

	private final boolean quick;

	private final String applicationClassPath;

	private int locations;

	Laboratory(boolean quick) throws IOException {
		this.quick = quick;
		Path target = Path.of("target", "benchmark").toAbsolutePath();
		this.folder = Files.createTempDirectory("setpoint-benchmark");
		this.applicationClassPath = Path.of("target", "test-classes").toAbsolutePath() + ":"
				+ Stream.of(Files.readString(target.resolve("application.classpath")).split(":"))
					.map(this::published)
					.collect(Collectors.joining(":"));
		for (Workload workload : Workload.values()) {
			GeneratedTypes.records(records(workload), workload.types(), this.applicationClassPath);
			GeneratedTypes.javaBeans(javaBeans(workload), workload.types(), this.applicationClassPath);
		}
	}

	/**
	 * Pack the classes of a module, which costs other look-ups than its folder.
	 * @param entry a part of a class path
	 * @return the jar that users have in its place
	 */
	private String published(String entry) {
		if (!entry.endsWith("/target/classes") || !Files.isDirectory(Path.of(entry))) {
			return entry;
		}
		return pack(entry, Path.of(entry).getParent().getParent().getFileName() + ".jar");
	}

	/**
	 * Pack all folders of a class path, as archives of classes want it.
	 * @param classPath the class path
	 * @return a class path of jars
	 */
	String packed(String classPath) {
		return Stream.of(classPath.split(":"))
			.filter((entry) -> Files.exists(Path.of(entry)))
			.map((entry) -> Files.isDirectory(Path.of(entry)) ? pack(entry, Path.of(entry).getFileName() + ".jar")
					: entry)
			.collect(Collectors.joining(":"));
	}

	private String pack(String entry, String name) {
		String jar = this.folder.resolve(name).toString();
		int status = JAR.run(System.err, System.err, "--create", "--file", jar, "-C", entry, ".");
		Assert.state(status == 0, () -> "The classes in '" + entry + "' were not packed");
		return jar;
	}

	/**
	 * Choose by how long a run may take.
	 * @param quick for a quick run
	 * @param thorough for a thorough run
	 * @return the choice
	 */
	int choose(int quick, int thorough) {
		return this.quick ? quick : thorough;
	}

	EtcdServer etcd() {
		return this.etcd;
	}

	Path folder() {
		return this.folder;
	}

	String classPath(Workload workload) {
		return records(workload) + ":" + this.applicationClassPath;
	}

	/**
	 * Return a class path without the starter and what only the starter needs.
	 * @param workload whose generated types are on it
	 * @return the class path
	 */
	String classPathWithoutSetpoint(Workload workload) {
		return without(FOR_SETPOINT, classPathWithDependencies(workload));
	}

	/**
	 * Return a class path with what the starter needs, and without the starter.
	 * @param workload whose generated types are on it
	 * @return the class path
	 */
	String classPathWithDependencies(Workload workload) {
		return without(OF_SETPOINT, classPath(workload));
	}

	private static String without(List<String> parts, String classPath) {
		return Stream.of(classPath.split(":"))
			.filter((entry) -> parts.stream().noneMatch(entry::contains))
			.collect(Collectors.joining(":"));
	}

	String javaBeanClassPath(Workload workload) {
		return javaBeans(workload) + ":" + this.applicationClassPath;
	}

	private Path records(Workload workload) {
		return this.folder.resolve("records-" + workload.label());
	}

	private Path javaBeans(Workload workload) {
		return this.folder.resolve("java-beans-" + workload.label());
	}

	/**
	 * Fill a new location.
	 * @param workload what it holds
	 * @return its prefix
	 */
	String location(Workload workload) {
		return location(this.etcd, workload);
	}

	/**
	 * Fill a new location in an etcd of its own.
	 * @param etcd the etcd
	 * @param workload what it holds
	 * @return its prefix
	 */
	String location(Etcd etcd, Workload workload) {
		String prefix = "/%s/%02d/".formatted(workload.name().toLowerCase(Locale.ROOT), ++this.locations);
		etcd.client().putAll(workload.entries(prefix));
		return prefix;
	}

	/**
	 * Write the properties of a location into a new file.
	 * @param workload what it holds
	 * @return the file
	 */
	Path file(Workload workload) {
		StringBuilder content = new StringBuilder();
		workload.entries("").forEach((key, value) -> content.append("%s=%s%n".formatted(key.replace('/', '.'), value)));
		try {
			return Files.writeString(Files.createTempFile(this.folder, workload.label(), ".properties"), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The properties could not be written", ex);
		}
	}

	@Override
	public void close() {
		this.etcd.close();
	}

}
