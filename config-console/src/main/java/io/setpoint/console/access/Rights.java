package io.setpoint.console.access;

import java.util.List;

/**
 * What one person may see and do.
 *
 * @param name who it is, as the history names whoever does something
 * @param grants what the person was given
 * @since 0.1.0
 */
public record Rights(String name, List<Grant> grants) {

	public Rights {
		grants = List.copyOf(grants);
	}

	/**
	 * Return whether the person may see anything at all.
	 * @return whether any role was given
	 */
	public boolean any() {
		return !this.grants.isEmpty();
	}

	/**
	 * Return whether the person may see a configuration.
	 * @param configuration its name
	 * @return whether any role was given for it
	 */
	public boolean sees(String configuration) {
		return this.grants.stream().anyMatch((grant) -> grant.covers(configuration));
	}

	/**
	 * Return whether the person has a role.
	 * @param role the role
	 * @param configuration the name of the configuration
	 * @return whether the role was given for it
	 */
	public boolean has(Role role, String configuration) {
		return (role == Role.VIEWER) ? sees(configuration)
				: this.grants.stream().anyMatch((grant) -> grant.roles().contains(role) && grant.covers(configuration));
	}

}
