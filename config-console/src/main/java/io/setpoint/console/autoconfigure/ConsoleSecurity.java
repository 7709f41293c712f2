package io.setpoint.console.autoconfigure;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.setpoint.console.access.ConsoleUser;
import io.setpoint.console.access.Grant;
import io.setpoint.console.access.MappedRights;
import io.setpoint.console.access.Rights;
import io.setpoint.console.access.RightsResolver;
import io.setpoint.console.access.Role;
import io.setpoint.console.web.SignIn;
import jakarta.servlet.DispatcherType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may enter, and what the browser may do with a page.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class ConsoleSecurity {

	static final String LOGIN = "/-/login";

	private static final String LOGOUT = "/-/logout";

	private static final String LEFT_FORM = "/-/left";

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
			+ " img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
			+ " base-uri 'none'";

	private static final Log logger = LogFactory.getLog(ConsoleSecurity.class);

	/**
	 * Where an identity provider is configured there is a form for users that are named
	 * only, so that nobody comes in by a password that stands in a log.
	 * @param properties the users
	 * @param providers the identity providers, if their classes are there
	 * @return how people sign in
	 */
	@Bean
	SignIn setpointConsoleSignIn(SetpointConsoleProperties properties, ObjectProvider<ProviderSignIn> providers) {
		List<SignIn.Provider> known = providers.stream().flatMap((each) -> each.providers().stream()).toList();
		return new SignIn(known.isEmpty() || !properties.users().isEmpty(), known);
	}

	@Bean
	ConsoleUsers setpointConsoleUsers(SetpointConsoleProperties properties, SignIn signIn) {
		if (!signIn.form() || !properties.users().isEmpty()) {
			return new ConsoleUsers(properties.users());
		}
		String password = UUID.randomUUID().toString();
		logger.warn("The console has no users, so there is one for this run: 'admin' with the password '" + password
				+ "'. Name your own with 'setpoint.console.users.<name>.password' and '.roles'");
		return new ConsoleUsers(
				Map.of("admin", new SetpointConsoleProperties.User(password, Set.of(Role.values()), List.of("*"))));
	}

	@Bean
	@ConditionalOnMissingBean
	RightsResolver setpointConsoleRights(ConsoleUsers users, SignIn signIn, ObjectProvider<ProviderSignIn> providers) {
		Map<String, Grant> grants = new HashMap<>();
		users.users().forEach((name, user) -> grants.put(name, user.grant()));
		MappedRights own = new MappedRights(grants);
		if (signIn.providers().isEmpty()) {
			return own;
		}
		RightsResolver claimed = providers.getObject().rights();
		return (principal) -> {
			Rights rights = own.resolve(principal);
			return rights.any() ? rights : claimed.resolve(principal);
		};
	}

	/**
	 * Anything that somebody does in the application counts, and not only in the console.
	 * @return what ends a session in which nobody does anything
	 */
	@Bean
	FilterRegistrationBean<AttendedSessions> setpointConsoleSessions() {
		FilterRegistrationBean<AttendedSessions> filter = new FilterRegistrationBean<>(
				new AttendedSessions(Clock.systemUTC()));
		filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
		return filter;
	}

	/**
	 * Whoever may begin a request may see it end, also where the session ends first: that
	 * is what ends a stream.
	 * @param http what is configured
	 * @param users the console's own users
	 * @param signIn how people sign in
	 * @param providers the identity providers, if their classes are there
	 * @param properties where the console is served
	 * @return the filters
	 * @throws Exception if they cannot be made
	 */
	@Bean
	@Order(0)
	SecurityFilterChain setpointConsoleSecurity(HttpSecurity http, ConsoleUsers users, SignIn signIn,
			ObjectProvider<ProviderSignIn> providers, SetpointConsoleProperties properties) throws Exception {
		String base = properties.base();
		if (!signIn.providers().isEmpty()) {
			providers.forEach((each) -> each.configure(http));
		}
		if (signIn.form()) {
			http.userDetailsService(users.service())
				.formLogin((form) -> form.loginPage(base + LOGIN).defaultSuccessUrl(base + "/").permitAll());
		}
		return http.securityMatcher(base + "/**")
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC)
				.permitAll()
				.requestMatchers(base + LOGIN, base + LEFT_FORM, base + "/-/assets/**")
				.permitAll()
				.anyRequest()
				.authenticated())
			.logout((logout) -> logout.logoutUrl(base + LOGOUT).logoutSuccessUrl(base + LOGIN + "?logout"))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(entryPoint(base))
				.accessDeniedHandler(deniedHandler(base)))
			.headers((headers) -> headers
				.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
				.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny))
			.build();
	}

	private static AuthenticationEntryPoint entryPoint(String base) {
		return DelegatingAuthenticationEntryPoint.builder()
			.addEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), LiveRequests::isLive)
			.defaultEntryPoint(new LoginUrlAuthenticationEntryPoint(base + LOGIN))
			.build();
	}

	/**
	 * Answer a form that lacks the token of its session, which is noticed before anybody
	 * asks who has sent it: mostly that session is over.
	 * @param base where the console is served
	 * @return what answers
	 */
	private static AccessDeniedHandler deniedHandler(String base) {
		AccessDeniedHandlerImpl page = new AccessDeniedHandlerImpl();
		page.setErrorPage(base + LEFT_FORM);
		return (request, response, denied) -> {
			boolean stranger = SecurityContextHolder.getContext().getAuthentication() == null;
			String path = request.getRequestURI().substring(request.getContextPath().length());
			if (path.equals(base + LOGIN)) {
				response.sendRedirect(request.getContextPath() + base + LOGIN + "?left");
			}
			else if (stranger && path.equals(base + LOGOUT)) {
				response.sendRedirect(request.getContextPath() + base + LOGIN + "?logout");
			}
			else if (stranger && LiveRequests.isLive(request)) {
				response.setStatus(HttpStatus.UNAUTHORIZED.value());
			}
			else {
				page.handle(request, response, denied);
			}
		};
	}

	/**
	 * The console's own users.
	 *
	 * @param users the users by name
	 */
	record ConsoleUsers(Map<String, SetpointConsoleProperties.User> users) {

		InMemoryUserDetailsManager service() {
			InMemoryUserDetailsManager service = new InMemoryUserDetailsManager();
			this.users.forEach((name, user) -> service.createUser(details(name, user)));
			return service;
		}

		private static UserDetails details(String name, SetpointConsoleProperties.User user) {
			String password = String.valueOf(user.password());
			return User.withUsername(name)
				.password(password.startsWith("{") ? password : "{noop}" + password)
				.authorities(ConsoleUser.AUTHORITY)
				.build();
		}

	}

}
