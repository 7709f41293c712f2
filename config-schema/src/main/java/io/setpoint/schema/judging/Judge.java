package io.setpoint.schema.judging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.store.Calls;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Store;
import io.setpoint.store.Utf8;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentLruCache;

/**
 * Judges what somebody wants to write: whether it can be read, then by the schemas of the
 * builds that have it, then by those builds themselves. Whoever refuses ends it.
 *
 * @since 0.1.0
 */
public final class Judge {

	private static final int REMEMBERED = 32;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Store store;

	private final RolloutKeys keys;

	private final String schemaRoot;

	private final Trials trials;

	private final Executor executor;

	/**
	 * What checks by a schema takes long to make.
	 */
	private final ConcurrentLruCache<KeyValue, DocumentSchema> read = new ConcurrentLruCache<>(REMEMBERED,
			Judge::parsed);

	/**
	 * Create a judge.
	 * @param store etcd
	 * @param keys where rollouts and fleets lie
	 * @param schemaRoot where schemas lie
	 * @param trials asks the fleet
	 * @param executor checks, which is no work for threads of etcd
	 */
	public Judge(Store store, RolloutKeys keys, String schemaRoot, Trials trials, Executor executor) {
		this.store = store;
		this.keys = keys;
		this.schemaRoot = schemaRoot.endsWith("/") ? schemaRoot : schemaRoot + "/";
		this.trials = trials;
		this.executor = executor;
	}

	/**
	 * Read the schemas of a configuration.
	 * @param configuration its name
	 * @return the schemas of the builds that are alive, or if nobody is, the one that was
	 * written last
	 */
	public CompletableFuture<KnownSchemas> schemas(String configuration) {
		String fleet = this.keys.fleet(configuration);
		String schemas = this.schemaRoot + configuration + "/";
		return this.store.read(List.of(fleet, schemas))
			.thenApplyAsync((image) -> KnownSchemas.of(image.entries(fleet), image.entries(schemas), this.read::get),
					this.executor);
	}

	/**
	 * Read which plain locations live instances import.
	 * @return the locations
	 */
	public CompletableFuture<Announced> announced() {
		String fleets = this.keys.fleets();
		return read(fleets, "where live instances say which locations they import")
			.thenApplyAsync((image) -> Announced.of(this.schemaRoot, fleets, image.entries(fleets)), this.executor);
	}

	/**
	 * Read the schemas of the live builds that import a location, or if nobody alive
	 * does, the newest schema of each configuration that says so.
	 * @param location the prefix of the location
	 * @return the schemas, none if nobody who imports it has left one
	 */
	public CompletableFuture<KnownSchemas> schemasOf(String location) {
		return announced().thenCompose((announced) -> {
			Set<String> wanted = announced.schemas().get(location);
			if (wanted == null) {
				return read(this.schemaRoot, "where applications leave what they bind").thenApplyAsync(
						(image) -> KnownSchemas.importing(location, image.entries(this.schemaRoot), this.read::get),
						this.executor);
			}
			return wanted.isEmpty() ? CompletableFuture.completedFuture(KnownSchemas.NONE) : read(wanted);
		});
	}

	private CompletableFuture<Image> read(String prefix, String what) {
		return this.store.read(List.of(prefix)).exceptionally((failure) -> {
			if (Calls.causeOf(failure) instanceof PermissionDeniedException denied) {
				throw new PermissionDeniedException(denied.getMessage() + " '" + prefix + "', " + what, denied);
			}
			throw new CompletionException(Calls.causeOf(failure));
		});
	}

	private CompletableFuture<KnownSchemas> read(Set<String> wanted) {
		return this.store.read(List.copyOf(wanted)).thenApplyAsync((image) -> {
			List<KeyValue> entries = wanted.stream().flatMap((key) -> image.entries(key).stream()).toList();
			return KnownSchemas.read(entries, this.read::get);
		}, this.executor);
	}

	/**
	 * Find out who reads what lies at a path or below it, also of the applications that
	 * are not running now.
	 * @param path a prefix of keys, or a key
	 * @return the builds that are alive, or of a configuration of which none is, the one
	 * whose schema was written last
	 */
	public CompletableFuture<List<Reader>> readers(String path) {
		String fleets = this.keys.fleets();
		return this.store.read(List.of(fleets))
			.thenCompose((image) -> this.store.readIndex(this.schemaRoot, image.revision())
				.thenApplyAsync((index) -> Readership.of(this.schemaRoot, path, fleets, image.entries(fleets), index),
						this.executor))
			.thenCompose((readership) -> parsed(readership.wanted()).thenApply(readership::readers));
	}

