package io.setpoint.mirror;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Calls;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * A call to the store whose answer comes back to the loop: once, in a later turn, within
 * a limit, and not at all after it was cancelled.
 *
 * @param <T> the type of the answer
 */
final class PendingCall<T> {

	private final Surroundings<Store> surroundings;

	private final Consumer<T> answered;

	private final Consumer<StoreException> failed;

	private final Duration patience;

	private Loop.Timer limit;

	private boolean open = true;

	private PendingCall(Surroundings<Store> surroundings, Duration limit, Consumer<T> answered,
			Consumer<StoreException> failed) {
		this.surroundings = surroundings;
		this.answered = answered;
		this.failed = failed;
		this.patience = limit;
		this.limit = surroundings.after(limit, this::giveUp);
	}

	private void giveUp() {
		settle(null, new StoreUnreachableException("etcd has not answered within " + this.patience.toMillis() + " ms",
				null));
	}

	static <T> PendingCall<T> ask(Surroundings<Store> surroundings, Supplier<CompletableFuture<T>> call, Duration limit,
			Consumer<T> answered, Consumer<StoreException> failed) {
		return askInParts(surroundings, (progressed) -> call.get(), limit, answered, failed);
	}

	/**
	 * Ask for something that may come in many parts over a slow link.
	 * @param surroundings everything that comes from outside
	 * @param call makes the call, with what it has to tell of each part
	 * @param limit how long each part may take
	 * @param answered told the answer
	 * @param failed told that there is none
	 * @param <T> the type of the answer
	 * @return the question
	 */
	static <T> PendingCall<T> askInParts(Surroundings<Store> surroundings,
			Function<Runnable, CompletableFuture<T>> call, Duration limit, Consumer<T> answered,
			Consumer<StoreException> failed) {
		PendingCall<T> pendingCall = new PendingCall<>(surroundings, limit, answered, failed);
		pendingCall.start(call);
		return pendingCall;
	}

	private void start(Function<Runnable, CompletableFuture<T>> call) {
		Loop loop = this.surroundings.loop();
		this.surroundings.onLoop(() -> call.apply(() -> loop.execute(this::getsOn)),
				(answer, ex) -> settle(answer, ex));
	}

	private void getsOn() {
		if (this.open) {
			this.limit.cancel();
			this.limit = this.surroundings.after(this.patience, this::giveUp);
		}
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
		Throwable cause = Calls.causeOf(ex);
		return (cause instanceof StoreException failure) ? failure
				: new StoreException("The call to etcd failed unexpectedly", cause);
	}

}
