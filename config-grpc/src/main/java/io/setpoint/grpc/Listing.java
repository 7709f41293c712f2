package io.setpoint.grpc;

/**
 * How others come to know of this server.
 */
interface Listing {

	/**
	 * The server listens.
	 * @param port the port
	 */
	void listensAt(int port);

	/**
	 * The application takes calls.
	 */
	void arrive();

	/**
	 * The application takes calls no longer. Returns at once.
	 */
	void leave();

}
