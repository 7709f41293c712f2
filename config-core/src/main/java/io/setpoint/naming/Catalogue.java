package io.setpoint.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror of a prefix says of the services below it. Told on the loop, read by any
 * thread.
 */
final class Catalogue implements MirrorListener {

	private static final Log logger = LogFactory.getLog(Directory.class);

	private final String prefix;

	private final @Nullable String only;

	private final BiConsumer<String, List<Endpoint>> changed;

	private final Map<String, TreeMap<String, Endpoint>> entries = new HashMap<>();

	private final Set<String> unreadable = new HashSet<>();

	private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

	private boolean failing;

	private boolean read;

	private volatile Map<String, List<Endpoint>> services = Map.of();

	/**
	 * Create a catalogue.
	 * @param prefix what is mirrored
	 * @param only the one service that everything below it belongs to, {@code null} if
	 * the key goes on with the name of the service
	 * @param changed told of each service with other endpoints than before, on the loop
	 */
	Catalogue(String prefix, @Nullable String only, BiConsumer<String, List<Endpoint>> changed) {
		this.prefix = prefix;
		this.only = only;
		this.changed = changed;
	}

	/**
	 * Return the endpoints of all services. Called by any thread.
	 * @return the endpoints in the order of their keys
	 */
	Map<String, List<Endpoint>> services() {
		return this.services;
	}

	/**
	 * Wait until it is known what there is, or known that it cannot be known now.
	 * @return completes on the loop
	 */
	CompletableFuture<Void> await() {
		CompletableFuture<Void> known = new CompletableFuture<>();
		if (this.read || this.failing) {
			known.complete(null);
		}
		else {
			this.waiting.add(known);
		}
		return known;
	}

	boolean isRead() {
		return this.read;
	}

	@Override
	public void changed(List<Revision> revisions) {
		Set<String> touched = new HashSet<>();
		revisions.forEach((revision) -> revision.changes(this.prefix).forEach((change) -> take(change, touched)));
		Map<String, List<Endpoint>> next = new HashMap<>(this.services);
		touched.forEach((service) -> publish(service, next));
		this.services = Map.copyOf(next);
		touched.forEach((service) -> this.changed.accept(service, next.getOrDefault(service, List.of())));
	}

	private void publish(String service, Map<String, List<Endpoint>> next) {
		TreeMap<String, Endpoint> endpoints = this.entries.get(service);
		if (endpoints == null || endpoints.isEmpty()) {
			this.entries.remove(service);
			next.remove(service);
		}
		else {
			next.put(service, List.copyOf(endpoints.values()));
		}
	}

	private void take(Change change, Set<String> touched) {
		String name = change.key().substring(this.prefix.length());
		int slash = name.indexOf('/');
		String service = (this.only != null) ? this.only : name.substring(0, Math.max(slash, 0));
		String instance = (this.only != null) ? name : name.substring(slash + 1);
		Endpoint endpoint = (change instanceof Change.Put put) ? read(service, instance, put.entry()) : null;
		TreeMap<String, Endpoint> endpoints = this.entries.computeIfAbsent(service, (missing) -> new TreeMap<>());
		if (endpoint != null) {
			this.unreadable.remove(change.key());
			endpoints.put(change.key(), endpoint);
		}
		else {
			endpoints.remove(change.key());
		}
		if (change instanceof Change.Delete) {
			this.unreadable.remove(change.key());
		}
		touched.add(service);
	}

	private @Nullable Endpoint read(String service, String instance, KeyValue entry) {
		try {
			if (service.isBlank() || instance.isBlank()) {
				throw new UnreadableEndpointException("is not below a service");
			}
			return EndpointFormat.read(service, instance, entry.value());
		}
		catch (UnreadableEndpointException ex) {
			if (this.unreadable.add(entry.key())) {
				logger.warn("'" + entry.key() + "' at revision " + entry.modRevision() + " " + ex.getMessage()
						+ ", so it is left out of the instances: correct or delete it");
			}
			return null;
		}
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		this.read = true;
		answer();
	}

	@Override
	public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
		if (to == MirrorPhase.BACKING_OFF || to == MirrorPhase.LIVE) {
			this.failing = to == MirrorPhase.BACKING_OFF;
		}
		if (this.failing) {
			answer();
		}
	}

	private void answer() {
		List<CompletableFuture<Void>> answered = List.copyOf(this.waiting);
		this.waiting.clear();
		answered.forEach((known) -> known.complete(null));
	}

}
