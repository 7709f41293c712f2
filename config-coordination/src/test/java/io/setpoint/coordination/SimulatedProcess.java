package io.setpoint.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;

/**
 * A process in virtual time: its thread, its clocks and its link to etcd. It can be
 * frozen, cut off and killed, and its clock of the wall is set at will.
 */
final class SimulatedProcess implements Loop {

	private static final Duration DEADLINE = Duration.ofSeconds(3);

	private final SimulatedEtcd etcd;

	private final long origin;

	private final List<Runnable> late = new ArrayList<>();

	private Duration step = Duration.ZERO;

	private boolean frozen;

	private boolean dead;

	private boolean cut;

	private boolean losesAnswers;

	SimulatedProcess(SimulatedEtcd etcd) {
		this.etcd = etcd;
		this.origin = etcd.random().nextLong() >>> 2;
	}

	Surroundings<WritableStore> surroundings() {
		return new Surroundings<>(new Link(), this, this.etcd.random()::nextDouble);
	}

	void freeze() {
		this.frozen = true;
	}

	/**
	 * Go on, with all that should have been done meanwhile.
	 */
	void thaw() {
		this.frozen = false;
		List<Runnable> waiting = List.copyOf(this.late);
		this.late.clear();
		waiting.forEach(this::run);
	}

	boolean isFrozen() {
		return this.frozen;
	}

	void kill() {
		this.dead = true;
	}

	boolean isDead() {
		return this.dead;
	}

	void setClock(Duration step) {
		this.step = step;
	}

	void cut(boolean cut) {
		this.cut = cut;
	}

	void loseAnswers(boolean losesAnswers) {
		this.losesAnswers = losesAnswers;
	}

	/**
	 * Do what this process does, now or when it thaws.
	 * @param task what it does
	 */
	private void run(Runnable task) {
		if (this.frozen) {
			this.late.add(task);
		}
		else if (!this.dead) {
			task.run();
		}
	}

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable task, Duration delay) {
		boolean[] canceled = new boolean[1];
		this.etcd.time().schedule(() -> run(() -> {
			if (!canceled[0]) {
				task.run();
			}
		}), delay);
		return () -> canceled[0] = true;
	}

	@Override
	public long nanoTime() {
		return this.origin + this.etcd.time().nanoTime();
	}

	@Override
	public Instant now() {
		return this.etcd.time().now().plus(this.step);
	}

	private Duration latency() {
		return Duration.ofMillis(1 + this.etcd.random().nextInt(20));
	}

	/**
	 * The link to etcd. What is asked may arrive though the answer does not.
	 */
	private final class Link implements WritableStore {

		private <T> CompletableFuture<T> call(Supplier<T> question) {
			CompletableFuture<T> answer = new CompletableFuture<>();
			SimulatedProcess process = SimulatedProcess.this;
			process.etcd.time().schedule(() -> {
				if (!process.cut && !process.etcd.isDown() && !process.dead) {
					ask(question, answer);
				}
			}, latency());
			schedule(() -> answer.completeExceptionally(new StoreUnreachableException("No answer", null)), DEADLINE);
			return answer;
		}

		private <T> void ask(Supplier<T> question, CompletableFuture<T> answer) {
			try {
				T result = question.get();
				answered(() -> answer.complete(result));
			}
			catch (RuntimeException ex) {
				answered(() -> answer.completeExceptionally(ex));
			}
		}

		private void answered(Runnable completion) {
			if (!SimulatedProcess.this.losesAnswers || SimulatedProcess.this.etcd.random().nextBoolean()) {
				schedule(completion, latency());
			}
		}

		@Override
		public CompletableFuture<TransactionOutcome> commit(Transaction transaction) {
			return call(() -> SimulatedProcess.this.etcd.commit(transaction));
		}

		@Override
		public CompletableFuture<Long> grant(Duration timeToLive) {
			return call(() -> SimulatedProcess.this.etcd.grant(Duration.ofSeconds(timeToLive.toSeconds())));
		}

		@Override
		public CompletableFuture<Void> keepAlive(long lease) {
			return this.<Boolean>call(() -> {
				SimulatedProcess.this.etcd.keepAlive(lease);
				return true;
			}).thenAccept((done) -> {
			});
		}

		@Override
		public CompletableFuture<Void> revoke(long lease) {
			return this.<Boolean>call(() -> {
				SimulatedProcess.this.etcd.revoke(lease);
				return true;
			}).thenAccept((done) -> {
			});
		}

		@Override
		public CompletableFuture<Image> read(List<String> prefixes) {
			return call(() -> SimulatedProcess.this.etcd.read(prefixes));
		}

		@Override
		public CompletableFuture<Image> readAt(List<String> prefixes, long revision) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Index> readIndex(String prefix, long revision) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Boolean> touched(String prefix, long revision) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Watch watch(String key, long revision, WatchListener listener) {
			Watching watch = new Watching(key, listener);
			SimulatedProcess.this.etcd.time().schedule(() -> watch.open(revision), latency());
			return watch;
		}

		@Override
		public void renew(Watch failed) {
		}

		@Override
		public boolean isProgressTrusted() {
			return true;
		}

		@Override
		public void close() {
		}

	}

	/**
	 * A watch of one key.
	 */
	final class Watching implements Watch {

		private final String key;

		private final WatchListener listener;

		private boolean closed;

		Watching(String key, WatchListener listener) {
			this.key = key;
			this.listener = listener;
		}

		/**
		 * Be open, and hear what has happened since a revision.
		 * @param revision the revision
		 */
		void open(long revision) {
			SimulatedEtcd etcd = SimulatedProcess.this.etcd;
			if (this.closed) {
				return;
			}
			if (etcd.isDown() || SimulatedProcess.this.cut) {
				end();
				return;
			}
			etcd.add(this);
			if (etcd.keys(this.key).isEmpty()) {
				take(new Header(1, 1, etcd.revision(), 1), new Change.Delete(this.key, etcd.revision()));
			}
		}

		void take(Header header, Change change) {
			if (this.closed || !change.key().equals(this.key)) {
				return;
			}
			if (SimulatedProcess.this.cut) {
				end();
				return;
			}
			schedule(() -> {
				if (!this.closed) {
					this.listener.changed(header, List.of(change));
				}
			}, latency());
		}

		void end() {
			if (!this.closed) {
				close();
				schedule(() -> this.listener.ended(new StoreUnreachableException("The watch has ended", null)),
						latency());
			}
		}

		@Override
		public void requestProgress() {
		}

		@Override
		public void close() {
			this.closed = true;
			SimulatedProcess.this.etcd.remove(this);
		}

	}

}
