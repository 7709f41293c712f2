package io.setpoint.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter brings to an application that has {@code spring-boot-starter} stands
 * in the README, with its size. With {@code -Dsetpoint.write=true} it is written there.
 */
class WeightTests {

	private static final Path README = Path.of("..", "README.md");

	private static final String BEGIN = "<!-- weight -->\n";

	private static final String END = "<!-- end of weight -->\n";

	private static final List<String> OF_SPRING_BOOT_STARTER = List.of("spring-boot", "spring-boot-autoconfigure",
			"spring-boot-starter", "spring-boot-starter-logging", "spring-core", "spring-context", "spring-aop",
			"spring-beans", "spring-expression", "commons-logging", "micrometer-observation", "micrometer-commons",
			"logback-classic", "logback-core", "log4j-to-slf4j", "log4j-api", "jul-to-slf4j", "slf4j-api",
			"jakarta.annotation-api", "snakeyaml", "jspecify");

	private static final List<String> OF_THIS_TEST = List.of("junit-jupiter", "junit-jupiter-api",
			"junit-jupiter-engine", "junit-jupiter-params", "junit-platform-commons", "junit-platform-engine",
			"opentest4j", "apiguardian-api", "assertj-core", "byte-buddy");

	@Test
	void readmeSaysWhatTheStarterBrings() throws IOException {
		String readme = Files.readString(README);
		int begin = readme.indexOf(BEGIN) + BEGIN.length();
		int end = readme.indexOf(END);
		String table = Weight.table(jars());
		if (Boolean.getBoolean("setpoint.write")) {
			Files.writeString(README, readme.substring(0, begin) + table + readme.substring(end));
		}
		else {
			assertThat(readme.substring(begin, end)).isEqualTo(table);
		}
	}

	@Test
	void starterBringsNothingThatNobodyIsKnownToNeed() throws IOException {
		assertThat(jars()).filteredOn((jar) -> Weight.of(jar) == null).isEmpty();
	}

	private static List<Jar> jars() throws IOException {
		List<Jar> jars = new ArrayList<>();
		for (String entry : classPath().split(System.getProperty("path.separator"))) {
			Path file = Path.of(entry);
			if (entry.endsWith(".jar") && !file.getParent().endsWith("target")) {
				jars.add(new Jar(file.getParent().getParent().getFileName().toString(), Files.size(file)));
			}
		}
		jars.removeIf(
				(jar) -> OF_SPRING_BOOT_STARTER.contains(jar.artifact()) || OF_THIS_TEST.contains(jar.artifact()));
		return jars;
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * A library.
	 *
	 * @param artifact its artifact id
	 * @param size its size in bytes
	 */
	record Jar(String artifact, long size) {
	}

	/**
	 * What is brought, and for what.
	 */
	enum Weight {

		NETTY("Netty", "the client's connections", "netty-.*"),

		GRPC("gRPC", "the protocol of etcd", "grpc-.*", "perfmark-api"),

		PROTOBUF("Protocol Buffers", "what gRPC sends", "protobuf-java", "proto-google-common-protos"),

		VERTX("Vert.x", "jetcd's threads; its client cannot be built without", "vertx-.*"),

		GUAVA("Guava", "gRPC, jetcd", "guava", "failureaccess", "listenablefuture", "error_prone_annotations",
				"j2objc-annotations"),

		JETCD("jetcd", "the client of etcd and its retries", "jetcd-.*", "failsafe"),

		VALIDATION("Bean Validation", "`@Validated`, which is ignored silently without",
				"spring-boot-starter-validation", "spring-boot-validation", "hibernate-validator",
				"jakarta.validation-api", "jboss-logging", "classmate", "tomcat-embed-el"),

		YAML("Jackson 3 with YAML", "documents, versions and states; Boot's web starters bring all but YAML",
				"jackson-.*", "snakeyaml-engine"),

		CLOUD("Spring Cloud Context", "`@RefreshScope`, `/actuator/refresh`, `{cipher}`; can be excluded",
				"spring-cloud-context", "spring-security-crypto"),

		CODEC("Commons Codec", "the hash of cohorts", "commons-codec");

		private final String label;

		private final String reason;

		private final String artifacts;

		Weight(String label, String reason, String... artifacts) {
			this.label = label;
			this.reason = reason;
			this.artifacts = String.join("|", artifacts);
		}

		static Weight of(Jar jar) {
			return Stream.of(values())
				.filter((weight) -> jar.artifact().matches(weight.artifacts))
				.findFirst()
				.orElse(null);
		}

		static String table(List<Jar> jars) {
			String rows = Stream.of(values())
				.map((weight) -> weight.row(jars.stream().filter((jar) -> Weight.of(jar) == weight).toList()))
				.collect(Collectors.joining());
			return "| library | jars | MiB | for |\n| --- | --- | --- | --- |\n" + rows
					+ row("all", jars, "Setpoint's own two jars come on top");
		}

		private String row(List<Jar> jars) {
			return row(this.label, jars, this.reason);
		}

		private static String row(String label, List<Jar> jars, String reason) {
			double size = jars.stream().mapToLong(Jar::size).sum() / (1024.0 * 1024);
			return String.format(Locale.ROOT, "| %s | %d | %.1f | %s |%n", label, jars.size(), size, reason);
		}

	}

}
