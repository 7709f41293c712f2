package io.setpoint.cloud;

import java.util.Collection;

import io.setpoint.actuate.RefreshOperation;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.endpoint.RefreshEndpoint;

/**
 * Takes the place of Spring Cloud's own endpoint, which rebinds live beans in place and
 * re-creates the whole refresh scope.
 *
 * @since 0.1.0
 */
@Endpoint(id = "refresh")
public class LiveRefreshEndpoint extends RefreshEndpoint {

	private final RefreshOperation operation;

	/**
	 * Create an endpoint.
	 * @param contextRefresher the refresh of Spring Cloud
	 * @param operation refreshes
	 */
	public LiveRefreshEndpoint(ContextRefresher contextRefresher, RefreshOperation operation) {
		super(contextRefresher);
		this.operation = operation;
	}

	@Override
	@WriteOperation
	public Collection<String> refresh() {
		return this.operation.refresh();
	}

}
