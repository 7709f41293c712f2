package io.setpoint.acceptance;

import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;

/**
 * What the pipeline starts from.
 *
 * @param revision the etcd revision of the contents, or 0 if nothing could be read
 * @param lastGood the last good contents by prefix, empty if there are none
 * @param since what has changed in etcd since the last good contents
 * @param problems why keys could not be read, empty if all of them could
 * @since 0.1.0
 */
public record StartState(long revision, Map<String, LocationContent> lastGood, Proposal since, List<String> problems) {

	/**
	 * Start from contents that have no last good state behind them.
	 * @param revision the etcd revision of the contents
	 * @return the state
	 */
	public static StartState of(long revision) {
		return new StartState(revision, Map.of(), new Proposal(revision, Proposal.Kind.REREAD, Map.of()), List.of());
	}

}
