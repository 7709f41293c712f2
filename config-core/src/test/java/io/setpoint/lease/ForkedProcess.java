package io.setpoint.coordination;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process of its own, which can be killed and frozen.
 */
abstract class ForkedProcess implements AutoCloseable {

	private final Process process;

	ForkedProcess(Process process) {
		this.process = process;
	}

	/**
	 * Start a process with the class path of this one.
	 * @param main its main class
	 * @param heap how much memory it may have, as the JVM takes it
	 * @param endpoint where etcd is, its argument
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static Process fork(Class<?> main, String heap, String endpoint) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap, "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), main.getName(), endpoint)
			.redirectErrorStream(true)
			.start();
	}

	Process process() {
		return this.process;
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
		new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

}
