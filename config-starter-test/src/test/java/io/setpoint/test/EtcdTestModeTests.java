package io.setpoint.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdTest#mode()}.
 */
class EtcdTestModeTests {

	@ParameterizedTest
	@ValueSource(classes = { InMemory.class, Real.class })
	void modeFixesWhatTheTestRunsOn(Class<?> testClass) {
		assertThat(run(testClass)).isEqualTo("SUCCESSFUL");
	}

	@Test
	void parameterOfAnotherKindIsRefusedWithTheRemedy() {
		assertThat(run(RealInMemory.class))
			.contains("A parameter of type EtcdServer is asked for, but the test runs on "
					+ "etcd in the JVM at http://127.0.0.1:")
			.endsWith("Faults and authentication need a real etcd: say so by "
					+ "@EtcdTest(mode = REAL), and install one (SETPOINT_ETCD_BIN names a binary that is not on the PATH).");
	}

	@Test
	void clusterInMemoryIsRefused() {
		assertThat(run(ClusterInMemory.class))
			.endsWith("@EtcdTest(members = 3) cannot be in memory: the etcd in the JVM has one member.");
	}

	private static String run(Class<?> testClass) {
		StringBuilder outcome = new StringBuilder();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(testClass))
				.configurationParameter("junit.jupiter.conditions.deactivate", "*")
				.build(), new TestExecutionListener() {

					@Override
					public void executionFinished(TestIdentifier test, TestExecutionResult result) {
						String text = result.getThrowable()
							.map((failure) -> String.valueOf(failure.getMessage()))
							.orElse(result.getStatus().name());
						if (test.isTest() || result.getThrowable().isPresent()) {
							outcome.append(text);
						}
					}

				});
		return outcome.toString();
	}

	@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY, put = "a=1")
	static class InMemory {

		@Test
		void runs(EtcdInMemory etcd, TestInfo test) {
			Assert.state("1".equals(etcd.get("a")), () -> test + " has not what was put");
		}

	}

	@EtcdTest(mode = EtcdTest.Mode.REAL, put = "a=1")
	static class Real {

		@Test
		void runs(EtcdServer etcd, TestInfo test) {
			Assert.state("1".equals(etcd.get("a")), () -> test + " has not what was put");
		}

	}

	@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
	static class RealInMemory {

		@Test
		void runs(EtcdServer etcd) {
			etcd.freeze();
		}

	}

	@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY, members = 3)
	static class ClusterInMemory {

		@Test
		void runs(Etcd etcd) {
			etcd.wipe();
		}

	}

}
