package io.setpoint.sample.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import io.setpoint.sample.stock.StockApplication;

/**
 * An instance of the stock in a process of its own.
 */
final class StockProcess implements AutoCloseable {

	private final Process process;

	private StockProcess(Process process) {
		this.process = process;
	}

	/**
	 * Start an instance.
	 * @param endpoint where etcd is for it
	 * @param folder takes its output
	 * @param settings settings of its own
	 * @return the instance, which need not be registered yet
	 */
	static StockProcess start(String endpoint, Path folder, String... settings) {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), StockApplication.class.getName(),
				"--spring.profiles.active=stock", "--spring.main.banner-mode=off",
				"--setpoint.etcd.endpoints=" + endpoint, "--setpoint.discovery.host=127.0.0.1",
				"--setpoint.grpc.host=127.0.0.1");
		builder.command().addAll(List.of(settings));
		builder.redirectErrorStream(true);
		try {
			builder.redirectOutput(Path.of(folder.toString(), "stock-" + System.nanoTime() + ".log").toFile());
			return new StockProcess(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Ask it to stop, and wait until it has.
	 */
	void stop() throws InterruptedException {
		this.process.destroy();
		this.process.waitFor();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	void freeze() throws Exception {
		signal("-STOP");
	}

	void thaw() throws Exception {
		signal("-CONT");
	}

	private void signal(String signal) throws Exception {
		new ProcessBuilder("kill", signal, String.valueOf(pid())).start().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
