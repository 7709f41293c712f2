package io.setpoint.console.access;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

/**
 * Knows what whoever has signed in may do.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RightsResolver {

	/**
	 * Return what somebody may do.
	 * @param principal who has signed in, {@code null} for nobody
	 * @return the rights, none where no role is mapped
	 */
	Rights resolve(@Nullable Principal principal);

}
