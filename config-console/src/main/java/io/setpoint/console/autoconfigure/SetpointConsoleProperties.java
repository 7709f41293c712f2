package io.setpoint.console.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.console.access.Grant;
import io.setpoint.console.access.Role;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Settings of the console.
 *
 * @param enabled whether there is a console
 * @param path where it is served, {@code /} in the executable jar
 * @param users the console's own users by name; without any there is 'admin' with a
 * password that is made up at each start and logged
 */
@ConfigurationProperties("setpoint.console")
record SetpointConsoleProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/setpoint") String path,
		@DefaultValue Map<String, User> users) {

	/**
	 * A user.
	 *
	 * @param password the password, encoded as {@code {bcrypt}...} or as plain text
	 * @param roles what the user may do: viewer, editor, approver, operator
	 * @param configurations the configurations that the roles are for, where {@code *}
	 * stands for any characters
	 */
	record User(@Nullable String password, @DefaultValue Set<Role> roles,
			@DefaultValue("*") List<String> configurations) {

		User {
			Assert.isTrue(StringUtils.hasText(password), "A user of the console needs a password");
			Assert.notEmpty(roles, "A user of the console needs a role: viewer, editor, approver or operator");
		}

		Grant grant() {
			return new Grant(this.roles, this.configurations);
		}

	}

}
