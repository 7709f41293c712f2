package io.setpoint.configdata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.setpoint.acceptance.Proposal;
import io.setpoint.acceptance.StartState;
import io.setpoint.document.LocationContent;
import io.setpoint.document.Warning;
import io.setpoint.instance.Identity;
import io.setpoint.lastgood.SavedState;
import io.setpoint.store.Change;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Reads the locations of an application for the first time, all at the revision of the
 * first one, and decides what each starts from: etcd, its last good content, or nothing.
 */
final class ImportReading {

	private final Supplier<Identity> identity;

	private final StartupReader reader;

	private final Supplier<EtcdConnection> connection;

	private final LastGoodState lastGood;

	private final Log logger;

	private final StartOutage outage;

	private final Map<String, ReadLocation> locations = new LinkedHashMap<>();

	private final List<String> problems = new ArrayList<>();

	private boolean current = true;

	ImportReading(Supplier<Identity> identity, StartupReader reader, Supplier<EtcdConnection> connection,
			LastGoodState lastGood, Log logger) {
		this.identity = identity;
		this.reader = reader;
		this.connection = connection;
		this.lastGood = lastGood;
		this.logger = logger;
		this.outage = new StartOutage(lastGood, logger);
	}

	Identity identity() {
		return this.identity.get();
	}

	Log log() {
		return this.logger;
	}

	/**
	 * Note a location.
	 * @param location the location
	 * @return whether it was not known before
	 */
	boolean add(ImportedLocation location) {
		return this.locations.putIfAbsent(location.prefix(), new ReadLocation(location)) == null;
	}

	/**
	 * Return what a location starts from.
	 * @param location the location, which was added
	 * @param empty its content before anything is read
	 * @param optional whether the application may start without it
	 * @return its content
	 */
	LocationContent content(ImportedLocation location, LocationContent empty, boolean optional) {
		ReadLocation read = Objects.requireNonNull(this.locations.get(location.prefix()));
		LocationContent.Update saved = this.lastGood.content(location, empty);
		try {
			return location.read(new LocationStart(this, read, empty, saved, !optional));
		}
		catch (StoreException ex) {
			return withoutEtcd(read, empty, saved, optional, ex);
		}
	}

	Image read(List<String> ranges, boolean required) {
		return this.reader.read(ranges, required);
	}

	LocationContent acceptOver(ReadLocation read, LocationContent fallback, List<Change> changes) {
		LocationContent.Update candidate = fallback.with(changes);
		read.fallBackTo(fallback, changes);
		candidate.problems().forEach((problem) -> this.problems.add(problem.toString()));
		warn(candidate, candidate.content());
		return candidate.problems().isEmpty() ? candidate.content() : fallback;
	}

	LocationContent stay(ReadLocation read, LocationContent.@Nullable Update usable, String problem) {
		ImportedLocation location = read.location();
		if (usable == null) {
			throw unreadable(location, List.of(problem));
		}
		this.logger.error("The state of " + location.displayName() + " ('" + location.told()
				+ "') cannot be used: it starts from the " + this.lastGood.description() + ". " + OneLine.of(problem));
		read.fallBackTo(usable.content());
		return usable.content();
	}

	/**
	 * Return a last good content if it is of the etcd that was read.
	 * @param saved the content
	 * @return the content, or {@code null}
	 */
	LocationContent.@Nullable Update usable(LocationContent.@Nullable Update saved) {
		return this.lastGood.isOf(this.reader.clusterId()) ? saved : null;
	}

	LocationContent accept(ReadLocation read, LocationContent.Update saved, List<Change> changes, boolean usable,
			List<String> known) {
		LocationContent before = saved.content();
		LocationContent.Update update = before.with(changes);
		warn(saved, update.content());
		warn(update, update.content());
		List<String> problems = new ArrayList<>(known);
		update.problems().forEach((problem) -> problems.add(problem.toString()));
		if (usable) {
			read.fallBackTo(before, changes);
		}
		else if (!update.problems().isEmpty()) {
			throw unreadable(read.location(), problems);
		}
		this.problems.addAll(problems);
		return update.content();
	}

