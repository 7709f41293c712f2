package io.setpoint.rollout.control;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of builds that are not alive, and of which no version is left that was
 * published while they were the newest.
 *
 * @param store etcd
 * @param keys where versions and the fleet lie
 * @param configuration the name of the configuration
 * @param prefix the prefix of its schemas
 */
record SupersededSchemas(WritableStore store, RolloutKeys keys, String configuration, String prefix) {

	/**
	 * Delete them. While an instance is alive that does not say of which build it is,
	 * every schema may be needed.
	 * @return completes when it has been tried
	 */
	CompletableFuture<Void> prune() {
		String fleet = this.keys.fleet(this.configuration);
		return this.store.read(List.of(fleet)).thenCompose((image) -> {
			Set<@Nullable String> builds = new HashSet<>();
			image.entries(fleet).forEach((entry) -> builds.add(build(entry)));
			return builds.contains(null) ? CompletableFuture.completedFuture(null) : prune(image, builds);
		});
	}

	private static @Nullable String build(KeyValue member) {
		try {
			return RolloutFormat.read(member.value(), FleetMember.class).build();
		}
		catch (InvalidRolloutStateException ex) {
			return null;
		}
	}

	private CompletableFuture<Void> prune(Image image, Set<@Nullable String> builds) {
		return this.store.readIndex(this.prefix, image.revision())
			.thenCombine(this.store.readIndex(this.keys.versions(this.configuration), image.revision()),
					(schemas, versions) -> {
						Map<String, Long> superseded = new TreeMap<>(schemas.modRevisions());
						superseded.keySet().removeIf((key) -> builds.contains(key.substring(this.prefix.length())));
						superseded.values()
							.removeAll(needed(schemas.modRevisions().values(), versions.modRevisions().values()));
						return delete(superseded);
					})
			.thenCompose((deleted) -> deleted);
	}

	/**
	 * Find out which schemas are the newest ones, now or when a version was published.
	 * @param schemas the revisions that the schemas were written at
	 * @param versions the revisions that the versions were published at
	 * @return the revisions of the schemas
	 */
	private static Set<Long> needed(Collection<Long> schemas, Collection<Long> versions) {
		TreeSet<Long> ordered = new TreeSet<>(schemas);
		Set<Long> needed = new HashSet<>();
		Stream.concat(versions.stream(), Stream.of(Long.MAX_VALUE)).map(ordered::floor).forEach(needed::add);
		return needed;
	}

	private CompletableFuture<Void> delete(Map<String, Long> superseded) {
		if (superseded.isEmpty()) {
			return CompletableFuture.completedFuture(null);
		}
		Transaction.Builder transaction = Transaction.builder();
		superseded.entrySet()
			.stream()
			.limit(Transaction.MAX_OPERATIONS)
			.forEach((schema) -> transaction.whenModified(schema.getKey(), schema.getValue()).delete(schema.getKey()));
		return this.store.commit(transaction.build()).thenAccept((outcome) -> {
		});
	}

}