	private CompletableFuture<Map<String, DocumentSchema>> parsed(List<String> wanted) {
		if (wanted.isEmpty()) {
			return CompletableFuture.completedFuture(Map.of());
		}
		return this.store.read(wanted).thenApplyAsync((image) -> {
			Map<String, DocumentSchema> parsed = new TreeMap<>();
			wanted.forEach((key) -> KnownSchemas.read(image.entries(key), this.read::get)
				.byBuild()
				.values()
				.forEach((schema) -> parsed.put(key, schema)));
			return parsed;
		}, this.executor);
	}

	private static DocumentSchema parsed(KeyValue entry) {
		return DocumentSchema.parse(new String(entry.value(), StandardCharsets.UTF_8));
	}

	/**
	 * Judge a document.
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param by who asks the fleet, {@code null} to leave it unasked
	 * @return what was said
	 */
	public CompletableFuture<Judged> document(String configuration, String document, @Nullable String by) {
		Judged readable = Readability.of(document).judged();
		if (readable.isRefused()) {
			return CompletableFuture.completedFuture(readable);
		}
		return schemas(configuration)
			.thenApplyAsync((schemas) -> readable.and(schemas.document(document)), this.executor)
			.thenCompose(
					(judged) -> fleet(judged, by, (who) -> this.trials.ask(configuration, document, who, PATIENCE)));
	}

	/**
	 * Judge changes of plain keys that are made together.
	 * @param locations the prefixes of the locations that the keys are part of
	 * @param puts the values by key
	 * @param deletes the keys that go
	 * @param by who asks the fleet, {@code null} to leave it unasked
	 * @return what was said
	 */
	public CompletableFuture<Judged> keys(Collection<String> locations, Map<String, String> puts, Set<String> deletes,
			@Nullable String by) {
		CompletableFuture<Judged> judged = CompletableFuture.completedFuture(new Judged(List.of(), List.of()));
		for (String location : locations) {
			judged = judged.thenCombine(withoutFleet(location, below(location, puts), deletes), Judged::and);
		}
		return judged.thenCompose(
				(said) -> fleet(said, by, (who) -> this.trials.ask(new KeyChanges(puts, deletes), who, PATIENCE)));
	}

	private static Map<String, String> below(String location, Map<String, String> values) {
		Map<String, String> below = new TreeMap<>(values);
		below.keySet().removeIf((key) -> !key.startsWith(location));
		return below;
	}

	private CompletableFuture<Judged> withoutFleet(String location, Map<String, String> puts, Set<String> deletes) {
		Judged readable = Readability.ofWritten(location, puts).judged();
		if (readable.isRefused()) {
			return CompletableFuture.completedFuture(readable);
		}
		return schemasOf(location)
			.thenCombineAsync(read(location, "whose keys are judged together"),
					(schemas, image) -> schemas.keys(location, after(image.entries(location), puts, deletes)),
					this.executor)
			.thenApply((judged) -> readable.and(judged.about(puts.keySet())));
	}

	/**
	 * Return the keys of a location as they would be. What is no text stays out, since no
	 * schema has anything to say of it.
	 * @param present the keys that are there
	 * @param puts the values that are put, by key
	 * @param deletes the keys that go
	 * @return the values by key
	 */
	private static Map<String, String> after(List<KeyValue> present, Map<String, String> puts, Set<String> deletes) {
		Map<String, String> after = new TreeMap<>();
		for (KeyValue entry : present) {
			String text = Utf8.text(entry.value());
			if (text != null && !deletes.contains(entry.key())) {
				after.put(entry.key(), text);
			}
		}
		after.putAll(puts);
		return after;
	}

	private CompletableFuture<Judged> fleet(Judged judged, @Nullable String by, Question question) {
		if (judged.isRefused() || by == null) {
			return CompletableFuture.completedFuture(judged);
		}
		return question.ask(by).thenApplyAsync((verdict) -> judged.and(Judged.of(verdict)), this.executor);
	}

	/**
	 * A question to the fleet.
	 */
	@FunctionalInterface
	private interface Question {

		CompletableFuture<FleetVerdict> ask(String by);

	}

}
