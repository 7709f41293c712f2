package io.setpoint.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

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
 * said once, by whoever called. Likewise gRPC from saying at each start which measures it
 * cannot take. Counts less than any other source, and not at all where somebody has a
 * level for the logger or for what is above it.
 */
class ClientLog implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	static final Map<String, LogLevel> LEVELS = Map.of("io.etcd.jetcd.impl", LogLevel.ERROR, "io.grpc.netty.TcpMetrics",
			LogLevel.WARN);

	private static final String LEVEL = "logging.level.";

	private static final String NAME = "setpointClientLog";

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		if (!LocationPropertySource.in(environment).isEmpty()) {
			Map<String, Object> levels = new LinkedHashMap<>();
			LEVELS.forEach((logger, level) -> {
				if (!isConfigured(environment, logger)) {
					levels.put(LEVEL + logger, level.name());
				}
			});
			environment.getPropertySources().addLast(new MapPropertySource(NAME, levels));
		}
	}

	private static boolean isConfigured(ConfigurableEnvironment environment, String logger) {
		int end = logger.length();
		while (end > 0) {
			if (environment.containsProperty(LEVEL + logger.substring(0, end))) {
				return true;
			}
			end = logger.lastIndexOf('.', end - 1);
		}
		return false;
	}

}
