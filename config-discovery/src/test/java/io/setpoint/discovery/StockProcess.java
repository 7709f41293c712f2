package io.setpoint.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.setpoint.lease.ForkedProcess;
import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance of the stock in a process of its own, which can be killed and frozen.
 */
public final class StockProcess extends ForkedProcess {

	private final String key;

	private StockProcess(Process process, String key) {
		super(process);
		this.key = key;
	}

	/**
	 * Start an instance and wait until it is registered.
	 * @param etcd where it is registered
	 * @param folder takes its output
	 * @return the instance
	 * @throws IOException if it cannot be started
	 */
	static StockProcess start(EtcdServer etcd, Path folder) throws IOException {
		Map<String, String> before = etcd.getAll("stock/");
		Path output = folder.resolve("stock.log");
		Process process = fork(StockProcess.class, "128m", etcd.endpoint()).redirectOutput(output.toFile()).start();
		try {
			return new StockProcess(process, registered(process, etcd, before, output));
		}
		catch (RuntimeException | Error ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private static String registered(Process process, EtcdServer etcd, Map<String, String> before, Path output) {
		Awaitility.await().until(() -> {
			assertThat(process.isAlive()).as(() -> text(output)).isTrue();
			return etcd.getAll("stock/").size() > before.size();
		});
		return etcd.getAll("stock/")
			.keySet()
			.stream()
			.filter((candidate) -> !before.containsKey(candidate))
			.findFirst()
			.orElseThrow();
	}

	private static String text(Path output) {
		try {
			return Files.readString(output);
		}
		catch (IOException ex) {
			return "It has ended, and its output could not be read";
		}
	}

	/**
	 * Run an instance.
	 * @param arguments the endpoint of etcd
	 */
	public static void main(String[] arguments) {
		new ShopServices(arguments[0]).stock("--setpoint.discovery.lease=2s");
	}

	String key() {
		return this.key;
	}

	int port() {
		return Integer.parseInt(this.key.substring(this.key.lastIndexOf(':') + 1));
	}

}
