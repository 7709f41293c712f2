package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.setpoint.document.LocationContent;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.lastgood.SnapshotRefusedException;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The last good state, read from the snapshot file when it is first asked for.
 */
class LastGoodState {

	private final @Nullable SnapshotFile file;

	private final Log logger;

	private @Nullable SavedState state;

	private @Nullable String refusal;

	private @Nullable String foreign;

	private boolean loaded;

	LastGoodState(@Nullable SnapshotFile file, Log logger) {
		this.file = file;
		this.logger = logger;
	}

	@Nullable SavedState state() {
		if (!this.loaded && this.file != null) {
			this.state = read(this.file);
		}
		this.loaded = true;
		return this.state;
	}

	private @Nullable SavedState read(SnapshotFile file) {
		try {
			SavedState state = file.read().orElse(null);
			if (state != null && file.isWritableByOthers()) {
				this.logger
					.warn("The snapshot file '" + file + "' or its folder may be written by others than its owner:"
							+ " who does so decides with which values the application starts without etcd");
			}
			return state;
		}
		catch (SnapshotRefusedException ex) {
			this.refusal = ex.getMessage();
			this.logger.error(ex.getMessage());
			return null;
		}
	}

	/**
	 * Return why there is a file but no state of a location. A start that fails logs
	 * nothing by itself.
	 * @param location the location
	 * @return the reason, {@code null} if there is none
	 */
	@Nullable String refusal(ImportedLocation location) {
		SavedState state = state();
		if (state != null && !state.locations().containsKey(location.prefix())) {
			return "The snapshot file '" + this.file + "' is of other locations: it holds '"
					+ String.join("', '", new TreeSet<>(state.locations().keySet())) + "' and not '" + location.prefix()
					+ "'";
		}
		return (this.refusal != null) ? this.refusal : this.foreign;
	}

	/**
	 * Return whether the state is of an etcd cluster. That it is of another one is said
	 * once.
	 * @param clusterId the id of the cluster
	 * @return whether it is, {@code false} if there is no state
	 */
	boolean isOf(long clusterId) {
		SavedState state = state();
		if (state != null && state.clusterId() != clusterId && this.foreign == null) {
			this.foreign = "The snapshot file '" + this.file + "' is of another etcd cluster ("
					+ Long.toHexString(state.clusterId()) + ", not " + Long.toHexString(clusterId)
					+ ") and is not used. It is written anew with the next accepted state";
			this.logger.warn(this.foreign);
		}
		return state != null && state.clusterId() == clusterId;
	}

	LocationContent.@Nullable Update content(ImportedLocation location, LocationContent empty) {
		SavedState state = state();
		List<KeyValue> entries = (state != null) ? state.locations().get(location.prefix()) : null;
		if (entries == null) {
			return null;
		}
		List<Change> changes = new ArrayList<>(entries.size());
		entries.forEach((entry) -> changes.add(new Change.Put(entry)));
		return empty.with(changes);
	}

	String description() {
		return String.valueOf(state());
	}

}
