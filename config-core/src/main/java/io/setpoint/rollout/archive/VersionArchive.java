package io.setpoint.rollout.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.document.LocationContent;
import io.setpoint.rollout.Difference;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.store.Change;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The versions of configurations, each written once.
 */
final class VersionArchive {

	private static final Log logger = LogFactory.getLog(VersionArchive.class);

	/**
	 * What etcd takes in a request is 1.5 MiB by default, its own fields included.
	 */
	private static final int MAX_STORED_BYTES = 1500 * 1024;

	private final WritableStore store;

	private final RolloutKeys keys;

	private final int kept;

	/**
	 * Create an archive.
	 * @param store etcd
	 * @param keys where versions lie
	 * @param kept how many versions of a configuration are kept at least
	 */
	VersionArchive(WritableStore store, RolloutKeys keys, int kept) {
		this.store = store;
		this.keys = keys;
		this.kept = kept;
	}

	/**
	 * List the versions, newest first. They are read one by one, and of each the document
	 * is dropped at once: all of them together may be larger than the heap.
	 * @param configuration the name of the configuration
	 * @return the versions
	 */
	CompletableFuture<List<VersionSummary>> all(String configuration) {
		String prefix = this.keys.versions(configuration);
		return this.store.read(List.of(this.keys.state(configuration)))
			.thenCompose((image) -> this.store.readIndex(prefix, image.revision()))
			.thenCompose((index) -> collect(List.copyOf(index.modRevisions().keySet()), 0, new ArrayList<>()))
			.thenApply((versions) -> versions.stream()
				.sorted(Comparator.comparing(VersionSummary::createdAt).thenComparing(VersionSummary::id).reversed())
				.toList());
	}

	private CompletableFuture<List<VersionSummary>> collect(List<String> keys, int next,
			List<VersionSummary> collected) {
		if (next == keys.size()) {
			return CompletableFuture.completedFuture(collected);
		}
		String key = keys.get(next);
		return this.store.read(List.of(key)).thenCompose((image) -> {
			image.entries(key).forEach((entry) -> readable(entry).ifPresent(collected::add));
			return collect(keys, next + 1, collected);
		});
	}

	private static Optional<VersionSummary> readable(KeyValue entry) {
		try {
			return Optional.of(RolloutFormat.read(entry.value(), VersionSummary.class));
		}
		catch (InvalidRolloutStateException ex) {
			logger.warn("'" + OneLine.of(entry.key()) + "' (revision " + entry.modRevision()
					+ ") is left out of the versions; delete it and publish anew. "
					+ OneLine.of(String.valueOf(ex.getMessage())));
			return Optional.empty();
		}
	}

	CompletableFuture<KeyValue> stored(String configuration, String id) {
		if (!Version.isId(id)) {
			return CompletableFuture.failedFuture(new UnknownVersionException(configuration, id));
		}
		return find(configuration, id)
			.thenApply((found) -> found.orElseThrow(() -> new UnknownVersionException(configuration, id)));
	}

	private CompletableFuture<Optional<KeyValue>> find(String configuration, String id) {
		String key = this.keys.version(configuration, id);
		return this.store.read(List.of(key)).thenApply((image) -> image.entry(key));
	}

	CompletableFuture<Version> version(String configuration, String id) {
		return stored(configuration, id).thenApply(VersionArchive::read);
	}

