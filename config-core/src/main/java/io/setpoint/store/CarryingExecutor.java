package io.setpoint.store;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on other threads with what the observers of their calls need from this one.
 */
final class CarryingExecutor extends AbstractExecutorService {

	private final ExecutorService executor;

	private final EtcdCalls calls;

	private CarryingExecutor(ExecutorService executor, EtcdCalls calls) {
		this.executor = executor;
		this.calls = calls;
	}

	/**
	 * Return an executor for some calls.
	 * @param executor runs the tasks
	 * @param calls the calls that they make
	 * @return the same executor if nobody observes the calls
	 */
	static ExecutorService of(ExecutorService executor, EtcdCalls calls) {
		return calls.isObserved() ? new CarryingExecutor(executor, calls) : executor;
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(this.calls.carry(task));
	}

	@Override
	public void shutdown() {
		this.executor.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.executor.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.executor.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.executor.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.executor.awaitTermination(timeout, unit);
	}

}
