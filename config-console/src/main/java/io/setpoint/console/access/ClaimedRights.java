package io.setpoint.console.access;

import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/**
 * Rights of users that an identity provider has signed in, by what one of their claims
 * says. Whoever has no value that is mapped has none.
 *
 * @since 0.1.0
 */
public final class ClaimedRights implements RightsResolver {

	private final String claim;

	private final Map<String, Grant> grants;

	/**
	 * Create rights.
	 * @param claim the name of the claim; dots lead into claims that have claims
	 * @param grants what somebody may do, by a value of the claim
	 */
	public ClaimedRights(String claim, Map<String, Grant> grants) {
		this.claim = claim;
		this.grants = Map.copyOf(grants);
	}

	@Override
	public Rights resolve(@Nullable Principal principal) {
		if (!(principal instanceof Authentication authentication) || !authentication.isAuthenticated()) {
			return new Rights("", List.of());
		}
		List<Grant> granted = (authentication.getPrincipal() instanceof OAuth2AuthenticatedPrincipal user)
				? granted(user.getAttributes()) : List.of();
		return new Rights(authentication.getName(), granted);
	}

	private List<Grant> granted(Map<String, Object> claims) {
		Object said = find(claims, this.claim);
		Collection<?> values = (said instanceof Collection<?> several) ? several : List.of(String.valueOf(said));
		return values.stream().map(String::valueOf).distinct().map(this.grants::get).filter(Objects::nonNull).toList();
	}

	private static @Nullable Object find(Map<?, ?> claims, String name) {
		if (claims.containsKey(name)) {
			return claims.get(name);
		}
		int dot = name.indexOf('.');
		return (dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner)
				? find(inner, name.substring(dot + 1)) : null;
	}

}
