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
record Want(@Nullable ResyncReason reason, @Nullable StoreException doubt) {

	static Want of(ResyncReason reason) {
		return new Want(reason, null);
	}

	static Want doubting(StoreException doubt) {
		return new Want(null, doubt);
	}

}
