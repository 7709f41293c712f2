package io.setpoint.coordination;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.setpoint.lease.Election;
import io.setpoint.loop.Containment;
import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.event.LeaderEventPublisher;

/**
 * What becomes of one candidate. Belongs to the loop; the candidate and the listeners of
 * the application are told by a thread of their own, in order.
 */
final class Leadership implements Election.Listener {

	private static final Log logger = LogFactory.getLog(Leadership.class);

	private static final long IDLE_SECONDS = 10;

	/**
	 * How long whoever has yielded lets others have the role.
	 */
	private static final Duration COURTESY = Duration.ofSeconds(1);

	private final Surroundings<WritableStore> surroundings;

	private final Candidate candidate;

	private final LeaderEventPublisher publisher;

	private final String key;

	private final Election election;

	private final ThreadPoolExecutor teller;

	private boolean wanted;

	private Loop.@Nullable Timer timer;

	private volatile Term term = new Term(0);

	private @Nullable Grant grant;

	/**
	 * Create a leadership. Nothing happens until it is begun.
	 * @param etcd the connection and the thread
	 * @param root what the keys of all roles begin with
	 * @param lease how long a role outlives its leader
	 * @param candidate who stands
	 * @param publisher tells the application
	 */
	Leadership(CoordinationEtcd etcd, String root, Duration lease, Candidate candidate,
			LeaderEventPublisher publisher) {
		this.surroundings = etcd.surroundings();
		this.candidate = candidate;
		this.publisher = publisher;
		this.key = root + LockName.escape("role", candidate.getRole());
		this.election = new Election(this.surroundings, this.key, etcd.instance(), lease, this);
		this.teller = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(worker) -> {
					Thread thread = new Thread(worker, "setpoint-leader");
					thread.setDaemon(true);
					return thread;
				});
		this.teller.allowCoreThreadTimeOut(true);
	}

	/**
	 * Return what the candidate is told now.
	 * @return the present term, or one that has never begun
	 */
	FencedContext context() {
		return this.term;
	}

	/**
	 * Stand from now on.
	 */
	void begin() {
		this.surroundings.loop().execute(() -> {
			this.wanted = true;
			this.election.enter();
		});
	}

	/**
	 * Stand no longer, and give up the role.
	 * @return completes when etcd has heard of it, or does not, and the application was
	 * told, or is closed
	 */
	CompletableFuture<Void> end() {
		CompletableFuture<Void> ended = new CompletableFuture<>();
		this.surroundings.loop().execute(() -> {
			this.wanted = false;
			this.election.leave().whenComplete((done, failure) -> {
				if (!tell(() -> ended.complete(null))) {
					ended.complete(null);
				}
			});
		});
		return ended;
	}

	/**
	 * Tell nobody any more.
	 */
	void close() {
		this.teller.shutdownNow();
	}

	private void yieldRole(Term yielding) {
		this.surroundings.loop().execute(() -> {
			if (this.wanted && yielding == this.term) {
				this.election.leave();
				this.surroundings.after(COURTESY, () -> {
					if (this.wanted) {
						this.election.enter();
					}
				});
			}
		});
	}

	@Override
	public void elected(long term) {
		Term begun = new Term(term);
		this.term = begun;
		logger.info("Leads '" + this.candidate.getRole() + "' by '" + this.key + "' at revision " + term);
		expireLater();
		Grant granting = new Grant(begun);
		this.grant = granting;
		granting.running = submit(granting);
	}

	/**
	 * Be a leader no longer than etcd cannot have forgotten it, whether or not etcd can
	 * be asked.
	 */
	private void expireLater() {
		this.timer = this.surroundings.after(this.election.remaining(), () -> {
			if (this.election.isHeld()) {
				expireLater();
			}
			else {
				this.election.stepDown();
			}
		});
	}

	@Override
	public void dismissed() {
		if (this.timer != null) {
			this.timer.cancel();
		}
		Grant ending = this.grant;
		this.term = new Term(0);
		this.grant = null;
		logger.info("Leads '" + this.candidate.getRole() + "' no longer");
		if (ending != null) {
			ending.end();
		}
	}

	@Override
	public void denied() {
		logger.warn("This instance may not stand for '" + this.candidate.getRole()
				+ "': grant the user's role the right to read and to write '" + this.key + "'");
	}

	private boolean tell(Runnable task) {
		try {
			this.teller.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The application is closed, so nobody is told who leads", ex);
			return false;
		}
	}

	private @Nullable Future<?> submit(Runnable task) {
		try {
			return this.teller.submit(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The application is closed, so nobody is told who leads", ex);
			return null;
		}
	}

	/**
	 * The time for which this instance leads.
	 */
	private final class Term implements FencedContext {

		private final long number;

		Term(long number) {
			this.number = number;
		}

		@Override
		public boolean isLeader() {
			return this.number != 0 && Leadership.this.term == this && Leadership.this.election.isHeld();
		}

		@Override
		public long token() {
			if (!isLeader()) {
				throw new IllegalStateException("This instance does not lead '" + getRole() + "' any more: stop");
			}
			return this.number;
		}

		@Override
		public void yield() {
			yieldRole(this);
		}

		@Override
		public String getRole() {
			return Leadership.this.candidate.getRole();
		}

		@Override
		public String toString() {
			return "'" + getRole() + "', " + (isLeader() ? "led since revision " + this.number : "not led");
		}

	}

	/**
	 * Tells that a term has begun. A candidate may do its work in it: then it is
	 * interrupted when the term ends.
	 */
	private final class Grant implements Runnable {

		private final Term told;

		private volatile boolean begun;

		private @Nullable Future<?> running;

		Grant(Term told) {
			this.told = told;
		}

		@Override
		public void run() {
			this.begun = true;
			Leadership owner = Leadership.this;
			Containment.contain(logger, "A listener of '" + this.told.getRole() + "' has failed",
					() -> owner.publisher.publishOnGranted(owner, this.told, this.told.getRole()));
			try {
				owner.candidate.onGranted(this.told);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (RuntimeException ex) {
				logger.warn("The candidate for '" + this.told.getRole() + "' has failed, so it yields", ex);
				this.told.yield();
			}
		}

		/**
		 * Tell that the term has ended, if anybody knows that it has begun.
		 */
		void end() {
			if (this.running != null) {
				this.running.cancel(true);
			}
			tell(() -> {
				if (this.begun) {
					revoke();
				}
			});
		}

		private void revoke() {
			Leadership owner = Leadership.this;
			Containment.contain(logger, "The candidate for '" + this.told.getRole() + "' has failed to stop",
					() -> owner.candidate.onRevoked(this.told));
			Containment.contain(logger, "A listener of '" + this.told.getRole() + "' has failed",
					() -> owner.publisher.publishOnRevoked(owner, this.told, this.told.getRole()));
		}

	}

}
