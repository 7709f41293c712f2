package io.setpoint.rollout.follow;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.configdata.ImportedRollout;
import io.setpoint.mirror.Loop;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The versions of a configuration, read when they are needed and kept while they may be
 * needed again. Used by the loop only.
 */
final class VersionReads {

	/**
	 * The stable version, the one before, the candidate, and one to spare.
	 */
	private static final int KEPT = 4;

	private static final Duration RECHECK = Duration.ofSeconds(5);

	private final Store store;

	private final String prefix;

	private final Loop loop;

	private final Runnable again;

	private final Map<String, KeyValue> entries = new LinkedHashMap<>(KEPT, 0.75f, true);

	private final Map<String, String> problems = new HashMap<>();

	private final Set<String> reading = new HashSet<>();

	VersionReads(Store store, String prefix, Loop loop, Runnable again) {
		this.store = store;
		this.prefix = prefix;
		this.loop = loop;
		this.again = again;
	}

	@Nullable KeyValue entry(String id) {
		return this.entries.get(id);
	}

	@Nullable String problem(String id) {
		return this.problems.get(id);
	}

	void add(String id, KeyValue entry) {
		this.entries.put(id, entry);
		if (this.entries.size() > KEPT) {
			this.entries.remove(this.entries.keySet().iterator().next());
		}
	}

	/**
	 * Read a version unless it is there or under way.
	 * @param id the id of the version
	 */
	void read(String id) {
		if (!this.entries.containsKey(id) && this.reading.add(id)) {
			this.problems.remove(id);
			ExponentialBackOff backOff = new ExponentialBackOff(50, 2);
			backOff.setMaxInterval(2000);
			backOff.setJitter(25);
			read(id, backOff.start());
		}
	}

	private void read(String id, BackOffExecution backOff) {
		this.store.read(List.of(this.prefix + id))
			.whenComplete((image, failure) -> this.loop.execute(() -> answered(id, backOff, image, failure)));
	}

	private void answered(String id, BackOffExecution backOff, @Nullable Image image, @Nullable Throwable failure) {
		if (image != null) {
			found(id, image.entries(this.prefix + id));
			return;
		}
		if (failure instanceof PermissionDeniedException) {
			refuse(id, "may not be read: " + failure.getMessage());
		}
		else {
			this.loop.schedule(() -> read(id, backOff), Duration.ofMillis(backOff.nextBackOff()));
		}
	}

	private void found(String id, List<KeyValue> stored) {
		if (stored.isEmpty()) {
			refuse(id, "does not exist: publish it, or roll back to a version that does");
			return;
		}
		try {
			add(id, ImportedRollout.entry(stored.get(0)));
			this.problems.remove(id);
			this.reading.remove(id);
			this.again.run();
		}
		catch (InvalidRolloutStateException ex) {
			refuse(id, "cannot be used: " + ex.getMessage());
		}
	}

	/**
	 * Give up for now. Versions are never altered, but one that is missing may come.
	 * @param id the id of the version
	 * @param problem what is wrong
	 */
	private void refuse(String id, String problem) {
		this.problems.put(id, "version '" + id + "' " + problem);
		this.loop.schedule(() -> {
			this.reading.remove(id);
			this.again.run();
		}, RECHECK);
		this.again.run();
	}

	/**
	 * Forget the problems of versions that nobody asks for any more, so that they are
	 * read at once when somebody does again.
	 * @param wanted the ids of the versions that are asked for
	 */
	void retain(Set<String> wanted) {
		Set<String> forgotten = new HashSet<>(this.problems.keySet());
		forgotten.removeAll(wanted);
		this.problems.keySet().removeAll(forgotten);
		this.reading.removeAll(forgotten);
	}

}
