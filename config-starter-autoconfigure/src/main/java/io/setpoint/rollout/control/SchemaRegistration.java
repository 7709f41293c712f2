package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.store.Calls;
import io.setpoint.store.OneLine;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the schema of a build in etcd, for those who want to check a document without
 * its classes. It is written once, whoever of the build comes first: the others find it
 * there, each at a time of its own. Whoever writes one also deletes those that nobody
 * needs any more; somebody who comes back in that moment looks a second time, and who was
 * cut off begins again. What fails is tried again, less and less often, and holds up
 * nobody.
 *
 * @since 0.1.0
 */
public final class SchemaRegistration {

	private static final Duration FIRST = Duration.ofSeconds(5);

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final Duration SECOND_LOOK = Duration.ofMinutes(2);

	private static final int LARGEST = 1024 * 1024;

	private static final Log logger = LogFactory.getLog(SchemaRegistration.class);

	private final Supplier<WritableStore> store;

	private final Pauses pauses;

	private final DoubleSupplier randomness;

	private final List<String> configurations;

	private final Location location;

	private final Supplier<String> schema;

	private volatile boolean ended;

	private volatile boolean said;

	/**
	 * Create a registration. Nothing happens until it begins.
	 * @param store gives etcd
	 * @param pauses lets time pass, and gives the threads
	 * @param randomness numbers from 0 to below 1
	 * @param configurations the configurations that the application imports
	 * @param location where their schemas lie
	 * @param schema makes the schema, on one of the threads
	 */
	public SchemaRegistration(Supplier<WritableStore> store, Pauses pauses, DoubleSupplier randomness,
			List<String> configurations, Location location, Supplier<String> schema) {
		this.store = store;
		this.pauses = pauses;
		this.randomness = randomness;
		this.configurations = List.copyOf(configurations);
		this.location = location;
		this.schema = schema;
	}

	/**
	 * Begin to leave the schema for each configuration, or to look whether it is still
	 * there. Returns at once.
	 */
	public void begin() {
		this.configurations.forEach((configuration) -> later(configuration, FIRST));
	}

	/**
	 * Leave nothing any more.
	 */
	public void end() {
		this.ended = true;
	}

	private void later(String configuration, Duration within) {
		Duration delay = Duration.ofNanos((long) (within.toNanos() * this.randomness.getAsDouble()));
		after(delay, configuration, (failure) -> left(configuration, failure, within));
	}

	private void after(Duration delay, String configuration, Consumer<@Nullable Throwable> consumer) {
		this.pauses.after(delay).execute(() -> {
			if (!this.ended) {
				Calls.begin(() -> leave(configuration)).whenComplete((left, failure) -> consumer.accept(failure));
			}
		});
	}

	private CompletableFuture<?> leave(String configuration) {
		String key = this.location.key(configuration);
		WritableStore store = this.store.get();
		return store.read(List.of(key))
			.thenComposeAsync((image) -> image.entries(key).isEmpty() ? create(configuration, store, key)
					: CompletableFuture.completedFuture(null), this.pauses.after(Duration.ZERO));
	}

	private CompletableFuture<?> create(String configuration, WritableStore store, String key) {
		return store.commit(creation(key)).thenAccept((outcome) -> {
			if (outcome.succeeded()) {
				SupersededSchemas superseded = new SupersededSchemas(store, this.location.keys(), configuration,
						this.location.prefix(configuration));
				Calls.log(superseded::prune,
						"Schemas of earlier builds could not be deleted; the next build tries again");
			}
		});
	}

	private Transaction creation(String key) {
		byte[] schema = this.schema.get().getBytes(StandardCharsets.UTF_8);
		if (schema.length > LARGEST) {
			throw new IllegalStateException(
					"It has " + schema.length + " bytes, and no more than " + LARGEST + " are written");
		}
		return Transaction.builder().whenCreated(key, 0).put(key, schema).build();
	}

	private void left(String configuration, @Nullable Throwable failure, Duration within) {
		if (failure == null) {
			after(SECOND_LOOK, configuration, (ignored) -> {
			});
			return;
		}
		if (this.ended) {
			return;
		}
		String sentence = "The schema of this build is not left at '" + this.location.key(configuration) + "' yet: "
				+ reason(Calls.causeOf(failure)) + ". It is tried again; 'setpoint.schema.enabled=false' gives it up";
		if (this.said) {
			logger.debug(sentence);
		}
		else {
			this.said = true;
			logger.info(sentence);
		}
		Duration next = within.multipliedBy(2);
		later(configuration, (next.compareTo(LONGEST) < 0) ? next : LONGEST);
	}

	private static String reason(@Nullable Throwable cause) {
		boolean known = cause instanceof StoreException || cause instanceof IllegalStateException;
		String message = (known && cause != null) ? cause.getMessage() : null;
		return (message != null) ? OneLine.of(message)
				: "It could not be made (" + ((cause != null) ? cause.getClass().getName() : "") + ")";
	}

	/**
	 * Where schemas lie, and who needs them.
	 *
	 * @param root the root of all schemas, which may end in a slash
	 * @param build gives the digest of the build; may read files the first time
	 * @param keys where versions and the fleets lie
	 */
	public record Location(String root, Supplier<String> build, RolloutKeys keys) {

		String prefix(String configuration) {
			return (this.root.endsWith("/") ? this.root : this.root + "/") + configuration + "/";
		}

		String key(String configuration) {
			return prefix(configuration) + this.build.get();
		}

	}

}
