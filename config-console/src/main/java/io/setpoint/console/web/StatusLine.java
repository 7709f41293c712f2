package io.setpoint.console.web;

import java.time.Duration;
import java.time.Instant;

import io.setpoint.mirror.MirrorStatus;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * How current a page is.
 *
 * @param current whether it is
 * @param sentence what is the matter, empty if nothing is
 */
record StatusLine(boolean current, String sentence) {

	static StatusLine of(MirrorStatus status, Instant now) {
		if (status.state() == MirrorStatus.State.LIVE && !status.emptied()) {
			return new StatusLine(true, "");
		}
		if (status.emptied()) {
			return new StatusLine(false,
					"Nothing is left in etcd where there was configuration: this is what was there before.");
		}
		String reason = reason(status.failure());
		if (status.state() == MirrorStatus.State.OFFLINE) {
			return new StatusLine(false, "Nothing was read from etcd yet." + reason);
		}
		return new StatusLine(false, "etcd has not answered for " + Times.text(Duration.between(status.since(), now))
				+ ": this is how it was then, and nothing can be changed." + reason);
	}

	private static String reason(@Nullable StoreException failure) {
		return (failure != null) ? " " + failure.getMessage() : "";
	}

}
