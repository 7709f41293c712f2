package io.setpoint.console.access;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Rights of the console's own users.
 *
 * @since 0.1.0
 */
public final class MappedRights implements RightsResolver {

	private final Map<String, Grant> users;

	/**
	 * Create rights.
	 * @param users what the console's own users may do, by their names
	 */
	public MappedRights(Map<String, Grant> users) {
		this.users = Map.copyOf(users);
	}

	@Override
	public Rights resolve(@Nullable Principal principal) {
		if (!(principal instanceof Authentication authentication) || !authentication.isAuthenticated()) {
			return new Rights("", List.of());
		}
		Grant grant = authentication.getAuthorities().stream().anyMatch(MappedRights::isOwn)
				? this.users.get(authentication.getName()) : null;
		return new Rights(authentication.getName(), (grant != null) ? List.of(grant) : List.of());
	}

	private static boolean isOwn(GrantedAuthority authority) {
		return ConsoleUser.AUTHORITY.equals(authority.getAuthority());
	}

}
