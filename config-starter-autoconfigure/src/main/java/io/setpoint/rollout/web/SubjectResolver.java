package io.setpoint.rollout.web;

import io.setpoint.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request is for. Declare a bean of it for
 * {@code jakarta.servlet.http.HttpServletRequest} or for
 * {@code org.springframework.web.server.ServerWebExchange} to let rollouts over requests
 * tell subjects apart. Called once for each request, after authentication, and only while
 * such a rollout is under way. In a reactive application it is called only with
 * {@code spring.reactor.context-propagation=auto}, as handlers would not see the side
 * otherwise.
 *
 * @param <R> the type of the request
 * @since 0.1.0
 */
@FunctionalInterface
public interface SubjectResolver<R> {

	/**
	 * Find out whom a request is for.
	 * @param request the request
	 * @return the subject, {@code null} if it is not known: then the request has the
	 * stable side
	 */
	@Nullable Subject resolve(R request);

}
