package io.setpoint.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.Optional;

/**
 * The address that others reach this machine at, where nobody has said it.
 */
final class LocalHost {

	private LocalHost() {
	}

	/**
	 * Return the first address of version 4 that is no loopback.
	 * @return the address, that of the host's name if there is none
	 */
	static String address() {
		try {
			Optional<InetAddress> found = NetworkInterface.networkInterfaces()
				.filter(LocalHost::isUp)
				.sorted(Comparator.comparingInt(NetworkInterface::getIndex))
				.flatMap(NetworkInterface::inetAddresses)
				.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
				.findFirst();
			return (found.isPresent() ? found.get() : InetAddress.getLocalHost()).getHostAddress();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This machine has no address: set 'setpoint.grpc.host'", ex);
		}
	}

	private static boolean isUp(NetworkInterface candidate) {
		try {
			return candidate.isUp();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
