package io.setpoint.console.autoconfigure;

import java.util.List;

import io.setpoint.console.access.RightsResolver;
import io.setpoint.console.web.SignIn;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/**
 * Lets people sign in somewhere else.
 */
interface ProviderSignIn {

	/**
	 * Return where.
	 * @return the identity providers, none if none is configured
	 */
	List<SignIn.Provider> providers();

	/**
	 * Return what people who have signed in there may do.
	 * @return their rights
	 */
	RightsResolver rights();

	/**
	 * Let whoever comes back from there in.
	 * @param http what is configured
	 */
	void configure(HttpSecurity http);

}
