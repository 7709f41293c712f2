package io.setpoint.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a start does not wait for the client to be loaded.
 */
@EtcdTest
class LateClientTests {

	private static final Pattern OF_THE_CLIENT = Pattern
		.compile("^\\[.*\\] (io\\.(etcd|grpc|netty|vertx)|com\\.google\\.protobuf)\\.\\S+ source:.*");

	private static final String PREFIX = "/config/late/";

	private final EtcdServer etcd;

	@TempDir
	private Path directory;

	LateClientTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@ParameterizedTest
	@ValueSource(strings = { "etcd:" + PREFIX, "etcd:" + PREFIX + ",optional:rollout:late" })
	void noClassOfTheClientIsLoadedBeforeTheApplicationIsReadyAndNothingIsLostBetween(String imports)
			throws IOException {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		Process process = launch(imports);
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			List<String> before = readUntil(output, LateClient.READY);
			assertThat(before.get(before.size() - 1)).endsWith(LateClient.READY + "15");
			assertThat(before).filteredOn((line) -> OF_THE_CLIENT.matcher(line).matches()).isEmpty();
			this.etcd.put(PREFIX + "pricing/discount", "16");
			List<String> after = readUntil(output, LateClient.CHANGED);
			assertThat(after.get(after.size() - 1)).endsWith(LateClient.CHANGED + "16");
			assertThat(after).anyMatch((line) -> OF_THE_CLIENT.matcher(line).matches());
		}
		finally {
			process.destroyForcibly();
		}
	}

	private Process launch(String imports) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xlog:class+load:stdout", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				LateClient.class.getName(), "--spring.config.import=" + imports,
				"--setpoint.etcd.endpoints=" + this.etcd.endpoint(), "--setpoint.snapshot.directory=" + this.directory)
			.redirectErrorStream(true)
			.start();
	}

	private static List<String> readUntil(BufferedReader output, String text) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			lines.add(line);
			if (line.contains(text)) {
				return lines;
			}
		}
		throw new AssertionError("The application has ended: "
				+ lines.stream().filter((line) -> !line.contains("[class,load]")).collect(Collectors.joining("\n")));
	}

}
