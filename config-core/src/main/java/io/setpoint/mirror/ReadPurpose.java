package io.setpoint.mirror;

import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror wants a consistent read for.
 *
 * @param reason why the contents must be compared, {@code null} if it is only in doubt
 * whether the store's revision went back
 * @param doubt what raised the doubt, {@code null} if there is a reason
 */
record ReadPurpose(@Nullable ResyncReason reason, @Nullable StoreException doubt) {

	static ReadPurpose of(ResyncReason reason) {
		return new ReadPurpose(reason, null);
	}

	static ReadPurpose doubting(StoreException doubt) {
		return new ReadPurpose(null, doubt);
	}

}
