package io.setpoint.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Says over HTTP that etcd is out of reach: status 503 and a sentence.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = RefreshEndpoint.class)
public class RefreshWebExtension {

	private final RefreshOperation operation;

	/**
	 * Create an extension.
	 * @param operation refreshes
	 */
	public RefreshWebExtension(RefreshOperation operation) {
		this.operation = operation;
	}

	/**
	 * Read etcd now.
	 * @return the names of the properties that changed, or why there are none
	 */
	@WriteOperation
	public WebEndpointResponse<Object> refresh() {
		try {
			return new WebEndpointResponse<>(this.operation.refresh());
		}
		catch (RefreshUnavailableException ex) {
			return new WebEndpointResponse<>(Map.of("message", String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

}
