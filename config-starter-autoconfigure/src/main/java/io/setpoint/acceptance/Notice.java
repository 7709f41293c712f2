package io.setpoint.acceptance;

/**
 * A rejection that is to be told.
 *
 * @param rejection the rejection
 * @param known whether its reasons have been told before
 */
record Notice(Rejection rejection, boolean known) {
}
