package io.setpoint.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.setpoint.store.Calls;
import io.setpoint.store.Store;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * Everything that comes from outside.
 *
 * @param store etcd
 * @param loop the thread that owns the state, and its clock
 * @param randomness numbers from 0 to below 1
 * @param <S> what of etcd is needed: to read it, or to write it as well
 * @since 0.1.0
 */
public record Surroundings<S extends Store>(S store, Loop loop, DoubleSupplier randomness) {

	/**
	 * Longer than any call to etcd takes that still has somebody to answer it.
	 */
	private static final Duration LIMIT = Duration.ofMinutes(5);

	/**
	 * Ask etcd something, and have an answer on the loop in any case, once: also where
	 * the question could not even be asked, for want of a thread, or its answer got lost.
	 * So whoever notes that it waits does not wait for good.
	 * @param question asks it
	 * @param consumer given the answer
	 * @param <T> its type
	 */
	public <T> void ask(Function<? super S, CompletableFuture<T>> question,
			BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
		Once<T> once = new Once<>(consumer);
		Loop.Timer limit = after(LIMIT, () -> once.accept(null,
				new StoreUnreachableException("etcd has not answered within " + Span.text(LIMIT), null)));
		onLoop(() -> question.apply(this.store), (result, failure) -> {
			limit.cancel();
			once.accept(result, failure);
		});
	}

	/**
	 * Hand the result of something over to the loop. What cannot even be begun has
	 * failed.
	 * @param beginning begins it
	 * @param consumer given the result
	 * @param <T> its type
	 */
	public <T> void onLoop(Supplier<CompletableFuture<T>> beginning,
			BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
		CompletableFuture<T> begun = Calls.begin(beginning);
		Answer<T> answer = new Answer<>(consumer);
		Runnable taking = this.store.carry(answer);
		begun.whenComplete((result, failure) -> {
			answer.result = result;
			answer.failure = failure;
			this.loop.execute(taking);
		});
	}

	/**
	 * Run a task on the loop whose calls of etcd, and those that follow from their
	 * answers, belong to what this thread does.
	 * @param task the task
	 */
	public void execute(Runnable task) {
		this.loop.execute(this.store.carry(task));
	}

	/**
	 * Run a task on the loop after a delay.
	 * @param delay the delay
	 * @param task the task
	 * @return cancels the task if it has not run
	 */
	public Loop.Timer after(Duration delay, Runnable task) {
		return this.loop.schedule(task, delay);
	}

	/**
	 * Run a task at a random time within a limit, so that not all instances do it at
	 * once.
	 * @param limit the limit
	 * @param task the task
	 * @return cancels the task if it has not run
	 */
	public Loop.Timer within(Duration limit, Runnable task) {
		return after(Duration.ofNanos((long) (limit.toNanos() * this.randomness.getAsDouble())), task);
	}

	/**
	 * What comes of something that was begun.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Answer<T> implements Runnable {

		private final BiConsumer<@Nullable T, @Nullable Throwable> consumer;

		private @Nullable T result;

		private @Nullable Throwable failure;

		Answer(BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
			this.consumer = consumer;
		}

		@Override
		public void run() {
			this.consumer.accept(this.result, this.failure);
		}

	}

	/**
	 * Takes the first answer and no other.
	 *
	 * @param <T> the type of the answer
	 */
	private static final class Once<T> {

		private final BiConsumer<@Nullable T, @Nullable Throwable> consumer;

		private boolean taken;

		Once(BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
			this.consumer = consumer;
		}

		void accept(@Nullable T result, @Nullable Throwable failure) {
			if (!this.taken) {
				this.taken = true;
				this.consumer.accept(result, failure);
			}
		}

	}

}
