package io.setpoint.rollout.web;

import java.io.IOException;
import java.util.function.Supplier;

import io.setpoint.acceptance.Assigner;
import io.setpoint.acceptance.Assignment;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts each request of a servlet application on its side of a rollout, for its first
 * dispatch, those that follow, and the callables that it leaves to other threads.
 *
 * @since 0.1.0
 */
public final class SubjectFilter extends OncePerRequestFilter {

	private static final String ASSIGNMENT = SubjectFilter.class.getName() + ".assignment";

	private final Assignments<HttpServletRequest> assignments;

	/**
	 * Create a filter.
	 * @param assigner assigns subjects
	 * @param resolver finds out whom a request is for
	 */
	public SubjectFilter(Supplier<? extends Assigner> assigner, SubjectResolver<HttpServletRequest> resolver) {
		this.assignments = new Assignments<>(assigner, resolver);
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Assignment assignment = assignment(request);
		if (assignment == null) {
			chain.doFilter(request, response);
			return;
		}
		Assignment before = assignment.enter();
		try {
			chain.doFilter(request, response);
		}
		finally {
			Assignment.restore(before);
			end(request, assignment);
		}
	}

	private @Nullable Assignment assignment(HttpServletRequest request) {
		if (request.getAttribute(Assignments.VARIANT) == null) {
			return assign(request);
		}
		Assignment assignment = (Assignment) request.getAttribute(ASSIGNMENT);
		if (assignment != null) {
			assignment.reopen();
		}
		return assignment;
	}

	private @Nullable Assignment assign(HttpServletRequest request) {
		Assignment assignment = this.assignments.assign(request);
		request.setAttribute(Assignments.VARIANT, Assignments.variant(assignment));
		request.setAttribute(Assignments.CANDIDATES, Assignments.candidates(assignment));
		if (assignment != null) {
			request.setAttribute(ASSIGNMENT, assignment);
			WebAsyncUtils.getAsyncManager(request)
				.registerCallableInterceptor(ASSIGNMENT, new AssignedCallable(assignment));
		}
		return assignment;
	}

	private static void end(HttpServletRequest request, Assignment assignment) {
		if (request.isAsyncStarted()) {
			request.getAsyncContext().addListener(new Completion(assignment));
		}
		else {
			assignment.close();
		}
	}

	/**
	 * Ends an assignment with the request.
	 *
	 * @param assignment the assignment
	 */
	private record Completion(Assignment assignment) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.assignment.close();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			event.getAsyncContext().addListener(this);
		}

	}

}
