package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.acceptance.Proposal;
import io.setpoint.acceptance.StartState;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.document.Restriction;
import io.setpoint.document.Warning;
import io.setpoint.instance.Identity;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.store.Change;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * What the imports of an application have read from etcd while its environment was
 * prepared. It is handed to the application context, where the watch goes on from its
 * revision. All locations are read at the revision of the first one.
 *
 * @since 0.1.0
 */
public final class ImportSession {

	/**
	 * The name of the session's bean.
	 */
	public static final String BEAN_NAME = "setpointImportSession";

	private final Settings settings;

	private volatile EtcdConnection connection;

	private final StartupReader reader;

	private final @Nullable SnapshotFile snapshotFile;

	private final LastGoodState lastGood;

	private final Log logger;

	private final LocationSources sources;

	private final Set<String> loaded = new HashSet<>();

	private final Map<String, List<KeyValue>> read = new HashMap<>();

	private final Map<String, LocationContent> lastGoodContents = new HashMap<>();

	private final Map<String, List<Change>> since = new HashMap<>();

	private final Identity identity;

	private final Map<String, ImportedLocation> locations = new LinkedHashMap<>();

	private final List<String> problems = new ArrayList<>();

	private boolean current = true;

	private boolean promoted;

	ImportSession(LocationSources sources, Settings settings, Identity identity, EtcdConnection connection,
			StartupReader reader, @Nullable SnapshotFile snapshotFile, Log logger) {
		this.sources = sources;
		this.settings = settings;
		this.identity = identity;
		this.connection = connection;
		this.reader = reader;
		this.snapshotFile = snapshotFile;
		this.lastGood = new LastGoodState(snapshotFile, logger);
		this.logger = logger;
	}

	Settings settings() {
		return this.settings;
	}

	Log log() {
		return this.logger;
	}

