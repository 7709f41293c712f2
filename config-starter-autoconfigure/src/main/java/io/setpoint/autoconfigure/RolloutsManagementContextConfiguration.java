package io.setpoint.autoconfigure;

import java.util.Objects;

import io.setpoint.actuate.RolloutsFilter;
import io.setpoint.actuate.RolloutsWebFilter;
import io.setpoint.rollout.Rollouts;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.WebFilter;

/**
 * Stands around the endpoint of rollouts wherever the endpoints are: in the context of
 * the application, or in that of a port of their own. It also says what to switch on
 * where the endpoint is not exposed, or is named and there is nothing to import.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@Conditional(OnWantedRolloutsCondition.class)
class RolloutsManagementContextConfiguration {

	private static final EndpointId ROLLOUTS = EndpointId.of("rollouts");

	/**
	 * Behind Spring Security's filter, so that nobody is told anything before he is
	 * known.
	 */
	private static final int AFTER_AUTHENTICATION = -90;

	private static boolean isWritable(ObjectProvider<EndpointAccessResolver> access) {
		EndpointAccessResolver resolver = access.getIfAvailable();
		return resolver != null && resolver.accessFor(ROLLOUTS, Access.READ_ONLY) == Access.UNRESTRICTED;
	}

	private static boolean isImported(ObjectProvider<Rollouts> rollouts) {
		return rollouts.stream().findAny().isPresent();
	}

	private static boolean isExposed(ObjectProvider<PathMappedEndpoints> endpoints) {
		return endpoints.getObject().getPath(ROLLOUTS) != null;
	}

	private static String path(PathMappedEndpoints endpoints, ObjectProvider<WebEndpointProperties> properties) {
		String path = endpoints.getPath(ROLLOUTS);
		return (path != null) ? path
				: endpoints.getBasePath() + "/"
						+ properties.stream()
							.map((settings) -> settings.getPathMapping().get(ROLLOUTS.toString()))
							.filter(Objects::nonNull)
							.findFirst()
							.orElse(ROLLOUTS.toString());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ OncePerRequestFilter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<RolloutsFilter> setpointRolloutsFilter(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<WebEndpointProperties> properties, ObjectProvider<EndpointAccessResolver> access,
				ObjectProvider<Rollouts> rollouts) {
			FilterRegistrationBean<RolloutsFilter> registration = new FilterRegistrationBean<>(
					new RolloutsFilter(() -> path(endpoints.getObject(), properties), () -> isImported(rollouts),
							() -> isExposed(endpoints), () -> isWritable(access)));
			registration.setOrder(AFTER_AUTHENTICATION);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		@Bean
		@Order(AFTER_AUTHENTICATION)
		RolloutsWebFilter setpointRolloutsWebFilter(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<WebEndpointProperties> properties, ObjectProvider<EndpointAccessResolver> access,
				ObjectProvider<Rollouts> rollouts) {
			return new RolloutsWebFilter(() -> path(endpoints.getObject(), properties), () -> isImported(rollouts),
					() -> isExposed(endpoints), () -> isWritable(access));
		}

	}

}
