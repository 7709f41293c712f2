package io.setpoint.console.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

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
import org.jspecify.annotations.Nullable;

/**
 * Reads entries of histories. They never change, so that those that were read lately are
 * not read again.
 */
final class HistoryReads {

	private static final Log logger = LogFactory.getLog(HistoryReads.class);

	private final Store store;

	private final RolloutKeys keys;

	private final Map<String, HistoryEntry> remembered = Remembered.latest();

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
	 * Look for entries of a history, which may be long: a hundred are held at a time.
	 * @param configuration the configuration
	 * @param from the serial of the newest one that may be found
	 * @param count how many are wanted
	 * @param since when the search may end, as all of a hundred are older
	 * @param wanted which ones are wanted
	 * @return those that were found, newest first
	 */
	CompletableFuture<List<Happening>> find(Configuration configuration, long from, int count, Instant since,
			Predicate<Happening> wanted) {
		return new Search(configuration, count, since, wanted).from(from);
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
		HistoryEntry read = parsed(entry);
		if (read != null) {
			this.remembered.put(entry.key(), read);
			happenings.add(new Happening(configuration, read));
		}
	}

	private static @Nullable HistoryEntry parsed(KeyValue entry) {
		try {
			HistoryEntry read = RolloutFormat.read(entry.value(), HistoryEntry.class);
			return (read.at() != null && read.action() != null && read.to() != null) ? read : null;
		}
		catch (InvalidRolloutStateException ex) {
			logger.warn("'" + OneLine.of(entry.key()) + "' (revision " + entry.modRevision()
					+ ") is left out of the history; correct or delete it. "
					+ OneLine.of(String.valueOf(ex.getMessage())));
			return null;
		}
	}

	/**
	 * A search through a history. Keys end in the serial with leading zeros, so that what
	 * stands before its last two digits is the prefix of a hundred entries.
	 */
	private final class Search {

		private final Configuration configuration;

		private final int count;

		private final Instant since;

		private final Predicate<Happening> wanted;

		private final List<Happening> found = new ArrayList<>();

		Search(Configuration configuration, int count, Instant since, Predicate<Happening> wanted) {
			this.configuration = configuration;
			this.count = count;
			this.since = since;
			this.wanted = wanted;
		}

		CompletableFuture<List<Happening>> from(long serial) {
			if (serial <= 0 || this.found.size() >= this.count) {
				return CompletableFuture.completedFuture(this.found.stream().limit(this.count).toList());
			}
			String key = HistoryReads.this.keys.history(this.configuration.name(), serial);
			String hundred = key.substring(0, key.length() - 2) + "*";
			return HistoryReads.this.store.read(List.of(hundred)).thenCompose((image) -> {
				boolean old = take(image.entries(hundred), serial);
				return from(old ? 0 : serial - serial % 100 - 1);
			});
		}

		/**
		 * Take what is wanted of a hundred entries.
		 * @param entries the entries, oldest first
		 * @param newest the serial of the newest one that may be found
		 * @return whether all were there too early
		 */
		private boolean take(List<KeyValue> entries, long newest) {
			boolean old = !entries.isEmpty();
			for (int i = entries.size() - 1; i >= 0; i--) {
				HistoryEntry entry = parsed(entries.get(i));
				if (entry != null && entry.serial() <= newest) {
					Happening happening = new Happening(this.configuration.name(), entry);
					if (this.wanted.test(happening)) {
						this.found.add(happening);
					}
					old = old && entry.at().isBefore(this.since);
				}
			}
			return old;
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
