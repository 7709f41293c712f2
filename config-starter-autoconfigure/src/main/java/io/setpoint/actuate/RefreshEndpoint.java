package io.setpoint.actuate;

import java.util.Collection;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Endpoint that reads etcd now, for applications without Spring Cloud.
 *
 * @since 0.1.0
 */
@Endpoint(id = "refresh")
public class RefreshEndpoint {

	private final RefreshOperation operation;

	/**
	 * Create an endpoint.
	 * @param operation refreshes
	 */
	public RefreshEndpoint(RefreshOperation operation) {
		this.operation = operation;
	}

	/**
	 * Read etcd now.
	 * @return the names of the properties that changed since the last accepted state
	 */
	@WriteOperation
	public Collection<String> refresh() {
		return this.operation.refresh();
	}

}
