package io.setpoint.mirror;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * A call to the store whose answer comes back to the loop: once, in a later turn, within
 * a limit, and not at all after it was cancelled.
 *
 * @param <T> the type of the answer
 */
final class Question<T> {

	private final Seams seams;

	private final Consumer<T> answered;

	private final Consumer<StoreException> failed;

	private final Loop.Timer limit;

	private boolean open = true;

	private Question(Seams seams, Duration limit, Consumer<T> answered, Consumer<StoreException> failed) {
		this.seams = seams;
		this.answered = answered;
		this.failed = failed;
		this.limit = seams.after(limit, () -> settle(null,
				new StoreUnreachableException("etcd has not answered within " + limit.toMillis() + " ms", null)));
	}

	static <T> Question<T> ask(Seams seams, Supplier<CompletableFuture<T>> call, Duration limit, Consumer<T> answered,
			Consumer<StoreException> failed) {
		Question<T> question = new Question<>(seams, limit, answered, failed);
		question.start(call);
		return question;
	}

	private void start(Supplier<CompletableFuture<T>> call) {
		CompletableFuture<T> future;
		try {
			future = call.get();
		}
		catch (RuntimeException ex) {
			future = CompletableFuture.failedFuture(ex);
		}
		future.whenComplete((answer, ex) -> this.seams.loop().execute(() -> settle(answer, ex)));
	}

	private void settle(@Nullable T answer, @Nullable Throwable ex) {
		if (!this.open) {
			return;
		}
		cancel();
		if (answer != null) {
			this.answered.accept(answer);
		}
		else {
			this.failed.accept(asStoreException(ex));
		}
	}

	void cancel() {
		this.open = false;
		this.limit.cancel();
	}

	static StoreException asStoreException(@Nullable Throwable ex) {
		if (ex instanceof StoreException failure) {
			return failure;
		}
		if (ex instanceof CompletionException && ex.getCause() != null) {
			return asStoreException(ex.getCause());
		}
		return new StoreException("The call to etcd failed unexpectedly", ex);
	}

}
