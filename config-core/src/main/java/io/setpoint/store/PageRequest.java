package io.setpoint.store;

/**
 * A part of a read.
 *
 * @param from the first key
 * @param end the first key that does not belong to it
 * @param limit how many keys it may hold
 * @param revision the revision to read at, or 0 for the current one
 * @param keysOnly whether the values stay away
 */
record PageRequest(byte[] from, byte[] end, int limit, long revision, boolean keysOnly) {
}
