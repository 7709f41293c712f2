package io.setpoint.autoconfigure;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.acceptance.AcceptedState;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.configdata.ImportSession;
import io.setpoint.document.LocationContent;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.lastgood.SnapshotWriter;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Keeps the last good state on disk up to date: once after a start from etcd, after each
 * change, and when the application ends, which is when the state was last known to be
 * current. A state that came from the file itself is not written again.
 */
class LastGoodStateUpdate implements AcceptanceFollower, MirrorListener, SmartInitializingSingleton, DisposableBean {

	private final Supplier<@Nullable ImportSession> session;

	private final ObjectProvider<AcceptancePipeline> pipeline;

	private final ObjectProvider<ConfigurationWatch> watch;

	private volatile @Nullable ConfigurationWatch followed;

	private volatile @Nullable AcceptedState accepted;

	private volatile @Nullable SnapshotWriter writer;

	private volatile Map<String, LocationContent> written = Map.of();

	LastGoodStateUpdate(Supplier<@Nullable ImportSession> session, ObjectProvider<AcceptancePipeline> pipeline,
			ObjectProvider<ConfigurationWatch> watch) {
		this.session = session;
		this.pipeline = pipeline;
		this.watch = watch;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ImportSession imports = this.session.get();
		SnapshotFile file = (imports != null) ? imports.snapshotFile() : null;
		if (imports != null && file != null) {
			start(imports, file, this.pipeline.getObject().accepted(), this.watch.getObject());
		}
	}

	private void start(ImportSession imports, SnapshotFile file, AcceptedState accepted, ConfigurationWatch watch) {
		this.followed = watch;
		this.accepted = accepted;
		this.written = accepted.contents();
		this.writer = new SnapshotWriter(file, () -> state(accepted, watch));
		if (imports.isCurrent()) {
			changed();
		}
	}

	private SavedState state(AcceptedState accepted, ConfigurationWatch watch) {
		long revision = accepted.revision();
		Map<String, LocationContent> contents = accepted.contents();
		Map<String, MirrorStatus> statuses = watch.statuses();
		statuses.values().removeIf((status) -> status.state() == State.OFFLINE);
		Map<String, List<KeyValue>> locations = new LinkedHashMap<>();
		contents.forEach((prefix, content) -> {
			if (statuses.containsKey(prefix)) {
				locations.put(prefix, content.entries());
			}
		});
		this.written = contents;
		return new SavedState(watch.clusterId(), revision, currentAt(statuses.values()), locations);
	}

	/**
	 * Return when locations were last known to be what etcd has.
	 * @param statuses how current they are
	 * @return since when the one is stale that has been so for longest, now if none is
	 */
	private static Instant currentAt(Collection<MirrorStatus> statuses) {
		return statuses.stream()
			.filter((status) -> status.state() == State.STALE)
			.map(MirrorStatus::since)
			.min(Comparator.naturalOrder())
			.orElseGet(Instant::now);
	}

	/**
	 * That there is something to write is noted; another thread writes it.
	 */
	@Override
	public Turn turn() {
		return Turn.AT_ONCE;
	}

	@Override
	public void accepted(AcceptedChange change) {
		changed();
	}

	@Override
	public void changed(List<Revision> revisions) {
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		changed();
	}

	/**
	 * Return whether what can be saved is current, of which there is none where nothing
	 * was ever read.
	 * @return whether all of it is
	 */
	private boolean isLive() {
		ConfigurationWatch watch = this.followed;
		Set<State> states = EnumSet.noneOf(State.class);
		if (watch != null) {
			watch.statuses().values().forEach((status) -> states.add(status.state()));
		}
		return states.contains(State.LIVE) && !states.contains(State.STALE);
	}

	private void changed() {
		SnapshotWriter writer = this.writer;
		if (writer != null) {
			writer.changed();
		}
	}

	@Override
	public void destroy() {
		SnapshotWriter writer = this.writer;
		AcceptedState accepted = this.accepted;
		if (writer != null && accepted != null) {
			if (isLive() || !accepted.contents().equals(this.written)) {
				writer.changed();
			}
			writer.close();
		}
	}

}
