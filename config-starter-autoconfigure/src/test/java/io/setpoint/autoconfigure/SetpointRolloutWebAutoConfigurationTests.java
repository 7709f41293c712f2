package io.setpoint.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.ObservationFilter;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.ImportedLocation;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.imports.RolloutLocation;
import io.setpoint.rollout.web.ReactiveVariantFilter;
import io.setpoint.rollout.web.ServletVariantFilter;
import io.setpoint.rollout.web.SubjectFilter;
import io.setpoint.rollout.web.SubjectResolver;
import io.setpoint.rollout.web.SubjectWebFilter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SetpointRolloutWebAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SetpointRolloutWebAutoConfigurationTests {

	private static final AutoConfigurations TESTED = AutoConfigurations.of(SetpointRolloutWebAutoConfiguration.class);

	private static final String PROPAGATION = "spring.reactor.context-propagation=auto";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(TESTED)
		.withInitializer(imported("shop"));

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(TESTED)
		.withInitializer(imported("shop"));

	@Test
	void servletApplicationWithResolverHasFilterAndTag() {
		this.servlet.withUserConfiguration(ServletSubjects.class).run((context) -> {
			assertThat(filter(context).isEnabled()).isTrue();
			assertThat(filter(context).getOrder()).isEqualTo(-90);
			assertThat(context).hasSingleBean(ServletVariantFilter.class)
				.doesNotHaveBean(ReactiveVariantFilter.class)
				.doesNotHaveBean(SubjectWebFilter.class);
		});
	}

	@Test
	void servletApplicationWithoutResolverHasTheTagOnly() {
		this.servlet.run((context) -> assertThat(context).hasSingleBean(ServletVariantFilter.class)
			.doesNotHaveBean(FilterRegistrationBean.class));
	}

	@Test
	void servletApplicationWithReactiveResolverDoesNotFilter() {
		this.servlet.withUserConfiguration(ReactiveSubjects.class)
			.run((context) -> assertThat(filter(context).isEnabled()).isFalse());
	}

	@Test
	void servletApplicationWithoutObservationHasTheFilterOnly() {
		this.servlet.withUserConfiguration(ServletSubjects.class)
			.withClassLoader(new FilteredClassLoader(ObservationFilter.class))
			.run((context) -> {
				assertThat(filter(context).isEnabled()).isTrue();
				assertThat(context).doesNotHaveBean("setpointServletVariantFilter");
			});
	}

	@Test
	void servletApplicationWithoutContextPropagationHasFilterAndTag() {
		this.servlet.withUserConfiguration(ServletSubjects.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> {
				assertThat(filter(context).isEnabled()).isTrue();
				assertThat(context).hasSingleBean(ServletVariantFilter.class);
			});
	}

	@Test
	void servletApplicationWithoutReactorHasFilterAndTag() {
		this.servlet.withUserConfiguration(ServletSubjects.class)
			.withClassLoader(new FilteredClassLoader(Mono.class, WebFilter.class))
			.run((context) -> {
				assertThat(filter(context).isEnabled()).isTrue();
				assertThat(context).hasSingleBean(ServletVariantFilter.class);
			});
	}

	@Test
	void servletApplicationWithoutSpringWebFiltersHasNoFilter() {
		this.servlet.withUserConfiguration(ServletSubjects.class)
			.withClassLoader(new FilteredClassLoader(OncePerRequestFilter.class))
			.run((context) -> assertThat(context).doesNotHaveBean("setpointSubjectFilter"));
	}

	@Test
	void servletApplicationWithoutFilterRegistrationHasNoFilter() {
		this.servlet.withUserConfiguration(ServletSubjects.class)
			.withClassLoader(new FilteredClassLoader(FilterRegistrationBean.class))
			.run((context) -> assertThat(context).doesNotHaveBean("setpointSubjectFilter"));
	}

	@Test
	void servletApplicationWithoutRolloutHasNeitherFilterNorTag() {
		new WebApplicationContextRunner().withConfiguration(TESTED)
			.withInitializer(imported())
			.withUserConfiguration(ServletSubjects.class)
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(ObservationFilter.class));
	}

	@Test
	void servletApplicationWithoutImportHasNeitherFilterNorTag() {
		new WebApplicationContextRunner().withConfiguration(TESTED)
			.withUserConfiguration(ServletSubjects.class)
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(ObservationFilter.class));
	}

	@Test
	void reactiveApplicationWithResolverAndPropagationHasFilterAndTag() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class).withPropertyValues(PROPAGATION).run((context) -> {
			assertThat(context).hasSingleBean(SubjectWebFilter.class)
				.hasSingleBean(ReactiveVariantFilter.class)
				.doesNotHaveBean(ServletVariantFilter.class)
				.doesNotHaveBean(FilterRegistrationBean.class);
			assertThat(context.getBean(SubjectWebFilter.class).getOrder()).isEqualTo(-90);
		});
	}

	@Test
	void reactiveApplicationWithoutResolverHasTheTagOnly() {
		this.reactive.withPropertyValues(PROPAGATION)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveVariantFilter.class)
				.doesNotHaveBean(SubjectWebFilter.class));
	}

	@Test
	void reactiveApplicationWithoutPropagationHasTheTagOnly() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveVariantFilter.class)
				.doesNotHaveBean(SubjectWebFilter.class));
	}

	@Test
	void reactiveApplicationWithoutPropagationIsToldSo(CapturedOutput output) {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.run((context) -> assertThat(output)
				.contains("all requests have the stable side: set" + " 'spring.reactor.context-propagation=auto'"));
	}

	@Test
	void reactiveApplicationWithPropagationIsNotTold(CapturedOutput output) {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.run((context) -> assertThat(output).doesNotContain("Subjects are not resolved"));
	}

	@Test
	void reactiveApplicationWithServletResolverStarts() {
		this.reactive.withUserConfiguration(ServletSubjects.class)
			.withPropertyValues(PROPAGATION)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void reactiveApplicationWithLimitedPropagationHasTheTagOnly() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues("spring.reactor.context-propagation=limited")
			.run((context) -> assertThat(context).hasSingleBean(ReactiveVariantFilter.class)
				.doesNotHaveBean(SubjectWebFilter.class));
	}

	@Test
	void reactiveApplicationWithoutContextPropagationLibraryHasTheTagOnly() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.withClassLoader(new FilteredClassLoader(ThreadLocalAccessor.class))
			.run((context) -> assertThat(context).hasSingleBean(ReactiveVariantFilter.class)
				.doesNotHaveBean(SubjectWebFilter.class));
	}

	@Test
	void reactiveApplicationWithoutObservationHasTheFilterOnly() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.withClassLoader(new FilteredClassLoader(ObservationFilter.class))
			.run((context) -> assertThat(context).hasSingleBean(SubjectWebFilter.class)
				.doesNotHaveBean("setpointReactiveVariantFilter"));
	}

	@Test
	void reactiveApplicationWithoutServletsHasFilterAndTag() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasSingleBean(SubjectWebFilter.class)
				.hasSingleBean(ReactiveVariantFilter.class));
	}

	@Test
	void reactiveApplicationWithoutWebFiltersHasNoFilter() {
		this.reactive.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.withClassLoader(new FilteredClassLoader(WebFilter.class))
			.run((context) -> assertThat(context).doesNotHaveBean("setpointSubjectWebFilter"));
	}

	@Test
	void reactiveApplicationWithoutRolloutHasNeitherFilterNorTag() {
		new ReactiveWebApplicationContextRunner().withConfiguration(TESTED)
			.withInitializer(imported())
			.withUserConfiguration(ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.run((context) -> assertThat(context).doesNotHaveBean(SubjectWebFilter.class)
				.doesNotHaveBean(ObservationFilter.class));
	}

	@Test
	void otherApplicationHasNeitherFilterNorTag() {
		new ApplicationContextRunner().withConfiguration(TESTED)
			.withInitializer(imported("shop"))
			.withUserConfiguration(ServletSubjects.class, ReactiveSubjects.class)
			.withPropertyValues(PROPAGATION)
			.run((context) -> assertThat(context).hasSingleBean(SetpointRolloutWebAutoConfiguration.class)
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(SubjectWebFilter.class)
				.doesNotHaveBean(ObservationFilter.class));
	}

	@SuppressWarnings("unchecked")
	private static FilterRegistrationBean<SubjectFilter> filter(BeanFactory beanFactory) {
		return beanFactory.getBean("setpointSubjectFilter", FilterRegistrationBean.class);
	}

	/**
	 * Let the application have imported some configurations.
	 * @param configurations their names
	 * @return the initializer
	 */
	private static ApplicationContextInitializer<ConfigurableApplicationContext> imported(String... configurations) {
		List<ImportedLocation> locations = Arrays.stream(configurations)
			.<ImportedLocation>map((name) -> new RolloutLocation(name, new RolloutKeys("/rollouts", "/fleet")))
			.toList();
		ImportSession session = mock(ImportSession.class);
		given(session.locations()).willReturn(locations);
		return (context) -> context.getBeanFactory().registerSingleton(ImportSession.BEAN_NAME, session);
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletSubjects {

		@Bean
		SubjectResolver<HttpServletRequest> servletSubjects() {
			return (request) -> null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveSubjects {

		@Bean
		SubjectResolver<ServerWebExchange> reactiveSubjects() {
			return (exchange) -> null;
		}

	}

}
