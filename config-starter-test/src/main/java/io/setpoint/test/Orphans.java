package io.setpoint.test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Sees to it that no server outlives this JVM. A shutdown hook kills what is left when
 * the JVM ends in order; a shell that reads from a pipe of this JVM does it when the JVM
 * is killed or halted, as Surefire does with a fork that hangs. Both delete the data.
 */
final class Orphans {

	private static final String WATCHER = """
			trap '' INT TERM HUP
			pids=' '
			while read -r op arg; do
				case $op in
					+) pids="$pids$arg " ;;
					-) pids="${pids%%" $arg "*} ${pids#*" $arg "}" ;;
					d) set -- "$@" "$arg" ;;
				esac
			done
			for pid in $pids; do kill -9 "$pid"; done
			rm -rf "$@"
			""";

	private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

	private static @Nullable OutputStream watcher;

	private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(Orphans::end, "setpoint-etcd-shutdown"));
	}

	private Orphans() {
	}

	static void guard(Process process) {
		RUNNING.add(process);
		tell("+ " + process.pid());
	}

	static void release(Process process) {
		if (RUNNING.remove(process)) {
			tell("- " + process.pid());
		}
	}

	static Path folder() {
		try {
			Path folder = Files.createTempDirectory("setpoint-etcd-");
			FOLDERS.add(folder);
			tell("d " + folder);
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a folder for etcd", ex);
		}
	}

	static void delete(Path folder) {
		FOLDERS.remove(folder);
		deleteContents(folder);
	}

	private static void end() {
		RUNNING.forEach((process) -> process.destroyForcibly().onExit().join());
		FOLDERS.forEach(Orphans::deleteContents);
	}

	private static void deleteContents(Path folder) {
		try {
			FileSystemUtils.deleteRecursively(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + folder, ex);
		}
	}

	private static synchronized void tell(String line) {
		try {
			OutputStream stream = (watcher != null) ? watcher : startWatcher();
			watcher = stream;
			stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
			stream.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot watch over the etcd processes", ex);
		}
	}

	private static OutputStream startWatcher() throws IOException {
		return new ProcessBuilder("sh", "-c", WATCHER).redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start()
			.getOutputStream();
	}

}
