package io.setpoint.it;

import java.util.Map;
import java.util.function.Function;

import io.setpoint.actuate.SetpointEndpoint;
import io.setpoint.health.SetpointHealthIndicator;
import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Imports whose sources a library replaces before anything is bound.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
@ExtendWith(OutputCaptureExtension.class)
class WrappedImportTests {

	private final EtcdInMemory etcd;

	WrappedImportTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		this.etcd.deletePrefix("");
		this.etcd.put("/depot/shelf/label", "ENC:one");
	}

	@Test
	void importWhenAllSourcesAreWrappedIsReadThroughTheWrapperAndFollowed() {
		try (Application application = run(Wrapping.class)) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			assertThat(application.get(Shelf.class).label()).isEqualTo("one");
			assertThat(application.property("shelf.label")).isEqualTo("one");
			acceptance.put("/depot/shelf/label", "ENC:two");
			assertThat(application.get(Shelf.class).label()).isEqualTo("two");
			assertThat(application.property("shelf.label")).isEqualTo("two");
			acceptance.delete("/depot/shelf/label");
			assertThat(application.get(Shelf.class).label()).isEqualTo("empty");
			assertThat(application.property("shelf.label")).isNull();
			assertThat(application.bean(SetpointHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void importWhenItsSourceIsReplacedByCopySaysSo(CapturedOutput output) {
		try (Application application = run(Copying.class)) {
			String remark = "The source of etcd:/depot/ is not in the environment any more";
			assertThat(application.get(Shelf.class).label()).isEqualTo("ENC:one");
			assertThat(application.statuses()).containsKey("/depot/");
			assertThat(output).contains(remark);
			assertThat(application.bean(SetpointEndpoint.class).setpoint().remarks()).singleElement()
				.asString()
				.startsWith(remark);
			assertThat(application.bean(SetpointHealthIndicator.class).health().getStatus()).isEqualTo(Status.UNKNOWN);
		}
	}

	private Application run(Class<?> configuration) {
		return Launch.of(configuration)
			.etcd(this.etcd)
			.imports("etcd:/depot/")
			.with("management.endpoints.web.exposure.include=setpoint")
			.run();
	}

	private static BeanFactoryPostProcessor replacing(ConfigurableEnvironment environment,
			Function<EnumerablePropertySource<?>, PropertySource<?>> replacement) {
		return (beanFactory) -> {
			MutablePropertySources sources = environment.getPropertySources();
			for (PropertySource<?> source : sources.stream().toList()) {
				if (source instanceof EnumerablePropertySource<?> enumerable) {
					sources.replace(source.getName(), replacement.apply(enumerable));
				}
			}
		};
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Shelf.class)
	static class Types {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Types.class)
	static class Wrapping {

		@Bean
		static BeanFactoryPostProcessor wrapping(ConfigurableEnvironment environment) {
			return replacing(environment, Wrapper::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Types.class)
	static class Copying {

		@Bean
		static BeanFactoryPostProcessor copying(ConfigurableEnvironment environment) {
			return replacing(environment, (source) -> source.getName().startsWith("etcd:")
					? new MapPropertySource(source.getName(), Map.of("shelf.label", source.getProperty("shelf.label")))
					: source);
		}

	}

	static class Wrapper extends EnumerablePropertySource<Object> {

		private final EnumerablePropertySource<?> delegate;

		Wrapper(EnumerablePropertySource<?> delegate) {
			super(delegate.getName(), delegate.getSource());
			this.delegate = delegate;
		}

		@Override
		public String[] getPropertyNames() {
			return this.delegate.getPropertyNames();
		}

		@Override
		public Object getProperty(String name) {
			Object value = this.delegate.getProperty(name);
			return (value instanceof String text && text.startsWith("ENC:")) ? text.substring(4) : value;
		}

	}

	@ConfigurationProperties("shelf")
	record Shelf(@DefaultValue("empty") String label) {
	}

}
