package io.setpoint.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.binding.BoundType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerConfiguration.LevelConfiguration;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Applies changes of {@code logging.level.*}. A logger whose level is no longer
 * configured gets back the one that it had before. The {@link FrameLog} stays as it is.
 */
class LogLevelUpdate implements AcceptanceFollower {

	private static final Log logger = LogFactory.getLog(LogLevelUpdate.class);

	private final ObjectProvider<LoggingSystem> loggingSystem;

	private final ObjectProvider<LoggerGroups> loggerGroups;

	private final Map<String, @Nullable LogLevel> originals = new HashMap<>();

	LogLevelUpdate(ObjectProvider<LoggingSystem> loggingSystem, ObjectProvider<LoggerGroups> loggerGroups) {
		this.loggingSystem = loggingSystem;
		this.loggerGroups = loggerGroups;
	}

	@Override
	public boolean follows(AcceptedChange change) {
		return change.types().stream().anyMatch((type) -> type.type() == LoggingProperties.class);
	}

	@Override
	public void accepted(AcceptedChange change) {
		for (BoundType type : change.types()) {
			if (type.type() == LoggingProperties.class) {
				this.loggingSystem.ifAvailable(
						(system) -> apply(system, levels(change.valueBefore(type)), levels(change.valueAfter(type))));
			}
		}
	}

	private static Map<String, LogLevel> levels(@Nullable Object properties) {
		return (properties instanceof LoggingProperties logging) ? logging.level() : Map.of();
	}

	private void apply(LoggingSystem system, Map<String, LogLevel> before, Map<String, LogLevel> after) {
		LoggerGroups groups = this.loggerGroups.getIfAvailable(LoggerGroups::new);
		Map<String, LogLevel> applied = byLogger(before, groups);
		Map<String, LogLevel> wanted = byLogger(after, groups);
		Set<String> loggers = new LinkedHashSet<>(applied.keySet());
		loggers.addAll(wanted.keySet());
		for (String name : loggers) {
			if (applied.get(name) != wanted.get(name) && !name.equals(FrameLog.LOGGER)) {
				apply(system, name, applied.get(name), wanted.get(name));
			}
		}
		groups.forEach((group) -> {
			if (before.get(group.getName()) != after.get(group.getName())) {
				group.configureLogLevel(after.get(group.getName()), (member, level) -> {
				});
			}
		});
	}

	private static Map<String, LogLevel> byLogger(Map<String, LogLevel> levels, LoggerGroups groups) {
		Map<String, LogLevel> byLogger = new LinkedHashMap<>();
		levels.forEach((name, level) -> {
			LoggerGroup group = groups.get(name);
			if (group != null && group.hasMembers()) {
				group.getMembers().forEach((member) -> byLogger.put(member, level));
			}
			else {
				byLogger.put(isRoot(name) ? LoggingSystem.ROOT_LOGGER_NAME : name, level);
			}
		});
		return byLogger;
	}

	private static boolean isRoot(String name) {
		return name.equalsIgnoreCase(LoggingSystem.ROOT_LOGGER_NAME);
	}

	private void apply(LoggingSystem system, String name, @Nullable LogLevel before, @Nullable LogLevel after) {
		try {
			if (before == null) {
				this.originals.put(name, configuredLevel(system, name));
			}
			LogLevel level = (after != null) ? after : this.originals.remove(name);
			system.setLogLevel(name, (level == null && isRoot(name)) ? LogLevel.INFO : level);
		}
		catch (RuntimeException ex) {
			logger.warn("The level of logger '" + name + "' cannot be set (" + ex.getClass().getName() + ")");
		}
	}

	private static @Nullable LogLevel configuredLevel(LoggingSystem system, String name) {
		LoggerConfiguration configuration = system.getLoggerConfiguration(name);
		LevelConfiguration level = (configuration != null)
				? configuration.getLevelConfiguration(LoggerConfiguration.ConfigurationScope.DIRECT) : null;
		return (level != null && !level.isCustom()) ? level.getLevel() : null;
	}

}
