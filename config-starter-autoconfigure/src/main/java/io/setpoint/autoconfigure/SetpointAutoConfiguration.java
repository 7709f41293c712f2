package io.setpoint.autoconfigure;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;

import io.setpoint.Snapshots;
import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.LiveBeanRegistrar;
import io.setpoint.acceptance.StartState;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.SourceReview;
import io.setpoint.binding.StandIns;
import io.setpoint.binding.TypeBinder;
import io.setpoint.binding.WithholdingAdvisor;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.SetpointProperties;
import io.setpoint.document.LocationPropertySource;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for Setpoint: the acceptance pipeline, the {@code Live} beans, the
 * watch and what follows a change.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@Import({ FollowerConfiguration.class, SnapshotConfiguration.class, WatchConfiguration.class })
public final class SetpointAutoConfiguration {

	@Bean
	static LiveBeanRegistrar setpointLiveBeanRegistrar() {
		return new LiveBeanRegistrar();
	}

	@Bean
	static WithholdingAdvisor setpointWithholdingAdvisor() {
		return new WithholdingAdvisor();
	}

	/**
	 * Binds all types before the first ordinary bean is created, so that what is not
	 * valid is replaced by its last good state before anybody reads it.
	 * @return triggers the pipeline's start
	 */
	@Bean
	static BeanFactoryInitializer<ListableBeanFactory> setpointPipelineInitializer() {
		return (beanFactory) -> beanFactory.getBean(AcceptancePipeline.class);
	}

	@Bean
	NotificationExecutor setpointNotificationExecutor(Environment environment) {
		return new NotificationExecutor(Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	SourceReview setpointSourceReview(ConfigurableEnvironment environment) {
		return new SourceReview(environment);
	}

	@Bean
	EnvironmentReview setpointEnvironmentReview(SourceReview review, AcceptancePipeline pipeline) {
		return new EnvironmentReview(review, pipeline);
	}

	@Bean
	InheritedLocations setpointInheritedLocations(ConfigurableApplicationContext context) {
		return new InheritedLocations(context);
	}

	@Bean
	AcceptancePipeline setpointAcceptancePipeline(ConfigurableApplicationContext context, BoundTypes types,
			StandIns standIns, InheritedLocations inherited, NotificationExecutor executor, SourceReview review) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		ImportSession imports = ImportSession.of(beanFactory);
		Set<LocationPropertySource> locations = new LinkedHashSet<>(inherited.own());
		if (imports != null) {
			locations.addAll(imports.sources());
		}
		review.isTouched();
		AcceptancePipeline pipeline = new AcceptancePipeline(types, new TypeBinder(context, standIns), locations,
				OwnBeans.of(beanFactory, AcceptanceFollower.class), executor::execute, Clock.systemUTC());
		inherited.follow(pipeline);
		pipeline.start((imports != null) ? imports.startState() : StartState.of(0));
		return pipeline;
	}

	@Bean
	Snapshots setpointSnapshots(AcceptancePipeline pipeline) {
		return pipeline.snapshots();
	}

	@Bean
	AcceptanceFollower setpointEventPublisher(ConfigurableApplicationContext context) {
		return new EventPublisher(context);
	}

	/**
	 * Who is told to import nothing need not say where etcd is: to resolve that may cost
	 * something.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnEnabledCondition.class)
	@EnableConfigurationProperties(SetpointProperties.class)
	static class SettingsConfiguration {

	}

}
