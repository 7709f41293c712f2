package io.setpoint.autoconfigure;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.SetpointProperties;
import io.setpoint.health.HealthGuardSensor;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.observation.MeterGuardSensor;
import io.setpoint.rollout.RolloutGuard;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.rollout.control.BeanGuardSensor;
import io.setpoint.rollout.control.ControlSettings;
import io.setpoint.rollout.control.GuardSensor;
import io.setpoint.rollout.control.RolloutControl;
import io.setpoint.rollout.control.SchemaRegistration;
import io.setpoint.rollout.imports.ImportedRollouts;
import io.setpoint.rollout.trial.Pauses;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Auto-configuration for the part of an instance in the rollouts of the configurations
 * that it imports.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration" })
@Conditional(OnImportedRolloutCondition.class)
public final class SetpointRolloutControlAutoConfiguration {

	@Bean
	RolloutControl setpointRolloutControl(ImportSession session, ObjectProvider<WatchConnection> connection,
			ObjectProvider<GuardSensor> sensors, ObjectProvider<TrialJudge> judge,
			ConfigurableListableBeanFactory beanFactory) {
		return new RolloutControl(() -> connection.getObject().store(), settings(session),
				sensors.orderedStream().toList(), judge::getObject, () -> ThreadLocalRandom.current().nextDouble(),
				Readiness.isAwaited(beanFactory));
	}

	private static ControlSettings settings(ImportSession session) {
		SetpointProperties properties = session.properties();
		List<String> configurations = ImportedRollouts.of(session).configurations();
		return new ControlSettings(session.identity(), ImportedRollouts.keys(properties), configurations,
				properties.fleet().lease(), properties.rollout().controller(), properties.rollout().controllerLease(),
				MirrorSettings.defaults());
	}

	@Bean
	BeanGuardSensor setpointBeanGuardSensor(BeanFactory beanFactory) {
		return new BeanGuardSensor(
				(name) -> (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, RolloutGuard.class))
						? beanFactory.getBean(name, RolloutGuard.class) : null);
	}

	/**
	 * Lets guards be measured only while the application is ready, so that a start or a
	 * clean stop is not held against a candidate.
	 * @param control the part of this instance in its rollouts
	 * @param context the context that becomes ready and is closed
	 * @return told of both
	 */
	@Bean
	ApplicationListener<ApplicationEvent> setpointMeasuringListener(ObjectProvider<RolloutControl> control,
			ApplicationContext context) {
		return (event) -> {
			if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == context) {
				control.ifAvailable((it) -> it.measure(true));
			}
			else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == context) {
				control.ifAvailable((it) -> it.measure(false));
			}
		};
	}

	/**
	 * Where there are meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeterGuards {

		@Bean
		@ConditionalOnBean(MeterRegistry.class)
		MeterGuardSensor setpointMeterGuardSensor(ObjectProvider<MeterRegistry> registry) {
			return new MeterGuardSensor(registry::getObject);
		}

	}

	/**
	 * Where there is health.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthEndpoint.class)
	static class HealthGuards {

		@Bean
		HealthGuardSensor setpointHealthGuardSensor(ObjectProvider<HealthEndpoint> endpoint) {
			return new HealthGuardSensor(endpoint::getIfAvailable);
		}

	}

	/**
	 * Where the application's schema is known, leaves it in etcd once the application is
	 * ready.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(SchemaSource.class)
	static class Schemas {

		@Bean(destroyMethod = "end")
		SchemaRegistration setpointSchemaRegistration(ImportSession session, ObjectProvider<WatchConnection> connection,
				ObjectProvider<TrialJudge> judge, ObjectProvider<SchemaSource> schema, RolloutKeys keys,
				NotificationExecutor executor) {
			List<String> configurations = session.properties().schema().enabled()
					? ImportedRollouts.of(session).configurations() : List.of();
			return new SchemaRegistration(() -> connection.getObject().store(), Pauses.on(executor::execute),
					() -> ThreadLocalRandom.current().nextDouble(), configurations,
					new SchemaRegistration.Location(session.properties().schema().root(),
							() -> judge.getObject().build(), keys),
					() -> LocatedSchema.of(schema.getObject().schema(), judge.getObject().locations()));
		}

		@Bean
		ApplicationListener<ApplicationReadyEvent> setpointSchemaListener(
				ObjectProvider<SchemaRegistration> registration, ObjectProvider<RolloutControl> control,
				ApplicationContext context) {
			return (event) -> {
				if (event.getApplicationContext() == context) {
					registration.ifAvailable((schemas) -> {
						schemas.begin();
						control.ifAvailable((it) -> it.returning(schemas::begin));
					});
				}
			};
		}

	}

}
