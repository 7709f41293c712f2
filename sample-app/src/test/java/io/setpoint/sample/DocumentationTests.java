package io.setpoint.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the commands of the documentation, file by file, against the sample and an etcd.
 * What cannot be run here has a comment in front of it that says why.
 */
@EtcdTest(mode = EtcdTest.Mode.REAL)
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCDCTL_BIN", matches = ".+")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "setpoint.snapshot.enabled=false", "setpoint.rollout.controller=false" })
class DocumentationTests {

	/**
	 * What is meant by the names that the documentation uses. A server's refusal is a
	 * failure of the command, and etcdctl asks nobody for a password.
	 */
	private static final String PRELUDE = """
			set -euo pipefail
			curl() { command curl -sS --fail-with-body "$@" || { printf '\\n'; return 22; } }
			etcdctl() {
				if [[ "${1:-} ${2:-}" == 'user add' ]]; then
					command "$ETCDCTL" "$@" --interactive=false <<< secret
				else
					command "$ETCDCTL" "$@"
				fi
			}
			""";

	@Autowired
	private EtcdServer etcd;

	@LocalServerPort
	private int port;

	@BeforeEach
	void reset(@Autowired ApplicationContext context) {
		Acceptance acceptance = Acceptance.of(this.etcd, context);
		this.etcd.deletePrefix("/config/");
		acceptance.put("/config/checkout/pricing/discount-percent", "10");
	}

	static Set<String> files() throws IOException {
		return Block.byFile("sh").keySet();
	}

	@ParameterizedTest
	@MethodSource("files")
	void commandsOfAFileSucceed(String file, @TempDir Path folder) throws Exception {
		StringBuilder script = new StringBuilder(PRELUDE);
		Block.byFile("sh")
			.get(file)
			.stream()
			.filter(DocumentationTests::isRun)
			.forEach((block) -> script.append("echo '::: ").append(block).append("'\n").append(block.text()));
		Path output = folder.resolve("output");
		ProcessBuilder shell = new ProcessBuilder("bash", "-c", script.toString()).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		shell.environment()
			.putAll(Map.of("service", "http://127.0.0.1:" + this.port, "ETCDCTL_API", "3", "ETCDCTL_ENDPOINTS",
					this.etcd.connectString(), "ETCDCTL", System.getenv("SETPOINT_ETCDCTL_BIN")));
		int status = shell.start().waitFor();
		assertThat(status).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
		runQuietly("curl -sS -H 'Content-Type: application/json' $service/actuator/rollouts/checkout/abort"
				+ " -d '{\"by\": \"end\"}'", shell);
	}

	@Test
	void onlyWhatIsSaidIsNotRun() throws Exception {
		List<Block> all = Block.in("sh");
		assertThat(all).filteredOn(DocumentationTests::isRun).hasSizeGreaterThan(6);
		assertThat(all).filteredOn((block) -> !isRun(block))
			.extracting((block) -> block.reasonNot("run"))
			.containsExactlyInAnyOrder("it is a build, or starts one", "it is a build, or starts one");
	}

	private static boolean isRun(Block block) {
		return block.reasonNot("run") == null;
	}

	private static void runQuietly(String command, ProcessBuilder shell) throws Exception {
		shell.command("bash", "-c", command).start().waitFor();
	}

}
