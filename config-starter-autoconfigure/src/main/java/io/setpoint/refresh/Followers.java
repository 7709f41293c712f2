package io.setpoint.refresh;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the followers what happened, one thing after the other, off the watch thread.
 * When they fall far behind, accepted changes that wait are told as one.
 */
final class Followers implements AcceptanceFollower {

	/**
	 * How many changes may wait before they are merged.
	 */
	private static final int CAPACITY = 1024;

	private static final Log logger = LogFactory.getLog(Followers.class);

	private final List<AcceptanceFollower> followers;

	private final Executor executor;

	private final Deque<Object> waiting = new ArrayDeque<>();

	private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

	Followers(List<AcceptanceFollower> followers, Executor executor) {
		this.followers = List.copyOf(followers);
		this.executor = executor;
	}

	@Override
	public void accepted(AcceptedChange change) {
		add(change);
	}

	@Override
	public void rejected(Rejection rejection) {
		add(rejection);
	}

	/**
	 * Return when all that has been told so far has been followed.
	 * @return completes when nothing waits
	 */
	synchronized CompletableFuture<Void> idle() {
		return this.idle;
	}

	private void add(Object happening) {
		synchronized (this) {
			if (this.waiting.size() >= CAPACITY && this.waiting.peekLast() instanceof AcceptedChange last
					&& happening instanceof AcceptedChange change) {
				this.waiting.removeLast();
				this.waiting.addLast(last.then(change));
				return;
			}
			this.waiting.addLast(happening);
			if (!this.idle.isDone()) {
				return;
			}
			this.idle = new CompletableFuture<>();
		}
		this.executor.execute(this::drain);
	}

	private void drain() {
		for (Object happening = next(); happening != null; happening = next()) {
			if (happening instanceof AcceptedChange change) {
				tell((follower) -> follower.accepted(change));
			}
			else if (happening instanceof Rejection rejection) {
				tell((follower) -> follower.rejected(rejection));
			}
		}
	}

	private synchronized @Nullable Object next() {
		Object happening = this.waiting.pollFirst();
		if (happening == null) {
			this.idle.complete(null);
		}
		return happening;
	}

	private void tell(Consumer<AcceptanceFollower> call) {
		for (AcceptanceFollower follower : this.followers) {
			try {
				call.accept(follower);
			}
			catch (Throwable ex) {
				logger.error(follower.getClass().getSimpleName() + " failed on a configuration change that is visible",
						WithoutMessages.of(ex));
			}
		}
	}

}
