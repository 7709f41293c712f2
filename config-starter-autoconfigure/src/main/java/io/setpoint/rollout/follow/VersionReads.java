package io.setpoint.rollout.follow;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.loop.Loop;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.archive.StoredVersion;
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

	private final Map<String, Read> reads = new HashMap<>();

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
		if (!this.entries.containsKey(id) && !this.reads.containsKey(id)) {
			ExponentialBackOff backOff = new ExponentialBackOff(50, 2);
			backOff.setMaxInterval(2000);
			backOff.setJitter(25);
			Read read = new Read(id, backOff.start());
			this.reads.put(id, read);
			start(read);
		}
	}

	private void start(Read read) {
		this.store.read(List.of(this.prefix + read.id()))
			.whenComplete((image, failure) -> this.loop.execute(() -> answered(read, image, failure)));
	}

	private void answered(Read read, @Nullable Image image, @Nullable Throwable failure) {
		List<KeyValue> stored = (image != null) ? image.entries(this.prefix + read.id()) : List.of();
		if (!stored.isEmpty()) {
			found(read, stored.get(0));
		}
		else if (image != null) {
			refuse(read, "does not exist: publish it, or roll back to a version that does");
		}
		else if (failure instanceof PermissionDeniedException) {
			refuse(read, "may not be read: " + failure.getMessage());
		}
		else if (isCurrent(read)) {
			this.loop.schedule(() -> start(read), Duration.ofMillis(read.backOff().nextBackOff()));
		}
	}

	private boolean isCurrent(Read read) {
		return this.reads.get(read.id()) == read;
	}

	private void found(Read read, KeyValue stored) {
		try {
			add(read.id(), StoredVersion.of(stored).entry());
			this.problems.remove(read.id());
			this.reads.remove(read.id());
			this.again.run();
		}
		catch (InvalidRolloutStateException ex) {
			refuse(read, "cannot be used: " + ex.getMessage());
		}
	}

	/**
	 * Give up for now. Versions are never altered, but one that is missing may come.
	 * @param read what was read
	 * @param problem what is wrong
	 */
	private void refuse(Read read, String problem) {
		if (isCurrent(read)) {
			this.problems.put(read.id(), "version '" + read.id() + "' " + problem);
			this.loop.schedule(() -> recheck(read), RECHECK);
			this.again.run();
		}
	}

	private void recheck(Read read) {
		if (isCurrent(read)) {
			this.reads.remove(read.id());
			this.again.run();
		}
	}

	/**
	 * Begin anew for another state. A state is written after its versions, so a read from
	 * before does not say that one is missing.
	 */
	void renew() {
		this.problems.clear();
		this.reads.clear();
	}

	/**
	 * A read that is under way, or has found a problem and waits to be repeated.
	 *
	 * @param id the id of the version
	 * @param backOff the pauses between attempts
	 */
	private record Read(String id, BackOffExecution backOff) {
	}

}
