package io.setpoint.naming;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.util.Assert;

/**
 * Where an instance of a service is reached.
 *
 * @param service the name of the service
 * @param instance the id of the instance among those of its service
 * @param host its host name or address, without brackets
 * @param port its port
 * @param metadata what else it says of itself
 * @since 0.1.0
 */
public record Endpoint(String service, String instance, String host, int port, Map<String, String> metadata) {

	private static final int HIGHEST_PORT = 65535;

	public Endpoint {
		Assert.hasText(service, "The service has no name");
		Assert.hasText(instance, "The instance has no id");
		Assert.hasText(host, "The host has no name");
		Assert.isTrue(isPort(port), "The port is not one from 1 to " + HIGHEST_PORT);
		metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
	}

	/**
	 * Return whether a number can be that of a port.
	 * @param port the number
	 * @return whether it can
	 */
	public static boolean isPort(int port) {
		return port > 0 && port <= HIGHEST_PORT;
	}

	/**
	 * Return host and port as one text.
	 * @return the address, an IPv6 host in brackets
	 */
	public String address() {
		return ((this.host.indexOf(':') < 0) ? this.host : "[" + this.host + "]") + ":" + this.port;
	}

	/**
	 * Return the key that the instance has below a root.
	 * @param root the root, empty or ending in {@code /}
	 * @return the key
	 */
	public String key(String root) {
		return root + this.service + "/" + this.instance;
	}

	/**
	 * Says where it is reached, never what else it says of itself.
	 */
	@Override
	public String toString() {
		return "'" + this.instance + "' of '" + this.service + "' at " + address();
	}

}
