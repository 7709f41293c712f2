package io.setpoint.console.web;

import io.setpoint.console.access.Rights;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells tabs that something has changed, by name only.
 */
@Controller
final class EventsController {

	private final EventStreams streams;

	EventsController(EventStreams streams) {
		this.streams = streams;
	}

	@GetMapping(path = Links.OWN + "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events(HttpServletRequest request, Rights person) {
		HttpSession session = request.getSession(false);
		return this.streams.open(person, (session != null) ? session.getId() : "");
	}

}
