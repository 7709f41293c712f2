package io.setpoint.test;

import java.time.Duration;
import java.util.Map;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.setpoint.memory.MemoryServer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the etcd in this JVM without a connection, whose threads would outlive it.
 */
final class MemoryGateway implements EtcdGateway {

	private final MemoryServer server;

	MemoryGateway(MemoryServer server) {
		this.server = server;
	}

	@Override
	public Map<String, Object> call(String path, Map<String, ?> body, Duration timeout) {
		if (!this.server.isRunning()) {
			throw new EtcdCallException(path + " got no answer: the etcd in the JVM is stopped", null);
		}
		try {
			return this.server.call(path, body);
		}
		catch (StatusRuntimeException ex) {
			Status status = ex.getStatus();
			throw new EtcdCallException(path + " was refused: " + status.getDescription(), ex);
		}
	}

	@Override
	public void login(@Nullable Login login) {
		throw new UnsupportedOperationException("The etcd in the JVM has no authentication: use an EtcdServer.");
	}

	@Override
	public void reset() {
	}

}
