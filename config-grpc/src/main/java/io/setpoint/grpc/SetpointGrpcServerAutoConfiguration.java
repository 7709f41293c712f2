package io.setpoint.grpc;

import java.util.List;

import io.setpoint.discovery.EtcdRegistration;
import io.setpoint.naming.Naming;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for being registered in etcd as a server of gRPC.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointGrpcAutoConfiguration.class,
		afterName = { "io.setpoint.discovery.SetpointServiceRegistryAutoConfiguration",
				"org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration" })
@ConditionalOnClass(GrpcServerLifecycle.class)
@ConditionalOnBean({ GrpcServerLifecycle.class, EtcdTargets.class })
@ConditionalOnBooleanProperty(name = { "setpoint.enabled", "setpoint.grpc.register" }, matchIfMissing = true)
public final class SetpointGrpcServerAutoConfiguration {

	/**
	 * What {@code SpringApplication} registers in each context that it runs.
	 */
	private static final String OF_SPRING_APPLICATION = "springApplicationArguments";

	private static final String CALLS = "setpointGrpcCallsLifecycle";

	@Bean
	@ConditionalOnMissingBean
	Listing setpointGrpcListing(Naming naming, GrpcProperties properties, Environment environment) {
		String host = StringUtils.hasText(properties.host()) ? properties.host() : LocalHost.address();
		return new OwnListing(naming, environment.getProperty("spring.application.name", "application"), host,
				properties.lease());
	}

	@Bean(CALLS)
	CallsLifecycle setpointGrpcCallsLifecycle(ApplicationContext context, ConfigurableListableBeanFactory beanFactory,
			List<GrpcServerLifecycle> servers, Listing listing, Naming naming) {
		return new CallsLifecycle(context, servers, listing, naming,
				beanFactory.containsSingleton(OF_SPRING_APPLICATION));
	}

	/**
	 * An application that discovery registers for its web server says there where it
	 * speaks gRPC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EtcdRegistration.class, AbstractAutoServiceRegistration.class })
	@ConditionalOnWebApplication
	static class WithDiscovery {

		private static final String TRAFFIC = "setpointTrafficLifecycle";

		/**
		 * Has discovery register the application after it is known where the server is.
		 * @return says who starts first
		 */
		@Bean
		static BeanFactoryPostProcessor setpointGrpcBeforeDiscovery() {
			return (beanFactory) -> beanFactory.registerDependentBean(CALLS, TRAFFIC);
		}

		@Bean
		@ConditionalOnBean(EtcdRegistration.class)
		Listing setpointGrpcDiscoveredListing(EtcdRegistration registration,
				ObjectProvider<AbstractAutoServiceRegistration<?>> registrations) {
			return new DiscoveredListing(registration,
					() -> registrations.forEach(AbstractAutoServiceRegistration::stop));
		}

	}

}
