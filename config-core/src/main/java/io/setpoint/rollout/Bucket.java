package io.setpoint.rollout;

import java.nio.charset.StandardCharsets;

import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Where somebody stands between the first and the last of a rollout. The same salt and id
 * give the same place everywhere and for ever; other salts give other places.
 *
 * <p>
 * The hash is MurmurHash3 x86-32 with seed 0 of the salt, a slash and the id in UTF-8,
 * scaled without bias by multiplication and shift, as in Lemire, "Fast Random Integer
 * Generation in an Interval" (2019).
 *
 * @since 0.1.0
 */
public final class Bucket {

	private static final long BUCKETS = 10_000;

	private Bucket() {
	}

	/**
	 * Return the bucket of a subject. Somebody is in a share if the bucket is below its
	 * basis points.
	 * @param salt the salt of the rollout
	 * @param id the id of the subject
	 * @return the bucket, from 0 to 9999
	 */
	public static int of(String salt, String id) {
		return (int) ((hash(salt, id) * BUCKETS) >>> 32);
	}

	/**
	 * Return the hash that instances are ranked by.
	 * @param salt the salt of the rollout
	 * @param id the id of the instance
	 * @return the hash, from 0 to below 2^32
	 */
	static long hash(String salt, String id) {
		byte[] bytes = (salt + "/" + id).getBytes(StandardCharsets.UTF_8);
		return MurmurHash3.hash32x86(bytes, 0, bytes.length, 0) & 0xFFFF_FFFFL;
	}

}
