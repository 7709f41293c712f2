package io.setpoint.coordination;

import java.util.List;
import java.util.Optional;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.store.EtcdSource;
import net.javacrumbs.shedlock.core.LockProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of coordination. None of them connects to etcd:
 * nothing does before it is needed.
 */
class CoordinationConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointCoordinationAutoConfiguration.class,
				SetpointLockRegistryAutoConfiguration.class, SetpointLeaderAutoConfiguration.class,
				SetpointShedLockAutoConfiguration.class))
		.withPropertyValues("setpoint.etcd.endpoints=http://127.0.0.1:1");

	@Test
	void locksAreThere() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
			.hasSingleBean(EtcdLockRegistry.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "setpoint.enabled=false", "setpoint.coordination.enabled=false" })
	void nothingIsThereWhenItIsSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(LockRegistry.class)
				.doesNotHaveBean(LockProvider.class)
				.doesNotHaveBean(CoordinationEtcd.class));
	}

	@Test
	void tasksAreLockedWhereShedLockIs() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LockProvider.class));
		this.runner.withClassLoader(new FilteredClassLoader("net.javacrumbs"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("setpointLockProvider")
				.hasSingleBean(EtcdLockRegistry.class));
	}

	@Test
	void locksOfTasksOfTheApplicationHavePrecedence() {
		this.runner.withBean("own", LockProvider.class, () -> (configuration) -> Optional.empty())
			.run((context) -> assertThat(context).hasSingleBean(LockProvider.class)
				.doesNotHaveBean(EtcdLockProvider.class));
	}

	@Test
	void nobodyLeadsWithoutARole() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(EtcdLeaderInitiator.class));
		this.runner.withPropertyValues("setpoint.coordination.leader.role=report")
			.run((context) -> assertThat(context.getBean(EtcdLeaderInitiator.class).getContext().isLeader()).isFalse());
		this.runner.withPropertyValues("setpoint.coordination.leader.role=report")
			.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("setpointLeaderInitiator"));
	}

	@Test
	void locksNeedSpringIntegration() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("setpointLockRegistry"));
	}

	@Test
	void locksOfTheApplicationHavePrecedence() {
		this.runner.withBean(DefaultLockRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
				.doesNotHaveBean(EtcdLockRegistry.class));
	}

	@Test
	void etcdIsReachedAsTheSettingsSayWithoutTheStarter() {
		this.runner.withClassLoader(new FilteredClassLoader(EtcdConnectionDetails.class))
			.withPropertyValues("setpoint.etcd.user=app", "setpoint.etcd.password=secret")
			.run((context) -> assertThat(context.getBean(EtcdSource.class).get())
				.hasToString("etcd at http://127.0.0.1:1 as 'app'"));
	}

	@Test
	void etcdIsReachedAsTheStarterReachesIt() {
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

	@Test
	void instanceIsNamedAsElsewhere() {
		this.runner.withPropertyValues("setpoint.instance.id=checkout-1")
			.run((context) -> assertThat(context.getBean(CoordinationEtcd.class).instance()).isEqualTo("checkout-1"));
		this.runner.run((context) -> assertThat(context.getBean(CoordinationEtcd.class).instance()).isNotBlank());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
							setpoint.coordination.lock.root=     | 'setpoint.coordination.lock.root' is empty
							setpoint.coordination.lock.root=/    | 'setpoint.coordination.lock.root' is empty or has an empty part
							setpoint.coordination.leader.root=a//b | 'setpoint.coordination.leader.root' is empty or has an empty part
							setpoint.coordination.shedlock.root= | 'setpoint.coordination.shedlock.root' is empty
							setpoint.coordination.lock.lease=1s  | 'setpoint.coordination.lock.lease' is shorter than 2 s: lengthen it
							setpoint.coordination.leader.role= | 'setpoint.coordination.leader.role' is empty: leave it out
					setpoint.coordination.leader.lease=1s | 'setpoint.coordination.leader.lease' is shorter than 2 s: lengthen it
							""")
	void settingThatCannotBeIsRefused(String property, String sentence) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().message().contains(sentence));
	}

}
