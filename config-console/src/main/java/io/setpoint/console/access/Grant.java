package io.setpoint.console.access;

import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;
import org.springframework.util.PatternMatchUtils;

/**
 * Some roles for some configurations and paths of plain keys.
 *
 * @param roles the roles
 * @param configurations the names of the configurations, where {@code *} stands for any
 * characters, and paths of plain keys; a path is meant only by {@code *} alone and by
 * what begins with a slash itself
 * @since 0.1.0
 */
public record Grant(Set<Role> roles, List<String> configurations) {

	public Grant {
		Assert.notEmpty(roles, "'roles' must not be empty");
		Assert.notEmpty(configurations, "'configurations' must not be empty");
		roles = Set.copyOf(roles);
		configurations = List.copyOf(configurations);
	}

	boolean covers(String configuration) {
		boolean path = configuration.startsWith("/");
		return this.configurations.stream()
			.filter((pattern) -> !path || pattern.equals("*") || pattern.startsWith("/"))
			.anyMatch((pattern) -> PatternMatchUtils.simpleMatch(pattern, configuration));
	}

}