	private static Version read(KeyValue entry) {
		try {
			return RolloutFormat.read(entry.value(), Version.class);
		}
		catch (InvalidRolloutStateException ex) {
			throw new InvalidRolloutStateException("'" + OneLine.of(entry.key()) + "' (revision " + entry.modRevision()
					+ ") cannot be read; delete it and publish anew. " + OneLine.of(String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * Find the version that was written last, whatever clocks say.
	 * @param configuration the name of the configuration
	 * @return the version, and what changes with the next publication
	 */
	CompletableFuture<Edition> edition(String configuration) {
		String newest = this.keys.newest(configuration);
		String prefix = this.keys.versions(configuration);
		return this.store.read(List.of(newest))
			.thenCompose((image) -> this.store.readIndex(prefix, image.revision())
				.thenApply((index) -> new Edition(last(index, prefix),
						image.entry(newest).map(KeyValue::modRevision).orElse(0L))));
	}

	private static String last(Index index, String prefix) {
		return index.modRevisions()
			.entrySet()
			.stream()
			.max(Map.Entry.comparingByValue())
			.map((version) -> version.getKey().substring(prefix.length()))
			.orElse("");
	}

	/**
	 * Write a version, once.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @param wanted what was asked for
	 * @param transaction what is written with it
	 * @return the version, empty if what was to be written with it could not be; fails
	 * with an {@link InvalidVersionException} if there is another under its id
	 */
	CompletableFuture<Optional<Version>> add(String configuration, Version version, NewVersion wanted,
			Transaction.Builder transaction) {
		String key = this.keys.version(configuration, version.id());
		byte[] value = RolloutFormat.write(version);
		if (value.length > MAX_STORED_BYTES) {
			throw new InvalidVersionException(
					"Version '" + version.id() + "' takes " + value.length + " bytes as JSON, more than the "
							+ MAX_STORED_BYTES + " that fit into a request to etcd",
					List.of("the document is too large"));
		}
		byte[] id = version.id().getBytes(StandardCharsets.UTF_8);
		return this.store
			.commit(transaction.whenCreated(key, 0).put(key, value).put(this.keys.newest(configuration), id).build())
			.thenCompose((outcome) -> outcome.succeeded() ? CompletableFuture.completedFuture(Optional.of(version))
					: find(configuration, version.id())
						.thenApply((other) -> other.map((entry) -> same(wanted, version, entry))));
	}

	private static Version same(NewVersion wanted, Version version, KeyValue stored) {
		Version existing = read(stored);
		there(wanted, version, List.of(VersionSummary.of(existing)));
		return existing;
	}

	/**
	 * Find the version that a document is already.
	 * @param wanted what was asked for
	 * @param version what it would become
	 * @param existing the versions that are there
	 * @return the version with the same document, empty if there is none
	 * @throws InvalidVersionException if something else was asked for than what is there,
	 * or if the id stands for another document
	 */
	static Optional<VersionSummary> there(NewVersion wanted, Version version, List<VersionSummary> existing) {
		for (VersionSummary other : existing) {
			if (other.digest().equals(version.digest())) {
				checkAgreed(wanted, other);
				return Optional.of(other);
			}
		}
		if (existing.stream().anyMatch((other) -> other.id().equals(version.id()))) {
			throw new InvalidVersionException(
					"There is another version '" + version.id()
							+ "' already, and versions are never altered: choose another id",
					List.of("the id '" + version.id() + "' is taken"));
		}
		return Optional.empty();
	}

	private static void checkAgreed(NewVersion wanted, VersionSummary existing) {
		List<String> problems = new ArrayList<>();
		if (wanted.id() != null && !wanted.id().equals(existing.id())) {
			problems.add("the id is '" + existing.id() + "', not '" + wanted.id() + "'");
		}
		if (wanted.description() != null && !wanted.description().equals(existing.description())) {
			problems.add("the description is another");
		}
		if (!wanted.tags().isEmpty() && !wanted.tags().equals(existing.tags())) {
			problems.add("the tags are others");
		}
		if (!problems.isEmpty()) {
			throw new InvalidVersionException("This document is version '" + existing.id() + "' already, by "
					+ existing.author() + " of " + existing.createdAt() + ", and versions are never altered ("
					+ String.join(", ", problems) + "): use that version, or publish the document alone", problems);
		}
	}

	/**
	 * Compare two versions.
	 * @param configuration the name of the configuration
	 * @param from the id of the first version
	 * @param to the id of the second version
	 * @return the properties in which they differ, by name
	 */
	CompletableFuture<List<Difference>> compare(String configuration, String from, String to) {
		return stored(configuration, from).thenCombine(stored(configuration, to),
				(before, after) -> Difference.between(properties(before), properties(after)));
	}

	private Map<String, Object> properties(KeyValue stored) {
		String prefix = stored.key().substring(0, stored.key().lastIndexOf('/') + 1);
		return LocationContent.ofVersions(prefix, prefix)
			.with(List.of(new Change.Put(StoredVersion.of(stored).entry())))
			.content()
			.properties();
	}

	/**
	 * Delete the oldest versions beyond those that are kept, but none that is in use.
	 * What could not be deleted is left for the next time.
	 * @param configuration the name of the configuration
	 * @param page the state that says what is in use
	 * @param newest the id of the version that was just published, whatever the clock
	 * says
	 * @return how many were deleted
	 */
	CompletableFuture<Integer> prune(String configuration, StateRegister.Page page, String newest) {
		return all(configuration).thenCompose((versions) -> {
			List<VersionSummary> old = versions.stream()
				.skip(this.kept)
				.filter((version) -> !version.id().equals(newest) && !inUse(page.state()).contains(version.id()))
				.limit(Transaction.MAX_OPERATIONS)
				.toList();
			return old.isEmpty() ? CompletableFuture.completedFuture(0) : delete(configuration, page, old);
		});
	}

	private CompletableFuture<Integer> delete(String configuration, StateRegister.Page page,
			List<VersionSummary> versions) {
		Transaction.Builder transaction = Transaction.builder()
			.whenModified(this.keys.state(configuration), page.revision());
		versions.forEach((version) -> transaction.delete(this.keys.version(configuration, version.id())));
		return this.store.commit(transaction.build()).thenApply((outcome) -> outcome.succeeded() ? versions.size() : 0);
	}

	private static Set<String> inUse(RolloutState state) {
		Set<String> used = new HashSet<>();
		for (String id : new String[] { state.stable(), state.previous(), state.candidate() }) {
			if (id != null) {
				used.add(id);
			}
		}
		return used;
	}

	/**
	 * What was published last.
	 *
	 * @param newest the id of the version, empty if there is none
	 * @param revision the revision that has noted the last publication, 0 if none has
	 */
	record Edition(String newest, long revision) {
	}

}