	private UnreadableLocationException unreadable(ImportedLocation location, List<String> problems) {
		List<String> all = new ArrayList<>(problems);
		String refusal = this.lastGood.refusal(location);
		if (refusal != null) {
			all.add(refusal + ".");
		}
		return new UnreadableLocationException(location.displayName(), all);
	}

	private void warn(LocationContent.Update update, LocationContent accepted) {
		for (Warning warning : update.warnings()) {
			KeyValue entry = accepted.entry(warning.key());
			if (entry != null && entry.modRevision() == warning.revision()) {
				this.logger.warn(OneLine.of(warning.toString()));
			}
		}
	}

	private LocationContent withoutEtcd(ReadLocation read, LocationContent empty,
			LocationContent.@Nullable Update saved, boolean optional, StoreException failure) {
		ImportedLocation location = read.location();
		this.current = false;
		if (saved != null) {
			this.outage.addStale(location, failure);
			warn(saved, saved.content());
			read.fallBackTo(saved.content());
			read.watchFrom(location.watched(), watched(location, saved.content()));
			return saved.content();
		}
		if (optional && !StartupReader.isPermanent(failure)) {
			this.outage.addEmpty(location, failure);
			return empty;
		}
		throw new LocationUnavailableException(location.displayName(), this.connection.get(), failure,
				this.lastGood.refusal(location));
	}

	/**
	 * Return what is known of the keys that are watched. What says which version a
	 * location shows is not part of its content, so of that nothing is known.
	 * @param location the location
	 * @param content its last good content
	 * @return the keys
	 */
	private static List<KeyValue> watched(ImportedLocation location, LocationContent content) {
		return location.watched().equals(location.prefix()) ? content.entries() : List.of();
	}

	/**
	 * Return what was read, for the watch to go on from.
	 * @return the keys of all locations
	 */
	Image image() {
		boolean live = this.current && this.reader.revision() > 0;
		SavedState saved = this.lastGood.state();
		long revision = live ? this.reader.revision() : (saved != null) ? saved.revision() : 0;
		long clusterId = live ? this.reader.clusterId() : (saved != null) ? saved.clusterId() : 0;
		Map<String, List<KeyValue>> watched = new LinkedHashMap<>();
		this.locations.values().forEach((read) -> watched.putAll(read.watched()));
		return new Image(clusterId, revision, watched);
	}

	/**
	 * Return which locations could not be read, though the application starts.
	 * @return the locations, and why
	 */
	StartOutage outage() {
		return this.outage;
	}

	/**
	 * Return when what was read was last known to be what etcd has.
	 * @return when the last good state says so, {@code null} if etcd was read now
	 */
	@Nullable Instant currentAt() {
		SavedState saved = this.current ? null : this.lastGood.state();
		return (saved != null) ? saved.currentAt() : null;
	}

	boolean isCurrent() {
		return this.current;
	}

	/**
	 * Return what the acceptance pipeline starts from.
	 * @return the start state
	 */
	StartState startState() {
		Map<String, LocationContent> lastGood = new LinkedHashMap<>();
		Map<String, List<Change>> since = new LinkedHashMap<>();
		this.locations.forEach((prefix, read) -> {
			if (read.lastGood() != null) {
				lastGood.put(prefix, read.lastGood());
			}
			if (read.since() != null) {
				since.put(prefix, read.since());
			}
		});
		Proposal changes = new Proposal(image().revision(), Proposal.Kind.REREAD, since);
		return new StartState(changes.revision(), lastGood, changes, List.copyOf(this.problems));
	}

	List<ImportedLocation> locations() {
		return this.locations.values().stream().map(ReadLocation::location).toList();
	}

}
