package io.setpoint.autoconfigure;

import io.setpoint.store.StoreException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncompatibleLibraryFailureAnalyzer}.
 */
class IncompatibleLibraryFailureAnalyzerTests {

	private static final StackTraceElement OURS = new StackTraceElement("io.setpoint.store.Connector", "open",
			"Connector.java", 1);

	private final IncompatibleLibraryFailureAnalyzer analyzer = new IncompatibleLibraryFailureAnalyzer();

	@Test
	void analyzeWhenMethodIsMissingNamesLibraryAndJar() {
		FailureAnalysis analysis = this.analyzer.analyze(
				failure(new NoSuchMethodError("'void io.grpc.ManagedChannelBuilder.missing(java.lang.String)'"), OURS));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription().lines().toList()).hasSize(3).satisfies((lines) -> {
			assertThat(lines.get(0)).matches("The etcd client cannot work with the gRPC \\(io\\.grpc\\) on the class "
					+ "path: io\\.grpc\\.ManagedChannelBuilder is from grpc-api-[\\d.]+\\.jar");
			assertThat(lines.get(2)).isEqualTo("    Reason: NoSuchMethodError: "
					+ "'void io.grpc.ManagedChannelBuilder.missing(java.lang.String)'");
		});
		assertThat(analysis.getAction()).isEqualTo("Let the versions be managed: import "
				+ "'org.springframework.boot:spring-boot-dependencies' for gRPC and Netty, take the others as "
				+ "Setpoint's starter brings them, and remove versions of your own. 'mvn dependency:tree' or "
				+ "'gradle dependencyInsight' shows where a version comes from.");
	}

	@Test
	void analyzeWhenClassIsMissingSaysSo() {
		FailureAnalysis analysis = this.analyzer
			.analyze(failure(new NoClassDefFoundError("io/netty/channel/NoSuchChannel"), OURS));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("The etcd client cannot work with the Netty (io.netty) on "
				+ "the class path: io.netty.channel.NoSuchChannel is not there");
	}

	@Test
	void analyzeWhenErrorIsWrappedFindsIt() {
		NoClassDefFoundError error = failure(new NoClassDefFoundError("io/vertx/grpc/Nothing"), OURS);
		assertThat(this.analyzer.analyze(new IllegalStateException(new StoreException("The call failed", error))))
			.isNotNull();
	}

	@Test
	void analyzeWhenSomebodyElseCalledIsNull() {
		StackTraceElement theirs = new StackTraceElement("com.example.Server", "run", "Server.java", 1);
		assertThat(this.analyzer.analyze(failure(new NoClassDefFoundError("io/netty/channel/NoSuchChannel"), theirs)))
			.isNull();
	}

	@Test
	void analyzeWhenOtherLibraryIsMissingIsNull() {
		assertThat(this.analyzer.analyze(failure(new NoClassDefFoundError("com/example/Thing"), OURS))).isNull();
	}

	private static <T extends LinkageError> T failure(T error, StackTraceElement caller) {
		error.setStackTrace(new StackTraceElement[] { caller });
		return error;
	}

}
