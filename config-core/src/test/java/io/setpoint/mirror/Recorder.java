package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a listener is told.
 */
final class Recorder implements MirrorListener {

	final List<List<Revision>> calls = new ArrayList<>();

	final List<Revision> revisions = new ArrayList<>();

	final Map<String, KeyValue> state = new TreeMap<>();

	final List<String> phases = new ArrayList<>();

	final List<ResyncReason> resyncs = new ArrayList<>();

	final List<String> reconnects = new ArrayList<>();

	@Nullable String untaken;

	int duplicates;

	int renewals;

	@Override
	public void changed(List<Revision> revisions) {
		this.calls.add(revisions);
		for (Revision revision : revisions) {
			this.revisions.add(revision);
			revision.changes().values().forEach((changes) -> changes.forEach(this::apply));
		}
	}

	private void apply(Change change) {
		if (change instanceof Change.Put put) {
			this.state.put(put.key(), put.entry());
		}
		else {
			this.state.remove(change.key());
		}
	}

	List<Long> numbers() {
		return this.revisions.stream().map(Revision::number).toList();
	}

	List<String> phases(String prefix) {
		return this.phases.stream()
			.filter((line) -> line.startsWith(prefix))
			.map((line) -> line.substring(prefix.length() + 1))
			.toList();
	}

	@Nullable String value(String key) {
		KeyValue entry = this.state.get(key);
		return (entry != null) ? new String(entry.value()) : null;
	}

	@Override
	public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
		this.phases.add(prefix + " " + to);
	}

	@Override
	public void reconnected(String prefix, @Nullable StoreException cause) {
		this.reconnects.add(prefix + " " + ((cause != null) ? cause.getMessage() : "-"));
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		this.resyncs.add(reason);
	}

	@Override
	public void connectionRenewed(String prefix) {
		this.renewals++;
	}

	@Override
	public void duplicatesDropped(String prefix, int count) {
		this.duplicates += count;
	}

	/**
	 * Say of one prefix that none of its keys was taken.
	 */
	@Override
	public @Nullable Map<String, Long> held(String prefix) {
		return prefix.equals(this.untaken) ? Map.of() : null;
	}

}
