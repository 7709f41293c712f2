package io.setpoint.autoconfigure;

import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.ObservationFilter;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.rollout.web.ReactiveVariantFilter;
import io.setpoint.rollout.web.ServletVariantFilter;
import io.setpoint.rollout.web.SubjectFilter;
import io.setpoint.rollout.web.SubjectResolver;
import io.setpoint.rollout.web.SubjectWebFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for rollouts over requests: the filters that find out which side a
 * request is on, and the tag that tells the sides apart.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class,
		beforeName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@Conditional(OnImportedRolloutCondition.class)
public final class SetpointRolloutWebAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SubjectResolver.class);

	/**
	 * Right behind Spring Security's filter.
	 */
	private static final int AFTER_AUTHENTICATION = -90;

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ OncePerRequestFilter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnBean(SubjectResolver.class)
		FilterRegistrationBean<SubjectFilter> setpointSubjectFilter(ObjectProvider<AcceptancePipeline> pipeline,
				ObjectProvider<SubjectResolver<HttpServletRequest>> resolvers) {
			SubjectResolver<HttpServletRequest> resolver = resolvers.getIfAvailable();
			FilterRegistrationBean<SubjectFilter> registration = new FilterRegistrationBean<>(new SubjectFilter(
					() -> pipeline.getObject().assigner(), (resolver != null) ? resolver : (request) -> null));
			registration.setEnabled(resolver != null);
			registration.setOrder(AFTER_AUTHENTICATION);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		/**
		 * A resolver that is never asked is hard to find out about.
		 * @return says so when the application has started
		 */
		@Bean
		@ConditionalOnBean(SubjectResolver.class)
		@ConditionalOnMissingBean(SubjectWebFilter.class)
		SmartInitializingSingleton setpointUnpropagatedSubjects() {
			return () -> logger.warn("Subjects are not resolved, so all requests have the stable side: set"
					+ " 'spring.reactor.context-propagation=auto' and add io.micrometer:context-propagation");
		}

		/**
		 * Without propagation the handlers would not see what the filter has found out,
		 * and the tag would say what is not so.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(ThreadLocalAccessor.class)
		@ConditionalOnProperty(name = "spring.reactor.context-propagation", havingValue = "auto")
		static class PropagationConfiguration {

			@Bean
			@ConditionalOnBean(SubjectResolver.class)
			SubjectWebFilter setpointSubjectWebFilter(ObjectProvider<AcceptancePipeline> pipeline,
					ObjectProvider<SubjectResolver<ServerWebExchange>> resolvers) {
				return new SubjectWebFilter(() -> pipeline.getObject().assigner(),
						resolvers.getIfAvailable(() -> (exchange) -> null));
			}

		}

	}

	/**
	 * The tag is there with or without a resolver: what reads the meter must not depend
	 * on it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationFilter.class)
	static class ObservationConfiguration {

		@Bean
		@ConditionalOnWebApplication(type = Type.SERVLET)
		ServletVariantFilter setpointServletVariantFilter() {
			return new ServletVariantFilter();
		}

		@Bean
		@ConditionalOnWebApplication(type = Type.REACTIVE)
		ReactiveVariantFilter setpointReactiveVariantFilter() {
			return new ReactiveVariantFilter();
		}

	}

}
