package io.setpoint.store;

/**
 * What came of a transaction.
 *
 * @param succeeded whether all conditions held, so that everything was written
 * @param revision the revision that wrote it, or that of the store if nothing was written
 * @since 0.1.0
 */
public record TransactionOutcome(boolean succeeded, long revision) {
}
