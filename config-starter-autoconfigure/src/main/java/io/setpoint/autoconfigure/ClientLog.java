package io.setpoint.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.document.LocationPropertySource;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps jetcd from warning of each call that fails while etcd is away: what failed is
 * said once, by whoever called. Counts less than any other source, and not at all where
 * somebody has a level for jetcd or for what is above it.
 */
class ClientLog implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	static final String LOGGER = "io.etcd.jetcd.impl";

	private static final String LEVEL = "logging.level.";

	private static final String NAME = "setpointClientLog";

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		if (!LocationPropertySource.in(environment).isEmpty() && !isConfigured(environment)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource(NAME, Map.of(LEVEL + LOGGER, LogLevel.ERROR.name())));
		}
	}

	private static boolean isConfigured(ConfigurableEnvironment environment) {
		return Stream.of("io", "io.etcd", "io.etcd.jetcd", LOGGER)
			.anyMatch((logger) -> environment.containsProperty(LEVEL + logger));
	}

}
