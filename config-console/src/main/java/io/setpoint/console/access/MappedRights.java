package io.setpoint.console.access;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Rights by name and by authority.
 *
 * @since 0.1.0
 */
public final class MappedRights implements RightsResolver {

	private final Map<String, Grant> users;

	private final Map<String, Grant> authorities;

	/**
	 * Create rights.
	 * @param users what the console's own users may do, by their names
	 * @param authorities what whoever has an authority may do, such as the one for a
	 * group of an identity provider
	 */
	public MappedRights(Map<String, Grant> users, Map<String, Grant> authorities) {
		this.users = Map.copyOf(users);
		this.authorities = Map.copyOf(authorities);
	}

	@Override
	public Rights resolve(@Nullable Principal principal) {
		if (!(principal instanceof Authentication authentication) || !authentication.isAuthenticated()) {
			return new Rights("", List.of());
		}
		List<Grant> grants = new ArrayList<>();
		for (GrantedAuthority authority : authentication.getAuthorities()) {
			Grant grant = this.authorities.get(String.valueOf(authority.getAuthority()));
			if (grant != null) {
				grants.add(grant);
			}
			if (ConsoleUser.AUTHORITY.equals(authority.getAuthority())
					&& this.users.containsKey(authentication.getName())) {
				grants.add(this.users.get(authentication.getName()));
			}
		}
		return new Rights(authentication.getName(), grants);
	}

}
