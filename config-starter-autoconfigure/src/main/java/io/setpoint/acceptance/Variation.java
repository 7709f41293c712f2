package io.setpoint.acceptance;

import java.util.function.Predicate;

import io.setpoint.Subject;
import io.setpoint.store.KeyValue;

/**
 * A candidate that some requests have beside the accepted content of a location.
 *
 * @param version the id of the version
 * @param content the version's entry in the location, in place of the accepted one
 * @param revision the etcd revision of the state that asks for it
 * @param subjects which subjects have it; equal if it takes in the same ones
 * @since 0.1.0
 */
public record Variation(String version, KeyValue content, long revision, Predicate<Subject> subjects) {

	/**
	 * Says which version it is, never its content.
	 */
	@Override
	public String toString() {
		return "Variation of version '" + this.version + "' at revision " + this.revision;
	}

}
