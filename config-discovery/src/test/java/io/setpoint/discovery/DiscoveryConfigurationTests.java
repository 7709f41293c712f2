package io.setpoint.discovery;

import java.util.List;
import java.util.Map;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.store.EtcdSource;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationConfiguration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the auto-configurations of discovery. None of them connects to etcd: nothing
 * does before it is needed.
 */
class DiscoveryConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointDiscoveryAutoConfiguration.class,
				SetpointServiceRegistryAutoConfiguration.class, SetpointLoadBalancerAutoConfiguration.class,
				AutoServiceRegistrationConfiguration.class, UtilAutoConfiguration.class))
		.withPropertyValues("setpoint.etcd.endpoints=http://127.0.0.1:1", "setpoint.discovery.host=127.0.0.1");

	@Test
	void applicationCanBeFoundAndFindsOthers() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DiscoveryClient.class)
			.hasSingleBean(ServiceRegistry.class)
			.hasSingleBean(AutoServiceRegistration.class)
			.hasSingleBean(SetpointLoadBalancerAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.discovery.enabled=false", "setpoint.discovery.enabled=false",
			"setpoint.enabled=false" })
	void nothingIsThereWhenItIsSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(DiscoveryClient.class)
				.doesNotHaveBean(ServiceRegistry.class)
				.doesNotHaveBean(AutoServiceRegistration.class)
				.doesNotHaveBean(SetpointLoadBalancerAutoConfiguration.class));
	}

	@Test
	void applicationIsNotRegisteredByItselfWhenThatIsSwitchedOff() {
		this.runner.withPropertyValues("spring.cloud.service-registry.auto-registration.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ServiceRegistry.class)
				.doesNotHaveBean(AutoServiceRegistration.class)
				.doesNotHaveBean(TrafficLifecycle.class));
	}

	@Test
	void loadBalancersAreSpringCloudsOwnWhenThatIsWanted() {
		this.runner.withPropertyValues("setpoint.discovery.load-balancer=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SetpointLoadBalancerAutoConfiguration.class));
	}

	@Test
	void etcdIsReachedAsTheSettingsSayWithoutTheOtherStarter() {
		this.runner.withClassLoader(new FilteredClassLoader(EtcdConnectionDetails.class))
			.withPropertyValues("setpoint.etcd.user=app", "setpoint.etcd.password=secret")
			.run((context) -> assertThat(context.getBean(EtcdSource.class).get())
				.hasToString("etcd at http://127.0.0.1:1 as 'app'"));
	}

	@Test
	void etcdIsReachedAsTheOtherStarterReachesIt() {
		this.runner.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(EtcdSource.class).get())
				.hasToString("etcd at http://127.0.0.1:1"));
	}

	@Test
	void etcdIsReachedAsABeanOfTheApplicationSays() {
		this.runner.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withBean(EtcdConnectionDetails.class, () -> () -> List.of("http://127.0.0.1:2"))
			.run((context) -> assertThat(context.getBean(EtcdSource.class).get())
				.hasToString("etcd at http://127.0.0.1:2"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			setpoint.discovery.root=/services  | 'setpoint.discovery.root' begins with '/'
			setpoint.discovery.root=a//b       | 'setpoint.discovery.root' begins with '/' or has an empty part
			setpoint.discovery.lease=1s        | 'setpoint.discovery.lease' is shorter than 2 s
			setpoint.discovery.drain-delay=-1s | 'setpoint.discovery.drain-delay'
			setpoint.discovery.instance-id=a/b | 'setpoint.discovery.instance-id' is blank or has a '/'
			spring.application.name=a/b        | set another 'spring.application.name'
			""")
	void settingThatCannotBeIsRefused(String property, String sentence) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().message().contains(sentence));
	}

	@Test
	void startThatMustRegisterFailsWithASentence() {
		try (EtcdInMemory etcd = EtcdInMemory.start(); ShopServices services = new ShopServices(etcd.endpoint())) {
			etcd.stop();
			assertThatThrownBy(() -> services.stock("--setpoint.discovery.fail-fast=true",
					"--setpoint.discovery.registration-timeout=1s"))
				.satisfies((ex) -> {
					FailureAnalysis analysis = new RegistrationFailureAnalyzer().analyze(ex);
					assertThat(analysis).isNotNull();
					assertThat(analysis.getDescription())
						.startsWith("This instance could not be registered as 'stock/127.0.0.1:")
						.endsWith("': etcd has not answered within 1 s");
					assertThat(analysis.getAction()).isEqualTo(
							"Start etcd or correct 'setpoint.etcd.endpoints', and grant the user's role the right to read"
									+ " and to write that key. To start without being registered, and be registered when"
									+ " that is possible, set 'setpoint.discovery.fail-fast=false'.");
				});
		}
	}

	@Test
	void instanceThatCouldNotBeRegisteredIsOutOfService() {
		this.runner
			.withPropertyValues("setpoint.discovery.fail-fast=true", "setpoint.discovery.registration-timeout=1s")
			.run((context) -> {
				EtcdServiceRegistry registry = context.getBean(EtcdServiceRegistry.class);
				EtcdRegistration registration = new EtcdRegistration("stock", null, "127.0.0.1", 80, Map.of());
				assertThatThrownBy(() -> registry.register(registration))
					.isInstanceOf(RegistrationFailedException.class);
				String status = registry.getStatus(registration);
				assertThat(status).isEqualTo(EtcdServiceRegistry.OUT_OF_SERVICE);
			});
	}

	@Test
	void managementPortOfItsOwnIsKnownToOthers() {
		try (EtcdInMemory etcd = EtcdInMemory.start(); ShopServices services = new ShopServices(etcd.endpoint())) {
			WebServerApplicationContext stock = (WebServerApplicationContext) services
				.stock("--management.server.port=0");
			String port = stock.getEnvironment().getProperty("local.management.port");
			await().until(() -> etcd.getAll("stock").size() == 2);
			assertThat(etcd.get("stock/127.0.0.1:" + stock.getWebServer().getPort()))
				.contains("\"management.port\":\"" + port + "\"");
			assertThat(etcd.get("stock:management/127.0.0.1:" + port)).contains("\"Addr\":\"127.0.0.1:" + port + "\"");
		}
	}

}
