package io.setpoint.autoconfigure;

import java.util.Set;

import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.actuate.RefreshEndpoint;
import io.setpoint.actuate.RefreshOperation;
import io.setpoint.actuate.RefreshWebExtension;
import io.setpoint.cloud.ForeignChangeListener;
import io.setpoint.cloud.LiveRefreshEndpoint;
import io.setpoint.cloud.OtherSources;
import io.setpoint.cloud.RefreshScopeUpdate;
import io.setpoint.cloud.SpringCloudEvents;
import io.setpoint.cloud.UnfollowedPropertiesBeans;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.context.properties.ConfigurationPropertiesBeans;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for {@code POST /actuator/refresh}, and for the refresh scope where
 * Spring Cloud is present.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class,
		afterName = "org.springframework.cloud.autoconfigure.RefreshAutoConfiguration",
		beforeName = { "org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration",
				"org.springframework.cloud.autoconfigure.RefreshEndpointAutoConfiguration" })
public final class SetpointRefreshAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RefreshScope.class)
	@ConditionalOnBean({ RefreshScope.class, AcceptancePipeline.class })
	static class RefreshScopeConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 20)
		AcceptanceFollower setpointRefreshScopeUpdate(ConfigurableListableBeanFactory beanFactory,
				ConfigurableEnvironment environment, RefreshScope scope, NotificationExecutor executor) {
			return new RefreshScopeUpdate(beanFactory, environment, scope, executor::execute);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 30)
		AcceptanceFollower setpointSpringCloudEvents(ApplicationEventPublisher publisher) {
			return new SpringCloudEvents(publisher);
		}

		@Bean
		ForeignChangeListener setpointForeignChangeListener(AcceptancePipeline pipeline) {
			return new ForeignChangeListener(pipeline);
		}

		/**
		 * Has the name that Spring Cloud gives to its own, so that in a hierarchy of
		 * contexts the one of each context is found and not two.
		 * @param context the context, whose ancestors may follow theirs
		 * @return the beans that Spring Cloud rebinds
		 */
		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		@ConditionalOnMissingBean(value = ConfigurationPropertiesBeans.class, search = SearchStrategy.CURRENT)
		static UnfollowedPropertiesBeans configurationPropertiesBeans(ConfigurableApplicationContext context) {
			return new UnfollowedPropertiesBeans(context);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class, ContextRefresher.class })
	@ConditionalOnBean({ ContextRefresher.class, ConfigurationWatch.class })
	static class CloudEndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RefreshOperation setpointRefreshOperation(ConfigurationWatch watch, ContextRefresher contextRefresher,
				ApplicationEventPublisher publisher) {
			return new RefreshOperation(watch, new OtherSources(contextRefresher, publisher),
					contextRefresher::refresh);
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean(value = org.springframework.cloud.endpoint.RefreshEndpoint.class,
				search = SearchStrategy.CURRENT)
		LiveRefreshEndpoint refreshEndpoint(ContextRefresher contextRefresher, RefreshOperation operation) {
			return new LiveRefreshEndpoint(contextRefresher, operation);
		}

		@Bean
		@ConditionalOnBean(value = LiveRefreshEndpoint.class, search = SearchStrategy.CURRENT)
		RefreshWebExtension setpointRefreshWebExtension(RefreshOperation operation) {
			return new RefreshWebExtension(operation);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnBean(ConfigurationWatch.class)
	@ConditionalOnMissingBean(type = "org.springframework.cloud.context.refresh.ContextRefresher")
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RefreshOperation setpointRefreshOperation(ConfigurationWatch watch) {
			return new RefreshOperation(watch, Set::of, Set::of);
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RefreshEndpoint refreshEndpoint(RefreshOperation operation) {
			return new RefreshEndpoint(operation);
		}

		@Bean
		@ConditionalOnBean(value = RefreshEndpoint.class, search = SearchStrategy.CURRENT)
		RefreshWebExtension setpointRefreshWebExtension(RefreshOperation operation) {
			return new RefreshWebExtension(operation);
		}

	}

}
