package io.setpoint.rollout.web;

import java.util.function.Supplier;

import io.setpoint.acceptance.Assigner;
import io.setpoint.acceptance.Assignment;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Puts each request of a reactive application on its side of a rollout. It travels in
 * Reactor's context; what runs on a thread sees it where context propagation is automatic
 * ({@code spring.reactor.context-propagation=auto}). A {@code WebExceptionHandler} is
 * outside of all filters and has the stable side.
 *
 * @since 0.1.0
 */
public final class SubjectWebFilter implements WebFilter, Ordered {

	private final Assignments<ServerWebExchange> assignments;

	/**
	 * Create a filter.
	 * @param assigner assigns subjects
	 * @param resolver finds out whom a request is for
	 */
	public SubjectWebFilter(Supplier<? extends Assigner> assigner, SubjectResolver<ServerWebExchange> resolver) {
		this.assignments = new Assignments<>(assigner, resolver);
	}

	/**
	 * Right behind Spring Security's filter.
	 */
	@Override
	public int getOrder() {
		return -90;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.defer(() -> {
			Assignment assignment = this.assignments.assign(exchange);
			exchange.getAttributes().put(Assignments.VARIANT, Assignments.variant(assignment));
			exchange.getAttributes().put(Assignments.CANDIDATES, Assignments.candidates(assignment));
			if (assignment == null) {
				return chain.filter(exchange);
			}
			return chain.filter(exchange)
				.contextWrite((context) -> context.put(AssignmentAccessor.KEY, assignment))
				.doFinally((signal) -> assignment.close());
		});
	}

}
