package io.setpoint.lease;

import java.nio.file.Path;

/**
 * A process of its own, which loses its leases when it is killed or frozen.
 */
public abstract class ForkedProcess implements AutoCloseable {

	private final Process process;

	protected ForkedProcess(Process process) {
		this.process = process;
	}

	/**
	 * Prepare a process with the class path of this one.
	 * @param main its main class
	 * @param heap how much memory it may have, as the JVM takes it
	 * @param endpoint where etcd is, its argument
	 * @return what starts it
	 */
	protected static ProcessBuilder fork(Class<?> main, String heap, String endpoint) {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap, "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), main.getName(), endpoint)
			.redirectErrorStream(true);
	}

	protected Process process() {
		return this.process;
	}

	/**
	 * End it at once, and wait until it has ended.
	 * @throws InterruptedException if that is interrupted
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Let it stand still.
	 * @throws Exception if it cannot be signalled
	 */
	public void freeze() throws Exception {
		signal("-STOP");
	}

	/**
	 * Let it go on.
	 * @throws Exception if it cannot be signalled
	 */
	public void thaw() throws Exception {
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
