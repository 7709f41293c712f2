package io.setpoint.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.setpoint.Snapshots;
import io.setpoint.acceptance.AcceptancePipeline;

import org.springframework.context.ApplicationContext;

/**
 * Changes etcd and waits until an application has dealt with the change: after
 * {@code put} returns, the application has accepted or refused the value, and its beans
 * can be looked at.
 *
 * <pre class="code">
 * Acceptance acceptance = Acceptance.of(etcd, applicationContext);
 * acceptance.put("/config/checkout/pricing/discount-percent", "20");
 * assertThat(pricing.get().discountPercent()).isEqualTo(20);
 * </pre>
 *
 * @since 0.1.0
 */
public final class Acceptance {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Etcd etcd;

	private final LongSupplier workedOffRevision;

	private final Supplier<CompletableFuture<?>> followed;

	private final Duration timeout;

	private Acceptance(Etcd etcd, LongSupplier workedOffRevision, Supplier<CompletableFuture<?>> followed,
			Duration timeout) {
		this.etcd = etcd;
		this.workedOffRevision = workedOffRevision;
		this.followed = followed;
		this.timeout = timeout;
	}

	/**
	 * Watch one application that watches the given etcd. Waiting is given up after 10
	 * seconds.
	 * @param etcd what is changed
	 * @param workedOffRevision gives the highest revision that the application has
	 * accepted or refused; it is called every few milliseconds
	 * @return the acceptance by that application
	 */
	public static Acceptance of(Etcd etcd, LongSupplier workedOffRevision) {
		return new Acceptance(etcd, workedOffRevision, () -> CompletableFuture.completedFuture(null), TIMEOUT);
	}

	/**
	 * Watch one application that watches the given etcd, and wait also until its beans
	 * have followed what it has accepted: setter-based ones, those of the refresh scope
	 * and log levels. Listeners and events are told after it. Waiting is given up after
	 * 10 seconds.
	 * @param etcd what is changed
	 * @param application the context of the application
	 * @return the acceptance by that application
	 */
	public static Acceptance of(Etcd etcd, ApplicationContext application) {
		Snapshots snapshots = application.getBean(Snapshots.class);
		AcceptancePipeline pipeline = application.getBean(AcceptancePipeline.class);
		return new Acceptance(etcd, () -> snapshots.current().revision(), pipeline::followed, TIMEOUT);
	}

	/**
	 * Give up after another time.
	 * @param timeout the time to wait for one change
	 * @return an acceptance with that timeout
	 */
	public Acceptance within(Duration timeout) {
		return new Acceptance(this.etcd, this.workedOffRevision, this.followed, timeout);
	}

	/**
	 * Put a value and wait.
	 * @param key the key, in a location of the application
	 * @param value the value
	 * @return the revision of the put
	 * @throws AssertionError if the application does not deal with it in time
	 */
	public long put(String key, String value) {
		return await(this.etcd.put(key, value), "the put of '" + key + "'");
	}

	/**
	 * Delete a key and wait.
	 * @param key the key, in a location of the application
	 * @return the revision of the delete
	 * @throws AssertionError if the application does not deal with it in time
	 */
	public long delete(String key) {
		return await(this.etcd.delete(key), "the delete of '" + key + "'");
	}

	/**
	 * Do a transaction and wait.
	 * @param operations adds 1 to 128 operations, at least one in a location of the
	 * application
	 * @return the revision of the transaction
	 * @throws AssertionError if the application does not deal with it in time
	 */
	public long txn(Consumer<EtcdTransaction> operations) {
		EtcdTransaction transaction = EtcdTransaction.of(operations);
		return await(this.etcd.client().txn(transaction), "the transaction on " + transaction);
	}

	/**
	 * Wait for a revision that was written in another way.
	 * @param revision the revision
	 * @return the same revision
	 * @throws AssertionError if the application does not deal with it in time
	 */
	public long await(long revision) {
		return await(revision, "a change");
	}

	private long await(long revision, String change) {
		AtomicLong workedOff = new AtomicLong();
		if (!Condition.await(this.timeout, () -> {
			workedOff.set(this.workedOffRevision.getAsLong());
			return workedOff.get() >= revision;
		})) {
			throw new AssertionError("The application did not work off revision " + revision + " (" + change
					+ ") within " + this.timeout.toMillis() + " ms: it is at revision " + workedOff
					+ ". Is the key in one of its locations, and is it connected to " + this.etcd.connectString()
					+ "?");
		}
		CompletableFuture<?> followed = this.followed.get();
		if (!Condition.await(this.timeout, followed::isDone)) {
			throw new AssertionError("The application has accepted revision " + revision + " (" + change
					+ "), and its beans did not follow it within " + this.timeout.toMillis()
					+ " ms: one of them is busy or was not let go");
		}
		return revision;
	}

}
