package io.setpoint.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Tells from {@code /proc} which process a local TCP port belongs to.
 */
final class SocketOwner {

	private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

	private static final int LOCAL_ADDRESS = 1;

	private static final int INODE = 9;

	private SocketOwner() {
	}

	static boolean owns(long pid, int port) {
		Path descriptors = Path.of("/proc", String.valueOf(pid), "fd");
		if (!Files.isReadable(TABLES.get(0))) {
			throw new UnsupportedOperationException("A member can be isolated on Linux only.");
		}
		List<String> sockets = TABLES.stream()
			.flatMap((table) -> lines(table).stream())
			.map((line) -> line.strip().split("\\s+"))
			.filter((fields) -> fields[LOCAL_ADDRESS].endsWith(String.format(Locale.ROOT, ":%04X", port)))
			.map((fields) -> "socket:[" + fields[INODE] + "]")
			.toList();
		return !sockets.isEmpty() && isOpen(descriptors, sockets);
	}

	private static boolean isOpen(Path descriptors, List<String> sockets) {
		try (Stream<Path> links = Files.list(descriptors)) {
			return links.anyMatch((link) -> sockets.contains(target(link)));
		}
		catch (IOException | UncheckedIOException ex) {
			return false;
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static List<String> lines(Path table) {
		try {
			return Files.exists(table) ? Files.readAllLines(table) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + table, ex);
		}
	}

}
