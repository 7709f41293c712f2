package io.setpoint.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes an application ahead of time and runs it from what was generated.
 */
class AheadOfTimeTests {

	private static final String BUILD = "--spring.config.import=etcd:/config/test/";

	private static final String RUN = "--spring.config.import=optional:etcd:/config/test/";

	private static final List<String> ARGUMENTS = List.of("--setpoint.etcd.endpoints=http://127.0.0.1:1",
			"--spring.main.web-application-type=none", "--setpoint.snapshot.enabled=false",
			"--spring.cloud.refresh.enabled=false");

	@TempDir
	private Path directory;

	@Test
	void runWhenProcessedAheadOfTimeFollowsChanges() throws Exception {
		process();
		compile();
		assertThat(run()).contains("generated=true live=1 bean=1 pool=1", "generated=true live=2 bean=2 pool=2");
	}

	private void process() {
		Settings settings = Settings.builder()
			.sourceOutput(this.directory.resolve("sources"))
			.resourceOutput(this.directory.resolve("classes"))
			.classOutput(this.directory.resolve("classes"))
			.groupId("io.setpoint")
			.artifactId("test")
			.build();
		new SpringApplicationAotProcessor(AheadOfTimeApplication.class, settings, arguments(BUILD)).process();
	}

	private void compile() throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-classpath", classPath(), "-d",
				this.directory.resolve("classes").toString()));
		try (Stream<Path> sources = Files.walk(this.directory.resolve("sources"))) {
			sources.map(Path::toString).filter((source) -> source.endsWith(".java")).forEach(arguments::add);
		}
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(result).isZero();
	}

	private String run() throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
						"-classpath", this.directory.resolve("classes") + File.pathSeparator + classPath(),
						AheadOfTimeApplication.class.getName()));
		command.addAll(List.of(arguments(RUN)));
		Path output = this.directory.resolve("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return Files.readString(output, StandardCharsets.UTF_8);
	}

	private static String[] arguments(String first) {
		return Stream.concat(Stream.of(first), ARGUMENTS.stream()).toArray(String[]::new);
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
