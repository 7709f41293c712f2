package io.setpoint.autoconfigure;

import java.util.Map;

import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Keeps gRPC from logging its frames, which hold etcd's password and all values. The
 * logger has a level of its own, in the strongest property source, so that neither the
 * level of a logger above it counts nor what another source says.
 */
abstract class FrameLog implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	static final String LOGGER = "io.grpc.netty.NettyClientHandler";

	private static final LogLevel LEVEL = LogLevel.INFO;

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (!LocationPropertySource.in(event.getEnvironment()).isEmpty()) {
			close(event);
		}
	}

	abstract void close(ApplicationEnvironmentPreparedEvent event);

	/**
	 * Says so before logging is initialized, when the imports have been loaded.
	 */
	static class Property extends FrameLog {

		private static final String NAME = "setpointFrameLog";

		@Override
		public int getOrder() {
			return LoggingApplicationListener.DEFAULT_ORDER - 1;
		}

		@Override
		void close(ApplicationEnvironmentPreparedEvent event) {
			MutablePropertySources sources = event.getEnvironment().getPropertySources();
			if (!sources.contains(NAME)) {
				sources.addFirst(new MapPropertySource(NAME, Map.of("logging.level." + LOGGER, LEVEL.name())));
			}
		}

	}

	/**
	 * Sees to it when logging is initialized, because a group of loggers may have changed
	 * the level.
	 */
	static class Level extends FrameLog {

		private static final Log logger = LogFactory.getLog(FrameLog.class);

		@Override
		public int getOrder() {
			return LoggingApplicationListener.DEFAULT_ORDER + 1;
		}

		@Override
		void close(ApplicationEnvironmentPreparedEvent event) {
			try {
				LoggingSystem.get(event.getSpringApplication().getClassLoader()).setLogLevel(LOGGER, LEVEL);
			}
			catch (RuntimeException ex) {
				logger.warn("The level of logger '" + LOGGER + "' cannot be set (" + ex.getClass().getName()
						+ "): keep it at " + LEVEL + " or above, it logs etcd's password and all values");
			}
		}

	}

}
