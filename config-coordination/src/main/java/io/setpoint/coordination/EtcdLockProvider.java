package io.setpoint.coordination;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * ShedLock's locks in etcd: each lives for as long as it is wanted at most, under a lease
 * that is not kept alive. Times are measured on one machine and counted by etcd, so
 * clocks need not agree.
 */
class EtcdLockProvider implements ExtensibleLockProvider, DisposableBean {

	private static final Log logger = LogFactory.getLog(EtcdLockProvider.class);

	/**
	 * How long etcd may take to answer before a task goes on without that.
	 */
	private static final Duration ANSWER = Duration.ofSeconds(10);

	private final Claims claims;

	private volatile boolean closed;

	EtcdLockProvider(Claims claims) {
		this.claims = claims;
	}

	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		Claim claim = this.claims.claim(LockName.escape("task", configuration.getName()),
				configuration.getLockAtMostFor(), false);
		long begun = System.nanoTime();
		boolean granted = false;
		try {
			claim.make();
			granted = claim.await() && claim.tenure() != null && claim.forget();
			return granted ? Optional.of(new TaskLock(configuration, claim, begun)) : Optional.empty();
		}
		catch (CompletionException ex) {
			throw failure(configuration, ex);
		}
		finally {
			if (!granted) {
				claim.withdraw();
			}
		}
	}

	private LockException failure(LockConfiguration configuration, Exception failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		String reason = (cause.getMessage() != null) ? cause.getMessage() : "etcd has not answered";
		return new LockException("The task '" + configuration.getName() + "' cannot be locked: " + reason
				+ ". Who locks tasks needs the right to read and to write '" + this.claims.root() + "'", cause);
	}

	/**
	 * Leave what is held to its end: a task may still be running.
	 */
	@Override
	public void destroy() {
		this.closed = true;
		this.claims.close();
	}

	/**
	 * A task that is locked.
	 */
	private final class TaskLock extends AbstractSimpleLock {

		private final Claim claim;

		private final long begun;

		/**
		 * Create a lock.
		 * @param configuration how long it lasts
		 * @param claim what is held
		 * @param begun since when, by the monotonic clock
		 */
		TaskLock(LockConfiguration configuration, Claim claim, long begun) {
			super(configuration);
			this.claim = claim;
			this.begun = begun;
		}

		@Override
		protected void doUnlock() {
			Duration left = this.lockConfiguration.getLockAtLeastFor().minusNanos(System.nanoTime() - this.begun);
			boolean owed = !left.isNegative() && !left.isZero();
			if (EtcdLockProvider.this.closed || (owed && this.claim.tenure() == null)) {
				return;
			}
			try {
				answer(owed ? this.claim.leave(left) : this.claim.release());
			}
			catch (ExecutionException | TimeoutException ex) {
				logger.info("etcd could not be told yet that the task '" + this.lockConfiguration.getName()
						+ "' is done, so its lock ends when etcd can be, or when it was to end at most", ex);
			}
		}

		@Override
		protected Optional<SimpleLock> doExtend(LockConfiguration newConfiguration) {
			long extended = System.nanoTime();
			try {
				boolean held = answer(this.claim.renew(newConfiguration.getLockAtMostFor()));
				return held ? Optional.of(new TaskLock(newConfiguration, this.claim, extended)) : Optional.empty();
			}
			catch (ExecutionException | TimeoutException ex) {
				throw failure(newConfiguration, ex);
			}
		}

		private static boolean answer(CompletableFuture<Boolean> future) throws ExecutionException, TimeoutException {
			try {
				return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return future.getNow(false);
			}
		}

	}

}
