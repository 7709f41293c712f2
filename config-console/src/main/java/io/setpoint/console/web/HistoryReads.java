package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reads entries of histories. They never change, so that those that were read lately are
 * not read again.
 */
final class HistoryReads {

	private static final Log logger = LogFactory.getLog(HistoryReads.class);

	private static final int REMEMBERED = 2000;

	private final Store store;

	private final RolloutKeys keys;

	private final Map<String, HistoryEntry> remembered = Collections
		.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, HistoryEntry> eldest) {
				return size() > REMEMBERED;
			}

		});

	HistoryReads(Store store, RolloutKeys keys) {
		this.store = store;
		this.keys = keys;
	}

	/**
	 * Read what has happened last over some configurations.
	 * @param configurations the configurations
	 * @param count how many entries are wanted
	 * @return the entries, newest first
	 */
	CompletableFuture<List<Happening>> latest(List<Configuration> configurations, int count) {
		List<Wanted> wanted = new ArrayList<>();
		configurations.stream()
			.sorted(Comparator.comparing((Configuration it) -> it.state().since()).reversed())
			.limit(count)
			.forEach((it) -> wanted.addAll(page(it, it.lastSerial(), Math.max(1, count / 4))));
		return read(wanted).thenApply((read) -> read.stream()
			.sorted(Comparator.comparing((Happening it) -> it.entry().at()).reversed())
			.limit(count)
			.toList());
	}

	/**
	 * Read some entries of a history.
	 * @param configuration the configuration
	 * @param from the serial of the newest one
	 * @param count how many
	 * @return those that are there, newest first
	 */
	CompletableFuture<List<Happening>> entries(Configuration configuration, long from, int count) {
		return read(page(configuration, from, count));
	}

	/**
	 * Read a whole history, which may be long.
	 * @param configuration the configuration
	 * @return its entries, newest first
	 */
	CompletableFuture<List<Happening>> all(Configuration configuration) {
		String history = this.keys.history(configuration.name());
		return this.store.read(List.of(history)).thenApply((image) -> {
			List<Happening> read = new ArrayList<>();
			image.entries(history).forEach((entry) -> add(configuration.name(), entry, read));
			Collections.reverse(read);
			return read;
		});
	}

	private List<Wanted> page(Configuration configuration, long from, int count) {
		List<Wanted> page = new ArrayList<>();
		for (long serial = from; serial > 0 && page.size() < count; serial--) {
			page.add(new Wanted(configuration.name(), this.keys.history(configuration.name(), serial)));
		}
		return page;
	}

	private CompletableFuture<List<Happening>> read(List<Wanted> wanted) {
		List<String> unknown = wanted.stream()
			.map(Wanted::key)
			.filter((key) -> !this.remembered.containsKey(key))
			.toList();
		if (unknown.isEmpty()) {
			return CompletableFuture.completedFuture(of(wanted, Map.of()));
		}
		return this.store.read(unknown).thenApply((image) -> {
			Map<String, KeyValue> read = new LinkedHashMap<>();
			unknown.forEach((key) -> image.entries(key).forEach((entry) -> read.put(key, entry)));
			return of(wanted, read);
		});
	}

	private List<Happening> of(List<Wanted> wanted, Map<String, KeyValue> read) {
		List<Happening> happenings = new ArrayList<>();
		for (Wanted each : wanted) {
			HistoryEntry known = this.remembered.get(each.key());
			KeyValue entry = read.get(each.key());
			if (known != null) {
				happenings.add(new Happening(each.configuration(), known));
			}
			else if (entry != null) {
				add(each.configuration(), entry, happenings);
			}
		}
		return happenings;
	}

	private void add(String configuration, KeyValue entry, List<Happening> happenings) {
		try {
			HistoryEntry read = RolloutFormat.read(entry.value(), HistoryEntry.class);
			if (read.at() != null && read.action() != null && read.to() != null) {
				this.remembered.put(entry.key(), read);
				happenings.add(new Happening(configuration, read));
			}
		}
		catch (InvalidRolloutStateException ex) {
			logger.warn("'" + OneLine.of(entry.key()) + "' (revision " + entry.modRevision()
					+ ") is left out of the history; correct or delete it. "
					+ OneLine.of(String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * An entry that somebody wants to see.
	 *
	 * @param configuration whose it is
	 * @param key its key
	 */
	private record Wanted(String configuration, String key) {
	}

	/**
	 * What has happened where.
	 *
	 * @param configuration the name of the configuration
	 * @param entry what has happened
	 */
	record Happening(String configuration, HistoryEntry entry) {
	}

}
