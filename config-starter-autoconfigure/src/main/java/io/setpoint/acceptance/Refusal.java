package io.setpoint.acceptance;

import java.time.Instant;
import java.util.Set;

/**
 * A key whose newest change is in etcd, but refused here.
 *
 * @param prefix the prefix of its location
 * @param key the key
 * @param revision the revision that changed it
 * @param reason why it is not accepted, without values
 * @param types the names of the types that wait for the repair
 * @param since since when the key is pending; a newer change of it that is refused as
 * well does not begin anew
 * @since 0.1.0
 */
public record Refusal(String prefix, String key, long revision, String reason, Set<String> types, Instant since) {

	Refusal withSince(Instant since) {
		return new Refusal(this.prefix, this.key, this.revision, this.reason, this.types, since);
	}

}
