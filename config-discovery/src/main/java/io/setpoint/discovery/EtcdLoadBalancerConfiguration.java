package io.setpoint.discovery;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.setpoint.naming.Directory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplierBuilder;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.cloud.loadbalancer.support.LoadBalancerEnvironmentPropertyUtils;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * The instances of one load balanced client. What Spring Cloud can be configured to
 * prefer among them is preferred here too.
 */
@Configuration(proxyBeanMethods = false)
class EtcdLoadBalancerConfiguration {

	private static final String CONFIGURATIONS = "configurations";

	private static final Map<String, UnaryOperator<ServiceInstanceListSupplierBuilder>> PREFERENCES = Map.of(
			"zone-preference", ServiceInstanceListSupplierBuilder::withZonePreference, "request-based-sticky-session",
			ServiceInstanceListSupplierBuilder::withRequestBasedStickySession, "same-instance-preference",
			ServiceInstanceListSupplierBuilder::withSameInstancePreference, "weighted",
			ServiceInstanceListSupplierBuilder::withWeighted, "subset", ServiceInstanceListSupplierBuilder::withSubset);

	@Bean
	@Fallback
	@ConditionalOnMissingBean
	@Conditional(Supported.class)
	ServiceInstanceListSupplier setpointServiceInstanceListSupplier(ConfigurableApplicationContext context,
			Directory directory) {
		String service = context.getEnvironment().getProperty(LoadBalancerClientFactory.PROPERTY_NAME);
		Assert.state(service != null, "A load balancer has no service");
		ServiceInstanceListSupplierBuilder builder = ServiceInstanceListSupplier.builder()
			.withBase(new EtcdServiceInstanceListSupplier(service, directory));
		return preferring(context.getEnvironment(), builder).build(context);
	}

	private static ServiceInstanceListSupplierBuilder preferring(Environment environment,
			ServiceInstanceListSupplierBuilder builder) {
		return PREFERENCES.entrySet()
			.stream()
			.filter((preference) -> isConfigured(environment, preference.getKey()))
			.findFirst()
			.map((preference) -> preference.getValue().apply(builder))
			.orElse(builder);
	}

	private static boolean isConfigured(Environment environment, String configuration) {
		return LoadBalancerEnvironmentPropertyUtils.equalToForClientOrDefault(environment, CONFIGURATIONS,
				configuration);
	}

	/**
	 * Leaves to Spring Cloud what asks each instance by itself: health checks and
	 * versions of an API.
	 */
	static class Supported implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			return !isConfigured(environment, "health-check") && !isConfigured(environment, "api-version");
		}

	}

}
