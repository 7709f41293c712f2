package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.document.LocationContent;
import io.setpoint.snapshot.SavedState;
import io.setpoint.snapshot.SnapshotFile;
import io.setpoint.snapshot.SnapshotRefusedException;
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
			return file.read().orElse(null);
		}
		catch (SnapshotRefusedException ex) {
			this.refusal = ex.getMessage();
			this.logger.error(ex.getMessage());
			return null;
		}
	}

	/**
	 * Return why there is a file but no state. A start that fails logs nothing by itself.
	 * @return the reason, {@code null} if there is none
	 */
	@Nullable String refusal() {
		return this.refusal;
	}

	boolean isOf(long clusterId) {
		SavedState state = state();
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
