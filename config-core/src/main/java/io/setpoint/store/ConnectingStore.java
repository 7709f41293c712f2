package io.setpoint.store;

/**
 * A store that tells how far it is on its way to etcd.
 */
interface ConnectingStore extends WritableStore {

	/**
	 * Return how far the client in use is.
	 * @return it, that of another client after this one was replaced
	 */
	Opening opening();

}
