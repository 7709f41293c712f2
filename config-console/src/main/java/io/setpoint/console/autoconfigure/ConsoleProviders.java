package io.setpoint.console.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.console.access.ClaimedRights;
import io.setpoint.console.access.Grant;
import io.setpoint.console.web.SignIn;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * Sign-in by the identity providers of {@code spring.security.oauth2.client}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ClientRegistrationRepository.class)
class ConsoleProviders {

	private static final String AUTHORIZATION = "/oauth2/authorization";

	private static final String CODE = "/login/oauth2/code/*";

	@Bean
	ProviderSignIn setpointConsoleProviders(ObjectProvider<ClientRegistrationRepository> registrations,
			SetpointConsoleProperties properties) {
		Map<String, Grant> grants = new HashMap<>();
		properties.oidc().mapping().forEach((value, mapped) -> grants.put(value, mapped.grant()));
		return new OAuth2SignIn(registrations, properties.base(), new ClaimedRights(properties.oidc().claim(), grants));
	}

	/**
	 * Sign-in by OAuth 2 and OpenID Connect.
	 *
	 * @param registrations the providers, if any is configured
	 * @param base where the console is served
	 * @param rights what people who have signed in there may do
	 */
	private record OAuth2SignIn(ObjectProvider<ClientRegistrationRepository> registrations, String base,
			ClaimedRights rights) implements ProviderSignIn {

		@Override
		public List<SignIn.Provider> providers() {
			List<SignIn.Provider> providers = new ArrayList<>();
			if (this.registrations.getIfAvailable() instanceof Iterable<?> all) {
				all.forEach((each) -> {
					if (each instanceof ClientRegistration registration) {
						providers.add(new SignIn.Provider(registration.getClientName(),
								this.base + AUTHORIZATION + "/" + registration.getRegistrationId()));
					}
				});
			}
			return providers;
		}

		@Override
		public void configure(HttpSecurity http) {
			http.oauth2Login((login) -> login.loginPage(this.base + ConsoleSecurity.LOGIN)
				.defaultSuccessUrl(this.base + "/")
				.failureUrl(this.base + ConsoleSecurity.LOGIN + "?refused")
				.authorizationEndpoint((endpoint) -> endpoint.baseUri(this.base + AUTHORIZATION))
				.redirectionEndpoint((endpoint) -> endpoint.baseUri(this.base + CODE)));
		}

	}

}
