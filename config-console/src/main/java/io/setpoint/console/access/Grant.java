package io.setpoint.console.access;

import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;
import org.springframework.util.PatternMatchUtils;

/**
 * Some roles for some configurations.
 *
 * @param roles the roles
 * @param configurations the names of the configurations, where {@code *} stands for any
 * characters
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
		return this.configurations.stream()
			.anyMatch((pattern) -> PatternMatchUtils.simpleMatch(pattern, configuration));
	}

}
