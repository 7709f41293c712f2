package io.setpoint.console.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.Configuration.VersionKey;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;

/**
 * Reads what the newest versions are for, who has published them and what became of them.
 * They never change, so that those that were read lately are not read again.
 */
final class VersionReads {

	private static final int SHOWN = 100;

	private static final int DESCRIBED = 25;

	private static final int ENTRIES = 100;

	private final Store store;

	private final RolloutKeys keys;

	private final HistoryReads history;

	private final LandscapeWatch watch;

	private final Times times;

	private final Map<VersionOf, VersionSummary> remembered = Remembered.latest();

	VersionReads(Store store, RolloutKeys keys, HistoryReads history, LandscapeWatch watch, Times times) {
		this.store = store;
		this.keys = keys;
		this.history = history;
		this.watch = watch;
		this.times = times;
	}

	/**
	 * Return the versions of a configuration, with what is known of the newest ones. What
	 * cannot be read is left out.
	 * @param configuration the configuration
	 * @return the newest versions, the newest first
	 */
	CompletableFuture<List<VersionRow>> rows(Configuration configuration) {
		List<VersionKey> unknown = configuration.versions()
			.stream()
			.limit(DESCRIBED)
			.filter((version) -> !this.remembered.containsKey(of(configuration, version)))
			.toList();
		CompletableFuture<Void> described = describe(configuration, unknown, 0).exceptionally((failure) -> null);
		return described.thenCombine(fates(configuration),
				(done, fates) -> configuration.versions()
					.stream()
					.limit(SHOWN)
					.map((version) -> row(configuration, version, fates))
					.toList());
	}

	private VersionRow row(Configuration configuration, VersionKey version, Map<String, String> fates) {
		VersionRow row = VersionRow.of(version.id(), configuration.state()).ended(fates.getOrDefault(version.id(), ""));
		VersionSummary summary = this.remembered.get(of(configuration, version));
		return (summary != null) ? row.of(summary, this.times) : row;
	}

	/**
	 * Read versions one by one: all of them together may be large.
	 * @param configuration the configuration
	 * @param versions its versions
	 * @param next the index of the next one
	 * @return completes when they were read
	 */
	private CompletableFuture<Void> describe(Configuration configuration, List<VersionKey> versions, int next) {
		if (next == versions.size() || this.watch.outage() != null) {
			return CompletableFuture.completedFuture(null);
		}
		String key = this.keys.version(configuration.name(), versions.get(next).id());
		return this.store.read(List.of(key)).thenCompose((image) -> {
			image.entries(key).forEach((entry) -> remember(of(configuration, versions.get(next)), entry));
			return describe(configuration, versions, next + 1);
		});
	}

	private void remember(VersionOf version, KeyValue entry) {
		try {
			this.remembered.put(version, RolloutFormat.read(entry.value(), VersionSummary.class));
		}
		catch (InvalidRolloutStateException ex) {
			this.remembered.remove(version);
		}
	}

	private static VersionOf of(Configuration configuration, VersionKey version) {
		return new VersionOf(configuration.name(), version);
	}

	private CompletableFuture<Map<String, String>> fates(Configuration configuration) {
		if (this.watch.outage() != null) {
			return CompletableFuture.completedFuture(Map.of());
		}
		return this.history.entries(configuration, configuration.lastSerial(), ENTRIES)
			.thenApply((entries) -> fates(entries.stream().map(HistoryReads.Happening::entry).toList()))
			.exceptionally((failure) -> Map.of());
	}

	/**
	 * Say how the last rollout of each version has ended, where it was stopped.
	 * @param entries what has happened, newest first
	 * @return what became of the versions, in a word
	 */
	static Map<String, String> fates(List<HistoryEntry> entries) {
		Map<String, String> fates = new HashMap<>();
		for (int i = 0; i < entries.size(); i++) {
			HistoryEntry entry = entries.get(i);
			boolean back = entry.action().equals("rollback");
			String before = (back && !entry.from().isActive() && i + 1 < entries.size()) ? entries.get(i + 1).stable()
					: entry.candidate();
			if (before != null) {
				fates.putIfAbsent(before, back ? "rolled back" : entry.action().equals("abort") ? "aborted" : "");
			}
		}
		return fates;
	}

	/**
	 * A version as it was written.
	 *
	 * @param configuration the name of its configuration
	 * @param version its id and revision
	 */
	private record VersionOf(String configuration, VersionKey version) {
	}

}
