package io.setpoint.actuate;

import java.security.Principal;
import java.util.List;

import io.setpoint.rollout.Person;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds out who asks. Where people can log in, only who has logged in is believed.
 */
final class Callers {

	private static final String ANONYMOUS = "org.springframework.security.authentication.AnonymousAuthenticationToken";

	/**
	 * What Spring Security is known by in an application, whatever it is called there.
	 */
	private static final List<String> SECURITY = List.of("org.springframework.security.web.FilterChainProxy",
			"org.springframework.security.web.SecurityFilterChain",
			"org.springframework.security.web.server.WebFilterChainProxy",
			"org.springframework.security.web.server.SecurityWebFilterChain");

	private final SingletonSupplier<Boolean> secured;

	Callers(ListableBeanFactory beanFactory) {
		this.secured = SingletonSupplier.of(() -> isSecured(beanFactory));
	}

	private static boolean isSecured(ListableBeanFactory beanFactory) {
		ClassLoader classLoader = Callers.class.getClassLoader();
		return SECURITY.stream()
			.filter((type) -> ClassUtils.isPresent(type, classLoader))
			.map((type) -> ClassUtils.resolveClassName(type, classLoader))
			.anyMatch((type) -> BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true,
					false).length > 0);
	}

	/**
	 * Return who asks.
	 * @param security knows who is logged in, if anybody is
	 * @param by who the caller says that he is, or {@code null}
	 * @return the name
	 * @throws UnknownCallerException if it is not known, or not what the caller says
	 */
	String who(SecurityContext security, @Nullable String by) {
		Principal principal = security.getPrincipal();
		if (principal != null && !principal.getClass().getName().equals(ANONYMOUS)) {
			return known(principal.getName(), by);
		}
		if (this.secured.obtain()) {
			throw new UnknownCallerException(UnknownCallerException.UNAUTHORIZED,
					"Nobody is logged in, and behind Spring Security nobody is taken at his word by 'by': log in");
		}
		String problem = Person.problem("'by'", by);
		if (problem != null || by == null) {
			throw new IllegalArgumentException(problem);
		}
		return by;
	}

	private static String known(String name, @Nullable String by) {
		if (by != null && !Person.isSame(name, by)) {
			throw new UnknownCallerException(UnknownCallerException.FORBIDDEN,
					"'" + OneLine.of(name) + "' is logged in and cannot speak for somebody else: leave 'by' out");
		}
		return name;
	}

}
