package io.setpoint.console.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttendedSessions}.
 */
class AttendedSessionsTests {

	private final MockHttpSession session = new MockHttpSession();

	private final AttendedSessions sessions = new AttendedSessions(() -> this.now);

	private Instant now = Instant.parse("2026-11-29T03:00:00Z");

	@BeforeEach
	void lastHalfAnHour() throws ServletException, IOException {
		this.session.setMaxInactiveInterval((int) Duration.ofMinutes(30).toSeconds());
		after(0, by("GET"));
		after(0, stream("/-/events"));
	}

	@Test
	void sessionEndsThoughItsPageIsLookedAt() throws ServletException, IOException {
		after(15, live("GET", "true"));
		after(14, stream("/-/events"));
		assertThat(this.session.isInvalid()).isFalse();
		after(1, live("GET", "true"));
		assertThat(this.session.isInvalid()).isTrue();
	}

	@Test
	void streamThatIsOpenedAnewDoesNotKeepIt() throws ServletException, IOException {
		after(30, stream("/ops/-/events"));
		assertThat(this.session.isInvalid()).isTrue();
	}

	@Test
	void streamOfTheApplicationAroundItIsTheApplicationsOwnAffair() throws ServletException, IOException {
		after(29, stream("/prices"));
		after(29, live("GET", "true"));
		assertThat(this.session.isInvalid()).isFalse();
	}

	@Test
	void whatSomebodyDoesKeepsIt() throws ServletException, IOException {
		after(29, by("GET"));
		after(29, by("POST"));
		after(29, live("POST", "true"));
		after(29, live("GET", "attended"));
		after(29, live("GET", "true"));
		assertThat(this.session.isInvalid()).isFalse();
	}

	@Test
	void sessionInWhichNoPageOfTheConsoleIsOpenIsLeftAlone() throws ServletException, IOException {
		MockHttpSession other = new MockHttpSession();
		after(1, by("GET"), other);
		after(1, by("POST"), other);
		assertThat(other.getAttributeNames().hasMoreElements()).isFalse();
	}

	@Test
	void sessionWithoutEndGoesOn() throws ServletException, IOException {
		this.session.setMaxInactiveInterval(-1);
		after(10_000, live("GET", "true"));
		assertThat(this.session.isInvalid()).isFalse();
	}

	@Test
	void requestOfASessionThatHasEndedMeanwhileGoesOn() throws ServletException, IOException {
		MockHttpSession ended = new MockHttpSession() {

			@Override
			public Object getAttribute(String name) {
				throw new IllegalStateException("It has ended");
			}

		};
		after(1, by("GET"), ended);
	}

	private static MockHttpServletRequest by(String method) {
		return new MockHttpServletRequest(method, "/checkout");
	}

	private static MockHttpServletRequest live(String method, String mark) {
		MockHttpServletRequest request = by(method);
		request.addHeader("X-Setpoint-Live", mark);
		return request;
	}

	private static MockHttpServletRequest stream(String path) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.addHeader("Accept", "text/event-stream");
		return request;
	}

	private void after(int minutes, MockHttpServletRequest request) throws ServletException, IOException {
		after(minutes, request, this.session);
	}

	private void after(int minutes, MockHttpServletRequest request, HttpSession session)
			throws ServletException, IOException {
		this.now = this.now.plus(Duration.ofMinutes(minutes));
		request.setSession(session);
		MockFilterChain chain = new MockFilterChain();
		this.sessions.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isSameAs(request);
	}

}
