package io.setpoint.autoconfigure;

import io.setpoint.actuate.RolloutsEndpoint;
import io.setpoint.actuate.RolloutsFilter;
import io.setpoint.actuate.RolloutsWebFilter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.WebFilter;

/**
 * Stands around the {@link RolloutsEndpoint} wherever the endpoints are: in the context
 * of the application, or in that of a port of their own.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBean(RolloutsEndpoint.class)
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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ OncePerRequestFilter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<RolloutsFilter> setpointRolloutsFilter(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EndpointAccessResolver> access) {
			FilterRegistrationBean<RolloutsFilter> registration = new FilterRegistrationBean<>(
					new RolloutsFilter(() -> endpoints.getObject().getPath(ROLLOUTS), () -> isWritable(access)));
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
				ObjectProvider<EndpointAccessResolver> access) {
			return new RolloutsWebFilter(() -> endpoints.getObject().getPath(ROLLOUTS), () -> isWritable(access));
		}

	}

}
