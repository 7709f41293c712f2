package io.setpoint.configdata;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.setpoint.acceptance.StartState;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.document.Restriction;
import io.setpoint.instance.Identity;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
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

	private final LocationSources sources;

	private final ImportReading reading;

	private boolean promoted;

	ImportSession(LocationSources sources, Settings settings, Supplier<Identity> identity, EtcdConnection connection,
			StartupReader reader, @Nullable SnapshotFile snapshotFile, Log logger) {
		this.sources = sources;
		this.settings = settings;
		this.connection = connection;
		this.reader = reader;
		this.snapshotFile = snapshotFile;
		this.reading = new ImportReading(identity, reader, this::connection, new LastGoodState(snapshotFile, logger),
				logger);
	}

	Settings settings() {
		return this.settings;
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
		if (!this.promoted && this.reading.add(location) && !isProcessedAheadOfTime()) {
			source.show(this.reading.content(location, source.content(), optional));
		}
	}

	/**
	 * Say which locations could not be read of late, though the application starts.
	 */
	synchronized void tellOutage() {
		this.reading.outage().tell();
	}

	/**
	 * A build knows nothing of the etcd that the application will meet.
	 * @return whether the application is only processed and does not run
	 */
	private static boolean isProcessedAheadOfTime() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
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
		return this.reading.image();
	}

	/**
	 * Return whether all locations were read from etcd.
	 * @return {@code false} if one of them comes from the snapshot file, or is empty
	 * because etcd was out of reach
	 */
	public synchronized boolean isCurrent() {
		return this.reading.isCurrent();
	}

	/**
	 * Return when what was read was last known to be what etcd has.
	 * @return when the snapshot file says so, {@code null} if nothing comes from it
	 */
	public synchronized @Nullable Instant currentAt() {
		return this.reading.currentAt();
	}

	/**
	 * Return why locations could not be read, which was told.
	 * @return the failures by what is watched for a location
	 */
	public synchronized Map<String, StoreException> outage() {
		return this.reading.outage().failures();
	}

	/**
	 * Return what the acceptance pipeline starts from.
	 * @return the start state
	 */
	public synchronized StartState startState() {
		return this.reading.startState();
	}

	/**
	 * Return the sources of all locations, wherever they are in the environment now.
	 * @return the sources
	 */
	public List<LocationPropertySource> sources() {
		return this.sources.all();
	}

	/**
	 * Return who this instance is, which is found out when somebody asks first: it may
	 * need the name of the host.
	 * @return the identity, which is kept as long as the application runs
	 */
	public Identity identity() {
		return this.reading.identity();
	}

	/**
	 * Return what is imported.
	 * @return the locations, in the order in which they were read
	 */
	public synchronized List<ImportedLocation> locations() {
		return this.reading.locations();
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
