package io.setpoint.discovery;

import java.util.LinkedHashMap;
import java.util.Map;

import io.setpoint.naming.Naming;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.RegistrationManagementLifecycle;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for being registered in etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { AutoServiceRegistrationAutoConfiguration.class, ServiceRegistryAutoConfiguration.class },
		after = { SetpointDiscoveryAutoConfiguration.class, AutoServiceRegistrationConfiguration.class },
		afterName = "org.springframework.cloud.commons.util.UtilAutoConfiguration")
@ConditionalOnBean(DiscoveryProperties.class)
public final class SetpointServiceRegistryAutoConfiguration {

	private static final String ZONE = "zone";

	@Bean
	EtcdServiceRegistry setpointServiceRegistry(Naming naming, DiscoveryProperties properties) {
		return new EtcdServiceRegistry(naming, properties);
	}

	/**
	 * Registers this application by itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "spring.cloud.service-registry.auto-registration.enabled",
			matchIfMissing = true)
	static class AutomaticRegistration {

		/**
		 * What {@code SpringApplication} registers in each context that it runs.
		 */
		private static final String OF_SPRING_APPLICATION = "springApplicationArguments";

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		EtcdRegistration setpointRegistration(DiscoveryProperties properties, Environment environment,
				ObjectProvider<InetUtils> inetUtils) {
			String name = environment.getProperty("spring.application.name", "application");
			String host = StringUtils.hasText(properties.host()) ? properties.host()
					: inetUtils.getObject().findFirstNonLoopbackHostInfo().getIpAddress();
			int port = (properties.port() != null) ? properties.port() : 0;
			return new EtcdRegistration(name, properties.instanceId(), host, port, metadata(properties, environment));
		}

		private static Map<String, String> metadata(DiscoveryProperties properties, Environment environment) {
			Map<String, String> metadata = new LinkedHashMap<>(properties.metadata());
			boolean secure = (properties.secure() != null) ? properties.secure() : isSecure(environment);
			if (secure) {
				metadata.putIfAbsent(EtcdRegistration.SECURE, "true");
			}
			String zone = environment.getProperty("spring.cloud.loadbalancer.zone");
			if (StringUtils.hasText(zone)) {
				metadata.putIfAbsent(ZONE, zone);
			}
			return metadata;
		}

		private static boolean isSecure(Environment environment) {
			return environment.getProperty("server.ssl.enabled", Boolean.class, true)
					&& (environment.containsProperty("server.ssl.bundle")
							|| environment.containsProperty("server.ssl.key-store")
							|| environment.containsProperty("server.ssl.certificate"));
		}

		@Bean
		EtcdAutoServiceRegistration setpointAutoServiceRegistration(ApplicationContext context,
				ConfigurableListableBeanFactory beanFactory, EtcdServiceRegistry registry,
				ObjectProvider<AutoServiceRegistrationProperties> properties, EtcdRegistration registration,
				ObjectProvider<RegistrationManagementLifecycle<EtcdRegistration>> managementLifecycles,
				ObjectProvider<RegistrationLifecycle<EtcdRegistration>> lifecycles) {
			return new EtcdAutoServiceRegistration(context, registry,
					properties.getIfAvailable(AutoServiceRegistrationProperties::new), registration,
					beanFactory.containsSingleton(OF_SPRING_APPLICATION), managementLifecycles.orderedStream().toList(),
					lifecycles.orderedStream().toList());
		}

		@Bean
		TrafficLifecycle setpointTrafficLifecycle(ApplicationContext context, EtcdAutoServiceRegistration registration,
				Naming naming) {
			return new TrafficLifecycle(context, registration, naming::departed);
		}

	}

}
