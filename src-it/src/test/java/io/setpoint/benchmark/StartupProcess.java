package io.setpoint.benchmark;

import java.io.IOException;
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
import org.springframework.core.Ordered;

/**
 * An application that says when it is ready, answers what it takes up, and ends with its
 * standard input.
 */
public final class StartupProcess {

	/**
	 * What it says when it is ready, before the CPU time in ms that it has used.
	 */
	static final String READY = "ready ";

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
		application.addListeners(new Announcement());
		application.run(args);
		Footprint.answer(System.in);
		System.exit(0);
	}

	/**
	 * Says what was used before anybody else hears that the application is ready.
	 */
	private static final class Announcement implements ApplicationListener<ApplicationReadyEvent>, Ordered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			System.out.println(READY + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Limits.class)
	@ConfigurationPropertiesScan("io.setpoint.benchmark.generated")
	static class Application {

	}

}
