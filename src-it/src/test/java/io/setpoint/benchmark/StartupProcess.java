package io.setpoint.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;

/**
 * An application that says when it is ready, and ends with its standard input.
 */
public final class StartupProcess {

	private StartupProcess() {
	}

	/**
	 * Run.
	 * @param args settings of the application
	 * @throws IOException if there is nobody to talk to
	 */
	public static void main(String[] args) throws IOException {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(Map.of("logging.level.root", "warn"));
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> System.out.println("ready"));
		application.run(args);
		System.in.transferTo(OutputStream.nullOutputStream());
		System.exit(0);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Limits.class)
	@ConfigurationPropertiesScan("io.setpoint.benchmark.generated")
	static class Application {

	}

}
