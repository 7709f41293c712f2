package io.setpoint.console.web;

import io.setpoint.console.access.Rights;

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
	SseEmitter events(Rights person) {
		return this.streams.open(person);
	}

}
