package io.setpoint.console;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * The console alone:
 * {@code java -jar setpoint-console.jar --setpoint.etcd.endpoints=...}.
 *
 * @since 0.1.0
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
public class ConsoleApplication {

	private static final Map<String, Object> DEFAULTS = Map.ofEntries(
			Map.entry("spring.application.name", "setpoint-console"), Map.entry("setpoint.console.path", "/"),
			Map.entry("server.compression.enabled", "true"), Map.entry("server.shutdown", "graceful"),
			Map.entry("server.forward-headers-strategy", "framework"),
			Map.entry("server.tomcat.remoteip.protocol-header", "x-forwarded-proto"),
			Map.entry("spring.web.resources.add-mappings", "false"),
			Map.entry("spring.thymeleaf.check-template-location", "false"),
			Map.entry("server.servlet.session.cookie.same-site", "lax"), Map.entry("spring.main.banner-mode", "off"),
			Map.entry("server.tomcat.max-http-form-post-size", "16MB"));

	static SpringApplication application() {
		SpringApplication application = new SpringApplication(ConsoleApplication.class);
		application.setDefaultProperties(DEFAULTS);
		return application;
	}

	/**
	 * Start the console.
	 * @param args settings, as for every Spring Boot application
	 */
	public static void main(String[] args) {
		application().run(args);
	}

}
