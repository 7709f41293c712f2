package io.setpoint.console.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session in which nobody has done anything for as long as it lasts, which what an
 * open page asks for by itself would keep going for ever. A session in which no page of
 * the console is open is left alone.
 */
final class AttendedSessions extends OncePerRequestFilter {

	private static final String SINCE = AttendedSessions.class.getName() + ".since";

	private final InstantSource clock;

	AttendedSessions(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		HttpSession session = request.getSession(false);
		if (session != null) {
			try {
				attend(session, LiveRequests.isUnattended(request));
			}
			catch (IllegalStateException ex) {
				this.logger.trace("The session has ended meanwhile", ex);
			}
		}
		chain.doFilter(request, response);
	}

	private void attend(HttpSession session, boolean unattended) {
		Instant now = this.clock.instant();
		Instant since = (Instant) session.getAttribute(SINCE);
		if (unattended && since != null && isOver(session, Duration.between(since, now))) {
			session.invalidate();
		}
		else if (unattended == (since == null)) {
			session.setAttribute(SINCE, now);
		}
	}

	private static boolean isOver(HttpSession session, Duration alone) {
		int lasts = session.getMaxInactiveInterval();
		return lasts > 0 && alone.toSeconds() >= lasts;
	}

}
