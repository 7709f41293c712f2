package io.setpoint.acceptance;

import java.util.List;

import io.setpoint.rollout.Cohort;
import io.setpoint.store.KeyValue;

/**
 * A candidate that some requests have beside the accepted content of a location.
 *
 * @param version the id of the version
 * @param content the version's entry in the location, in place of the accepted one
 * @param revision the etcd revision of the state that asks for it
 * @param salt the salt of the rollout
 * @param rules which subjects have it: those that any of the rules takes in
 * @since 0.1.0
 */
public record Variation(String version, KeyValue content, long revision, String salt, List<Cohort.Rule> rules) {

	public Variation {
		rules = List.copyOf(rules);
	}

	/**
	 * Says which version it is, never its content.
	 */
	@Override
	public String toString() {
		return "Variation of version '" + this.version + "' at revision " + this.revision;
	}

}
