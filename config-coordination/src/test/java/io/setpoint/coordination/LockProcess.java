package io.setpoint.coordination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ConcurrentModificationException;

import io.setpoint.lease.ForkedProcess;
import io.setpoint.store.EtcdConnection;

/**
 * A process that holds a lock, which can be killed and frozen. It says what it knows when
 * it is asked.
 */
public final class LockProcess extends ForkedProcess {

	private static final String ANSWER = "lock: ";

	private final BufferedReader answers;

	private LockProcess(Process process) {
		super(process);
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Start a process and wait until it holds the lock.
	 * @param endpoint where etcd is
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static LockProcess holding(String endpoint) throws IOException {
		Process process = fork(LockProcess.class, "128m", endpoint).start();
		LockProcess started = new LockProcess(process);
		String answer = started.answer();
		if (!answer.startsWith("held ")) {
			process.destroyForcibly();
			throw new IllegalStateException("The process does not hold the lock: " + answer);
		}
		return started;
	}

	/**
	 * Run a process.
	 * @param arguments where etcd is
	 * @throws IOException if nobody asks any more
	 */
	public static void main(String[] arguments) throws IOException {
		PrintStream out = System.out;
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		FencedLock lock = new Instance(EtcdConnection.to(arguments[0])).lock("stock");
		lock.lock();
		out.println(ANSWER + "held " + lock.token());
		while (questions.readLine() != null) {
			out.println(ANSWER + state(lock));
		}
	}

	private static String state(FencedLock lock) {
		String token;
		try {
			token = String.valueOf(lock.token());
		}
		catch (IllegalStateException ex) {
			token = "lost";
		}
		try {
			lock.unlock();
			return token + ", given back";
		}
		catch (ConcurrentModificationException ex) {
			return token + ", had been lost";
		}
	}

	/**
	 * Have the process look at its lock and give it back.
	 * @return what it has found
	 * @throws IOException if it does not answer
	 */
	String giveBack() throws IOException {
		process().getOutputStream().write('\n');
		process().getOutputStream().flush();
		return answer();
	}

	private String answer() throws IOException {
		StringBuilder said = new StringBuilder();
		String line = this.answers.readLine();
		while (line != null && !line.startsWith(ANSWER)) {
			said.append(line).append('\n');
			line = this.answers.readLine();
		}
		return (line != null) ? line.substring(ANSWER.length()) : "It has ended: " + said;
	}

}
