package io.setpoint.console.web;

import java.util.Collection;
import java.util.stream.Collectors;

import io.setpoint.console.access.Rights;
import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes into the log who has seen what is not shown to everybody, and who has changed
 * what has no history. Never a value.
 */
final class Audit {

	private static final Log logger = LogFactory.getLog("io.setpoint.console.audit");

	private Audit() {
	}

	static void revealed(Rights person, String what) {
		logger.info("'" + OneLine.name(person.name()) + "' has seen the secret value of " + OneLine.name(what));
	}

	static void opened(Rights person, String what) {
		logger.info("'" + OneLine.name(person.name()) + "' has opened " + OneLine.name(what)
				+ ", which has secret values, to edit it");
	}

	static void wrote(Rights person, Collection<String> keys, long revision, boolean unjudged) {
		logger.info("'" + OneLine.name(person.name()) + "' has changed " + names(keys) + " (revision " + revision + ")"
				+ (unjudged ? ", without the verdict of the fleet" : ""));
	}

	private static String names(Collection<String> keys) {
		return keys.stream().map((key) -> "'" + OneLine.name(key) + "'").collect(Collectors.joining(", "));
	}

}
