package io.setpoint.sample;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A quote does not hold long enough to be answered. The configuration that leads to it is
 * valid, and nevertheless wrong: only requests show it.
 */
@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
class QuoteExpiredException extends RuntimeException {

	QuoteExpiredException(Duration timeout) {
		super("A quote that holds for " + timeout.toSeconds() + " s has expired before it is answered");
	}

}
