package io.setpoint.console.web;

import java.util.Set;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;

/**
 * A place for plain keys.
 *
 * @param prefix its prefix
 * @param configurations the configurations that import it, or something that it is part
 * of
 * @param instances how many live instances do
 */
record PlainLocation(String prefix, Set<String> configurations, int instances) {

	/**
	 * Return whether somebody may see it: whoever may see one of the configurations that
	 * read it, or has a role for its path.
	 * @param person who looks
	 * @return whether it may be seen
	 */
	boolean isSeenBy(Rights person) {
		return person.sees(this.prefix) || this.configurations.stream().anyMatch(person::sees);
	}

	/**
	 * Return whether somebody may change it: an editor of all configurations that read
	 * it, or of its path.
	 * @param person who wants to
	 * @return whether that is allowed
	 */
	boolean isEditedBy(Rights person) {
		return person.has(Role.EDITOR, this.prefix) || (!this.configurations.isEmpty()
				&& this.configurations.stream().allMatch((name) -> person.has(Role.EDITOR, name)));
	}

}
