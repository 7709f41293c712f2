package io.setpoint.mirror;

import java.time.Instant;
import java.util.Map;

import io.setpoint.store.Image;
import org.jspecify.annotations.Nullable;

/**
 * What an application has of its locations before they are followed.
 *
 * @param image the keys. A prefix that is missing in {@link Image#entries()}, or all if
 * the revision is 0, were never read.
 * @param live whether they were read from etcd, so that they are followed from their
 * revision on; otherwise etcd is read first
 * @param currentAt when they were last known to be what etcd has, {@code null} if that is
 * now
 * @since 0.1.0
 */
public record InitialImage(Image image, boolean live, @Nullable Instant currentAt) {

	private static final InitialImage NOTHING = new InitialImage(new Image(0, 0, Map.of()), false, null);

	/**
	 * Begin with nothing.
	 * @return an image without any location
	 */
	public static InitialImage nothing() {
		return NOTHING;
	}

	/**
	 * Begin with what was read from etcd.
	 * @param image what was read
	 * @return an image that is followed from its revision on
	 */
	public static InitialImage live(Image image) {
		return new InitialImage(image, true, null);
	}

	/**
	 * Begin with what there was before.
	 * @param image what there was
	 * @param currentAt when it was last known to be what etcd has, {@code null} if that
	 * is now
	 * @return an image that is stale until etcd was read
	 */
	public static InitialImage lastGood(Image image, @Nullable Instant currentAt) {
		return new InitialImage(image, false, currentAt);
	}

}
