package io.setpoint.autoconfigure;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.setpoint.Pool;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.TestLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.properties.ConfigurationPropertiesBeans;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contexts above each other, both of which are auto-configured.
 */
class ContextHierarchyTests {

	/**
	 * What an application defines once for all of its contexts.
	 */
	private static final List<String> SHARED = List.of("setpointEtcdConnectionDetails", "EndpointConfiguration",
			"setpointUnpropagatedSubjects");

	@ParameterizedTest
	@ValueSource(strings = { "x=1", "spring.config.import=optional:etcd:/config/test/",
			"spring.cloud.refresh.enabled=false" })
	void parentAndChildStartAndHaveEachTheirOwn(String property) {
		try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Parent.class)
			.web(WebApplicationType.NONE)
			.child(Child.class)
			.web(WebApplicationType.NONE)
			.run("--" + property, "--setpoint.etcd.endpoints=http://127.0.0.1:1", "--setpoint.snapshot.enabled=false",
					"--management.endpoints.web.exposure.include=*");
				ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent()) {
			assertThat(child.getBean(AcceptancePipeline.class)).isNotSameAs(parent.getBean(AcceptancePipeline.class));
			assertThat(child.getBeanNamesForType(ConfigurationPropertiesBeans.class))
				.isEqualTo(parent.getBeanNamesForType(ConfigurationPropertiesBeans.class));
			assertThat(own(child)).containsExactlyElementsOf(own(parent)).isNotEmpty();
		}
	}

	private static List<String> own(ConfigurableApplicationContext context) {
		return Stream.of(context.getBeanFactory().getBeanDefinitionNames())
			.filter((name) -> name.startsWith("setpoint") && !SHARED.contains(name))
			.sorted()
			.toList();
	}

	@Test
	void refreshOfAChildLeavesAloneWhatItsParentFollows() throws Exception {
		try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Pools.class)
			.web(WebApplicationType.NONE)
			.child(Child.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.import=optional:etcd:/config/test/", "--setpoint.etcd.endpoints=http://127.0.0.1:1",
					"--setpoint.snapshot.enabled=false");
				ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent()) {
			TestLocation.in("/config/test/").change(parent.getBeanFactory(), "pool/size", "2");
			Pool pool = parent.getBean(Pool.class);
			assertThat(pool.given()).containsExactly(2);
			child.publishEvent(new EnvironmentChangeEvent(child, Set.of("pool.size")));
			parent.getBean(AcceptancePipeline.class).followed().get(60, TimeUnit.SECONDS);
			assertThat(pool.given()).containsExactly(2);
		}
	}

	@Test
	void nothingStandsAsideForABeanOfAnAncestor() {
		List<String> wide = new ArrayList<>();
		for (String name : ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())) {
			if (name.startsWith("io.setpoint.")) {
				collect(ClassUtils.resolveClassName(name, null), wide);
			}
		}
		collect(WatchConfiguration.class, wide);
		collect(FollowerConfiguration.class, wide);
		collect(SnapshotConfiguration.class, wide);
		assertThat(wide).containsExactlyInAnyOrderElementsOf(SHARED);
	}

	private static void collect(Class<?> type, List<String> wide) {
		add(type, type.getSimpleName(), wide);
		Arrays.stream(type.getDeclaredMethods()).forEach((method) -> add(method, method.getName(), wide));
		Arrays.stream(type.getDeclaredClasses()).forEach((nested) -> collect(nested, wide));
	}

	private static void add(AnnotatedElement element, String name, List<String> wide) {
		ConditionalOnMissingBean condition = element.getAnnotation(ConditionalOnMissingBean.class);
		if (condition != null && condition.search() != SearchStrategy.CURRENT) {
			wide.add(name);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pool.class)
	static class Pools {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Child {

	}

}
