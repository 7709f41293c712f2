package io.setpoint.sample.shop;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * Asks the stock without a pause, and notes what becomes of each call.
 */
final class Calls implements AutoCloseable {

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final UnaryOperator<String> ask;

	private volatile boolean running = true;

	Calls(String name, UnaryOperator<String> ask) {
		this.ask = ask;
		Thread caller = new Thread(this::run, name);
		caller.setDaemon(true);
		caller.start();
	}

	private void run() {
		while (this.running) {
			long begun = System.nanoTime();
			this.calls.add(new Call(begun, outcome(), System.nanoTime()));
		}
	}

	private String outcome() {
		try {
			String answer = this.ask.apply("hats");
			return answer.substring(answer.lastIndexOf(' ') + 1);
		}
		catch (RuntimeException ex) {
			return String.valueOf(ex);
		}
	}

	/**
	 * Return what became of the calls that began after some time.
	 * @param time the time
	 * @return for each the process that answered, or its failure
	 */
	List<String> since(long time) {
		return this.calls.stream().filter((call) -> call.begun() - time > 0).map(Call::outcome).toList();
	}

	/**
	 * Return which calls that began after some time nobody has answered.
	 * @param time the time
	 * @return their failures
	 */
	List<String> failuresSince(long time) {
		return since(time).stream().filter((outcome) -> !outcome.chars().allMatch(Character::isDigit)).toList();
	}

	/**
	 * Return when a process has answered for the first time.
	 * @param pid the process
	 * @return the time, 0 if it has not yet
	 */
	long firstAnswerOf(long pid) {
		return this.calls.stream()
			.filter((call) -> call.outcome().equals(String.valueOf(pid)))
			.mapToLong(Call::ended)
			.findFirst()
			.orElse(0);
	}

	@Override
	public void close() {
		this.running = false;
	}

	/**
	 * A call.
	 *
	 * @param begun when it began
	 * @param outcome the process that answered, or the failure
	 * @param ended when it ended
	 */
	private record Call(long begun, String outcome, long ended) {
	}

}
