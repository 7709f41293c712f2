package io.setpoint.store;

/**
 * What a store says of leases that have expired, for stores in memory.
 */
public final class ExpiredLeases {

	private ExpiredLeases() {
	}

	/**
	 * Return what a call about a lease that has expired fails with.
	 * @return the failure
	 */
	public static LeaseExpiredException expired() {
		return new LeaseExpiredException("The lease has expired and its keys are gone", null);
	}

}
