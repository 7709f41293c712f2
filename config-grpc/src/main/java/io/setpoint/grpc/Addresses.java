package io.setpoint.grpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.EquivalentAddressGroup;
import io.setpoint.naming.Endpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns instances into addresses that gRPC connects to. What is no address is left out
 * and reported once, until it is mended.
 */
final class Addresses {

	/**
	 * The name under which an instance says where it speaks gRPC, if that is not its
	 * address.
	 */
	static final String PORT = "gRPC_port";

	private static final Log logger = LogFactory.getLog(Addresses.class);

	private final Map<String, String> reported = new ConcurrentHashMap<>();

	/**
	 * Return whether an instance has a host name, so that its address may change.
	 * @param endpoint the instance
	 * @return whether it has
	 */
	static boolean isNamed(Endpoint endpoint) {
		String host = endpoint.host();
		return host.indexOf(':') < 0 && !host.chars().allMatch((character) -> character == '.' || isDigit(character));
	}

	private static boolean isDigit(int character) {
		return character >= '0' && character <= '9';
	}

	/**
	 * Return the addresses of some instances. Host names are looked up, which can take a
	 * while.
	 * @param endpoints the instances
	 * @return the addresses, in the same order
	 */
	List<EquivalentAddressGroup> of(List<Endpoint> endpoints) {
		List<EquivalentAddressGroup> groups = new ArrayList<>(endpoints.size());
		for (Endpoint endpoint : endpoints) {
			InetSocketAddress address = address(endpoint);
			if (address != null) {
				groups.add(new EquivalentAddressGroup(address));
			}
		}
		return groups;
	}

	private @Nullable InetSocketAddress address(Endpoint endpoint) {
		int port = port(endpoint);
		if (!Endpoint.isPort(port)) {
			report(endpoint, "has a '" + PORT + "' that is no port: correct it or leave it out");
			return null;
		}
		try {
			InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(endpoint.host()), port);
			this.reported.remove(endpoint.key(""));
			return address;
		}
		catch (UnknownHostException | IllegalArgumentException ex) {
			report(endpoint, "has a host that this machine does not know: register it by its address, or have its name"
					+ " known here");
			return null;
		}
	}

	private static int port(Endpoint endpoint) {
		String text = endpoint.metadata().get(PORT);
		if (text == null) {
			return endpoint.port();
		}
		boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(Addresses::isDigit);
		return digits ? Integer.parseInt(text) : -1;
	}

	private void report(Endpoint endpoint, String reason) {
		if (!reason.equals(this.reported.put(endpoint.key(""), reason))) {
			logger.warn("Instance '" + endpoint.instance() + "' of '" + endpoint.service() + "' is not called, for it "
					+ reason);
		}
	}

}
