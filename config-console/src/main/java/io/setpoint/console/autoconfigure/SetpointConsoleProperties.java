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
 * @param oidc what people may do whom an identity provider of
 * 'spring.security.oauth2.client' has signed in
 */
@ConfigurationProperties("setpoint.console")
record SetpointConsoleProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/setpoint") String path,
		@DefaultValue Map<String, User> users, @DefaultValue Oidc oidc) {

	/**
	 * Return where the console is served, as the beginning of an address.
	 * @return the path without a slash at its end
	 */
	String base() {
		return this.path.endsWith("/") ? this.path.substring(0, this.path.length() - 1) : this.path;
	}

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

	/**
	 * People whom an identity provider has signed in.
	 *
	 * @param claim the claim that says what they are; dots lead into claims that have
	 * claims
	 * @param mapping what somebody may do, by a value of the claim
	 */
	record Oidc(@DefaultValue("groups") String claim, @DefaultValue Map<String, Mapped> mapping) {
	}

	/**
	 * What a value of a claim is worth.
	 *
	 * @param roles what whoever has it may do: viewer, editor, approver, operator
	 * @param configurations the configurations that the roles are for, where {@code *}
	 * stands for any characters
	 */
	record Mapped(@DefaultValue Set<Role> roles, @DefaultValue("*") List<String> configurations) {

		Mapped {
			Assert.notEmpty(roles, "A mapped claim needs a role: viewer, editor, approver or operator");
		}

		Grant grant() {
			return new Grant(this.roles, this.configurations);
		}

	}

}
