package io.setpoint.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SpringBootCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringBootCheckTests {

	@Test
	void springBootWithoutTheMarkIsRefusedInASentence(CapturedOutput output) {
		SpringApplication application = application();
		application.setResourceLoader(new DefaultResourceLoader(
				new FilteredClassLoader("org.springframework.boot.EnvironmentPostProcessor")));
		assertThatException().isThrownBy(application::run);
		assertThat(output)
			.contains("Setpoint needs Spring Boot 4.0 or later, and this is " + SpringBootVersion.getVersion() + ".")
			.contains("Use Spring Boot 4.1, or remove 'io.setpoint:setpoint-spring-boot-starter'.");
	}

	@Test
	void thisSpringBootIsTaken() {
		assertThatNoException().isThrownBy(() -> application().run().close());
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
