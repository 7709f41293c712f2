package io.setpoint.test;

import java.util.List;

/**
 * Clients of the JSON gateway, for tests of other packages.
 */
public final class Gateways {

	private Gateways() {
	}

	public static EtcdClient client(String endpoint) {
		return new EtcdClient(new HttpGateway(List.of(endpoint), null));
	}

}