	/**
	 * Return the session of a context, leaving aside those of its ancestors.
	 * @param beanFactory the factory of the context
	 * @return the session, {@code null} if the context imports nothing
	 */
	public static @Nullable ImportSession of(ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory.getSingleton(BEAN_NAME) instanceof ImportSession session) ? session : null;
	}

	/**
	 * Load a location, once. Its source stays in the environment for good.
	 * @param location the location
	 * @param optional whether the application may start without it
	 */
	synchronized void load(ImportedLocation location, boolean optional) {
		LocationPropertySource source = this.sources.get(location, this.settings);
		if (this.loaded.add(location.prefix()) && !this.promoted) {
			this.locations.put(location.prefix(), location);
			if (!isProcessedAheadOfTime()) {
				source.show(content(location, source.content(), optional));
			}
		}
	}

	/**
	 * A build knows nothing of the etcd that the application will meet.
	 * @return whether the application is only processed and does not run
	 */
	private static boolean isProcessedAheadOfTime() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	private LocationContent content(ImportedLocation location, LocationContent empty, boolean optional) {
		LocationContent.Update saved = this.lastGood.content(location, empty);
		try {
			return location.read(new LocationStart(this, location, empty, saved, !optional));
		}
		catch (StoreException ex) {
			return withoutEtcd(location, empty, saved, optional, ex);
		}
	}

	Image read(List<String> ranges, boolean required) {
		return this.reader.read(ranges, required);
	}

	void watchFrom(ImportedLocation location, Image image) {
		this.read.put(location.watched(), image.entries(location.watched()));
	}

	LocationContent acceptOver(ImportedLocation location, LocationContent fallback, List<Change> changes) {
		LocationContent.Update candidate = fallback.with(changes);
		this.lastGoodContents.put(location.prefix(), fallback);
		this.since.put(location.prefix(), changes);
		candidate.problems().forEach((problem) -> this.problems.add(problem.toString()));
		warn(candidate, candidate.content());
		return candidate.problems().isEmpty() ? candidate.content() : fallback;
	}

	LocationContent stay(ImportedLocation location, LocationContent.@Nullable Update usable, String problem) {
		if (usable == null) {
			throw unreadable(location, List.of(problem));
		}
		this.logger.error("The state of " + location.displayName() + " ('" + location.told()
				+ "') cannot be used: it starts from the " + this.lastGood.description() + ". " + OneLine.of(problem));
		this.lastGoodContents.put(location.prefix(), usable.content());
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

	LocationContent accept(ImportedLocation location, LocationContent.Update saved, List<Change> changes,
			boolean usable, List<String> known) {
		LocationContent before = saved.content();
		LocationContent.Update update = before.with(changes);
		warn(saved, update.content());
		warn(update, update.content());
		List<String> problems = new ArrayList<>(known);
		update.problems().forEach((problem) -> problems.add(problem.toString()));
		if (usable) {
			this.lastGoodContents.put(location.prefix(), before);
			this.since.put(location.prefix(), changes);
		}
		else if (!update.problems().isEmpty()) {
			throw unreadable(location, problems);
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

	private LocationContent withoutEtcd(ImportedLocation location, LocationContent empty,
			LocationContent.@Nullable Update saved, boolean optional, StoreException failure) {
		this.current = false;
		if (saved != null) {
			this.logger.warn("etcd is out of reach: " + location.displayName() + " starts from the "
					+ this.lastGood.description() + " and is stale until etcd is back. " + failure.getMessage());
			warn(saved, saved.content());
			this.lastGoodContents.put(location.prefix(), saved.content());
			this.read.put(location.prefix(), List.copyOf(saved.content().entries()));
			return saved.content();
		}
		if (optional && !StartupReader.isPermanent(failure)) {
			this.logger.warn("etcd is out of reach: " + location.displayName()
					+ " is optional and starts empty. It fills when etcd is there. " + failure.getMessage());
			return empty;
		}
		throw new LocationUnavailableException(location.displayName(), this.connection, failure,
				this.lastGood.refusal(location));
	}

	/**
	 * Hand the session to the application context: from now on a load gives what is live.
	 * @param beanFactory the factory of the context
	 */
	synchronized void promote(ConfigurableListableBeanFactory beanFactory) {
		this.promoted = true;
		this.reader.complete();
		if (!beanFactory.containsSingleton(BEAN_NAME)) {
			beanFactory.registerSingleton(BEAN_NAME, this);
			if (beanFactory instanceof DefaultListableBeanFactory listableBeanFactory) {
				listableBeanFactory.registerDisposableBean(BEAN_NAME, this.reader::close);
			}
		}
	}

	/**
	 * Return what was read, for the watch to go on from.
	 * @return the keys of all locations
	 */
	public synchronized Image image() {
		boolean live = this.current && this.reader.revision() > 0;
		SavedState saved = this.lastGood.state();
		long revision = live ? this.reader.revision() : (saved != null) ? saved.revision() : 0;
		long clusterId = live ? this.reader.clusterId() : (saved != null) ? saved.clusterId() : 0;
		return new Image(clusterId, revision, this.read);
	}

	/**
	 * Return whether all locations were read from etcd.
	 * @return {@code false} if one of them comes from the snapshot file, or is empty
	 * because etcd was out of reach
	 */
	public synchronized boolean isCurrent() {
		return this.current;
	}

	/**
	 * Return what the acceptance pipeline starts from.
	 * @return the start state
	 */
	public synchronized StartState startState() {
		Proposal since = new Proposal(image().revision(), Proposal.Kind.REREAD, Map.copyOf(this.since));
		return new StartState(since.revision(), Map.copyOf(this.lastGoodContents), since, List.copyOf(this.problems));
	}

	/**
	 * Return the sources of all locations, wherever they are in the environment now.
	 * @return the sources
	 */
	public List<LocationPropertySource> sources() {
		return this.sources.all();
	}

	/**
	 * Return who this instance is.
	 * @return the identity, which is kept as long as the application runs
	 */
	public Identity identity() {
		return this.identity;
	}

	/**
	 * Return what is imported.
	 * @return the locations, in the order in which they were read
	 */
	public synchronized List<ImportedLocation> locations() {
		return List.copyOf(this.locations.values());
	}

	/**
	 * Return what a location may not say.
	 * @param imported what is imported, as in {@code spring.config.import}
	 * @return the restriction of its content
	 */
	public Restriction restriction(String imported) {
		return this.settings.restrictions().of(imported);
	}

	/**
	 * Return the settings.
	 * @return the settings that were in force when the environment was prepared
	 */
	public SetpointProperties properties() {
		return this.settings.properties();
	}

	/**
	 * Return the connection that the imports use.
	 * @return the connection
	 */
	public EtcdConnection connection() {
		return this.connection;
	}

	/**
	 * Reach etcd in another way from now on, because its certificates have changed.
	 * @param connection the connection
	 */
	public void reconnect(EtcdConnection connection) {
		this.connection = connection;
		this.reader.reconnect(connection);
	}

	/**
	 * Return the store that the imports use.
	 * @return the store, closed with the application context
	 */
	public WritableStore store() {
		return this.reader.store();
	}

	/**
	 * Return the file of the last good state.
	 * @return the file or {@code null} if it is switched off
	 */
	public @Nullable SnapshotFile snapshotFile() {
		return this.snapshotFile;
	}

}
