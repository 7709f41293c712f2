package io.setpoint.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdExtension}, which run small test classes in a launcher of their
 * own.
 */
class EtcdExtensionTests {

	private static final List<ConfigurableApplicationContext> CONTEXTS = new ArrayList<>();

	private static final List<String> ENDPOINTS = new ArrayList<>();

	private static final List<EtcdServer> SERVERS = new ArrayList<>();

	@BeforeEach
	void clear() {
		CONTEXTS.clear();
		ENDPOINTS.clear();
		SERVERS.clear();
	}

	@Test
	void afterAllWhenTwoClassesRanBothHadTheirOwnServerWhichIsGone() {
		run(FirstCase.class, SecondCase.class);
		assertThat(SERVERS).hasSize(2).doesNotHaveDuplicates();
		assertThat(ENDPOINTS).hasSize(2);
		assertThat(CONTEXTS).hasSize(2).doesNotHaveDuplicates().noneMatch(ConfigurableApplicationContext::isActive);
		assertThat(ENDPOINTS).noneMatch(EtcdExtensionTests::isServing);
	}

	@Test
	void afterAllWhenSameClassRunsAgainGetsNewContextAndServer() {
		run(FirstCase.class);
		run(FirstCase.class);
		assertThat(CONTEXTS).hasSize(2).doesNotHaveDuplicates();
		assertThat(ENDPOINTS).hasSize(2);
	}

	@Test
	void propertyWhenClassHasNoEtcdIsAbsent() {
		run(FirstCase.class, WithoutEtcdCase.class);
		assertThat(ENDPOINTS).hasSize(2).last().isEqualTo("none");
	}

	@Test
	void propertyWhenItIsGivenReplacesOrAddsToTheDefault() {
		run(RegisteredCase.class);
		assertThat(ENDPOINTS).singleElement().asString().startsWith("https://127.0.0.1:");
	}

	@Test
	void propertyWhenTestSetsItIsLeftAlone() {
		run(ExplicitCase.class);
		assertThat(ENDPOINTS).containsExactly("http://explicit:1");
	}

	@Test
	void propertyWhenApplicationIsStartedByTheTestIsThere() {
		run(ProgrammaticCase.class);
		assertThat(ENDPOINTS).hasSize(2);
		assertThat(ENDPOINTS.get(0)).isEqualTo(ENDPOINTS.get(1)).startsWith("http://127.0.0.1:");
	}

	@Test
	void annotationWhenMembersAreThreeStartsCluster() {
		run(ClusterCase.class);
		assertThat(ENDPOINTS).singleElement().asString().matches("(http://127.0.0.1:\\d+,?){3}");
	}

	@Test
	void annotationWhenOneInstanceServesAllTestsIsSharedByAll() {
		run(PerClassCase.class);
		assertThat(ENDPOINTS).hasSize(2);
		assertThat(ENDPOINTS.get(0)).isEqualTo(ENDPOINTS.get(1)).startsWith("http://127.0.0.1:");
		assertThat(ENDPOINTS).noneMatch(EtcdExtensionTests::isServing);
	}

	@Test
	void propertyWhenClassHasNoEtcdIsAbsentWhileAnotherClassRuns() {
		run(BesideCase.class);
		assertThat(ENDPOINTS).hasSize(2).last().isEqualTo("none");
	}

	private static boolean isServing(String endpoint) {
		return new EtcdClient(new HttpGateway(List.of(endpoint), null)).isServing(Duration.ofSeconds(5));
	}

	private static void run(Class<?>... testClasses) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		Launcher launcher = LauncherFactory.create();
		for (Class<?> testClass : testClasses) {
			launcher.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(testClass))
				.build(), listener);
			TestExecutionSummary summary = listener.getSummary();
			assertThat(summary.getFailures()).extracting(TestExecutionSummary.Failure::getException).isEmpty();
			assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
		}
	}

	private static void record(ConfigurableApplicationContext context) {
		CONTEXTS.add(context);
		ENDPOINTS.add(context.getEnvironment().getProperty("recorded.endpoints", "missing"));
	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	@EtcdTest
	static class FirstCase {

		@Test
		void run(@Autowired ConfigurableApplicationContext context, EtcdServer etcd) {
			SERVERS.add(etcd);
			record(context);
			assertThat(etcd.put("/a", "1")).isPositive();
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	@EtcdTest
	static class SecondCase {

		@Test
		void run(@Autowired ConfigurableApplicationContext context, @Autowired EtcdServer etcd) {
			SERVERS.add(etcd);
			record(context);
			assertThat(etcd.get("/a")).isNull();
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	static class WithoutEtcdCase {

		@Test
		void run(@Autowired ConfigurableApplicationContext context) {
			record(context);
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	static class RegisteredCase {

		@RegisterExtension
		static final EtcdExtension etcd = EtcdExtension
			.of(EtcdServer.builder().tls(CertificateAuthority.create()).rootPassword("root"))
			.put("/config/a", "1")
			.property("example.certificate", (server) -> server.authority().certificatePem());

		@Test
		void run(@Autowired ConfigurableApplicationContext context, @Autowired Environment environment,
				EtcdServer etcd) {
			record(context);
			assertThat(environment.getProperty("example.certificate")).startsWith("-----BEGIN CERTIFICATE-----");
			assertThat(etcd.get("/config/a")).isEqualTo("1");
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.config.import=recorded:", "setpoint.etcd.endpoints=http://explicit:1" })
	@EtcdTest
	static class ExplicitCase {

		@Test
		void run(@Autowired ConfigurableApplicationContext context) {
			record(context);
		}

	}

	@EtcdTest
	static class ProgrammaticCase {

		@Test
		void run(EtcdServer etcd) {
			SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.build();
			try (ConfigurableApplicationContext context = application.run("--spring.config.import=recorded:")) {
				record(context);
			}
			ENDPOINTS.add(etcd.connectString());
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	@EtcdTest(members = 3)
	static class ClusterCase {

		@Test
		void run(@Autowired ConfigurableApplicationContext context, EtcdCluster etcd) {
			record(context);
			assertThat(etcd.members()).hasSize(3);
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	@EtcdTest
	@TestInstance(Lifecycle.PER_CLASS)
	static class PerClassCase {

		@BeforeAll
		void prepare(EtcdServer etcd) {
			ENDPOINTS.add(etcd.connectString());
		}

		@Test
		void run(@Autowired ConfigurableApplicationContext context) {
			record(context);
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.config.import=recorded:")
	@EtcdTest
	static class BesideCase {

		@Test
		void run(@Autowired ConfigurableApplicationContext context) {
			record(context);
			Executor beside = (task) -> new Thread(task, "beside").start();
			CompletableFuture.runAsync(() -> EtcdExtensionTests.run(WithoutEtcdBesideCase.class), beside).join();
		}

	}

	/**
	 * Has a context of its own, whatever has run before.
	 */
	@SpringBootTest(classes = Application.class, properties = { "spring.config.import=recorded:", "beside=true" })
	static class WithoutEtcdBesideCase extends WithoutEtcdCase {

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
