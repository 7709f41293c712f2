package io.setpoint.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.logging.LogLevel;

/**
 * The configured log levels. As a bound type they are checked like any other: what is not
 * a level is refused before anybody sees it.
 *
 * @param level the level of each logger or logger group
 */
@ConfigurationProperties("logging")
record LoggingProperties(Map<String, LogLevel> level) {

	LoggingProperties(@Nullable Map<String, LogLevel> level) {
		this.level = (level != null) ? level : Map.of();
	}

}
