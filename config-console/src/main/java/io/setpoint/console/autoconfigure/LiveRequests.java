package io.setpoint.console.autoconfigure;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * What the console's own script asks for, which cannot show a page to sign in.
 */
final class LiveRequests {

	private static final String HEADER = "X-Setpoint-Live";

	/**
	 * Said where somebody has used the page since it was asked for last.
	 */
	private static final String ATTENDED = "attended";

	private static final String EVENTS = "/-/events";

	private LiveRequests() {
	}

	static boolean isLive(HttpServletRequest request) {
		return request.getHeader(HEADER) != null || isStream(request);
	}

	/**
	 * Return whether a page of the console asks for something that nobody has asked it
	 * for.
	 * @param request the request, which may be one to the application around the console
	 * @return whether it would come without anybody there
	 */
	static boolean isUnattended(HttpServletRequest request) {
		String mark = request.getHeader(HEADER);
		return HttpMethod.GET.matches(request.getMethod())
				&& ((mark != null) ? !mark.equals(ATTENDED) : request.getRequestURI().endsWith(EVENTS));
	}

	private static boolean isStream(HttpServletRequest request) {
		return String.valueOf(request.getHeader("Accept")).startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

}
