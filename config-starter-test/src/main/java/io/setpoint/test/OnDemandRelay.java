package io.setpoint.test;

import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The relay in front of a server: there when somebody asks for it.
 */
final class OnDemandRelay implements AutoCloseable {

	private final IntSupplier port;

	private @Nullable TcpRelay relay;

	OnDemandRelay(IntSupplier port) {
		this.port = port;
	}

	synchronized TcpRelay get() {
		TcpRelay current = this.relay;
		if (current == null) {
			current = TcpRelay.to(this.port.getAsInt());
			this.relay = current;
		}
		return current;
	}

	@Override
	public synchronized void close() {
		if (this.relay != null) {
			this.relay.close();
		}
	}

}
