package io.setpoint.it;

import java.io.IOException;
import java.io.OutputStream;

import io.setpoint.Live;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * An application in a JVM of its own that says when it is ready and each value that it
 * sees, and ends with its standard input.
 */
public final class LateClient {

	static final String READY = "### ready with discount ";

	static final String CHANGED = "### changed to discount ";

	private LateClient() {
	}

	/**
	 * Run.
	 * @param args settings of the application
	 * @throws IOException if there is nobody to talk to
	 */
	public static void main(String[] args) throws IOException {
		SpringApplication application = new SpringApplication(Settings.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(new Announcement());
		application.run(args);
		System.in.transferTo(OutputStream.nullOutputStream());
		System.exit(0);
	}

	/**
	 * Speaks before anybody else hears that the application is ready.
	 */
	private static final class Announcement implements ApplicationListener<ApplicationReadyEvent>, Ordered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			System.out.println(READY + event.getApplicationContext().getBean(Shop.Pricing.class).discount());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Shop.Pricing.class)
	static class Settings {

		@Bean
		Object listener(Live<Shop.Pricing> pricing) {
			return pricing.onChange((before, after) -> System.out.println(CHANGED + after.discount()));
		}

	}

}
