package io.setpoint.mirror;

import java.util.Map;

import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What a refresh by hand came to.
 *
 * @param revision the revision of the read; everything up to it has been told
 * @param change the differences that the read found, {@code null} if there were none
 * @param unreadable the prefixes that could not be read, with the reason: they keep what
 * they had
 * @since 0.1.0
 */
public record RefreshOutcome(long revision, @Nullable Revision change, Map<String, StoreException> unreadable) {

	public RefreshOutcome {
		unreadable = Map.copyOf(unreadable);
	}

}
