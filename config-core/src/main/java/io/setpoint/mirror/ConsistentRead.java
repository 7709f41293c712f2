package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.setpoint.loop.Surroundings;
import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One consistent read of all readable prefixes, and for whom it is made.
 */
final class ConsistentRead {

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final MirrorGroup group;

	private final Surroundings<Store> surroundings;

	private final MirrorSettings settings;

	private final MirrorListener listener;

	private final List<Mirror> readers;

	private final List<ReadingState> waiting;

	private final Set<ResyncReason> requests;

	private final List<CompletableFuture<RefreshOutcome>> refreshes;

	private final long highest;

	private final List<PendingCall<Image>> pendingCalls = new ArrayList<>();

	ConsistentRead(MirrorGroup group, List<Mirror> readers, List<ReadingState> waiting, Set<ResyncReason> requests,
			List<CompletableFuture<RefreshOutcome>> refreshes) {
		this.group = group;
		this.surroundings = group.surroundings();
		this.settings = group.settings();
		this.listener = group.listener();
		this.readers = readers;
		this.waiting = List.copyOf(waiting);
		this.requests = requests.isEmpty() ? EnumSet.noneOf(ResyncReason.class) : EnumSet.copyOf(requests);
		this.refreshes = List.copyOf(refreshes);
		this.highest = readers.stream().mapToLong(Mirror::frontier).max().orElse(0);
	}

	List<Mirror> readers() {
		return this.readers;
	}

	Set<ResyncReason> requests() {
		return this.requests;
	}

	List<CompletableFuture<RefreshOutcome>> refreshes() {
		return this.refreshes;
	}

	void read(Consumer<Image> answered, Consumer<StoreException> failed) {
		ask(this.readers, answered, failed);
	}

	private void ask(List<Mirror> mirrors, Consumer<Image> answered, Consumer<StoreException> failed) {
		List<String> prefixes = mirrors.stream().map(Mirror::prefix).toList();
		this.pendingCalls.add(PendingCall.askInParts(this.surroundings,
				(progressed) -> this.surroundings.store().read(prefixes, progressed), this.settings.staleAfter(),
				answered, failed));
	}

	void cancel() {
		this.pendingCalls.forEach(PendingCall::cancel);
	}

	/**
	 * Find out which prefixes are denied, by reading each alone, and bar them.
	 * @param done told whether any was barred
	 */
	void isolate(Consumer<Boolean> done) {
		Map<Mirror, StoreException> denied = new LinkedHashMap<>();
		int[] left = { this.readers.size() };
		for (Mirror mirror : this.readers) {
			ask(List.of(mirror), (image) -> isolated(--left[0], denied, done), (cause) -> {
				if (cause instanceof PermissionDeniedException) {
					denied.put(mirror, cause);
				}
				isolated(--left[0], denied, done);
			});
		}
	}

	private void isolated(int left, Map<Mirror, StoreException> denied, Consumer<Boolean> done) {
		if (left == 0) {
			denied.forEach(Mirror::bar);
			done.accept(!denied.isEmpty());
		}
	}

	List<ReadingState> again() {
		return this.waiting.stream().filter(ReadingState::isCurrent).toList();
	}

	void fail(StoreException cause) {
		for (ReadingState waiting : again()) {
			if (waiting.mirror().isRenewalDue()) {
				this.group.renewForReads(waiting.mirror());
				break;
			}
		}
		again().forEach((waiting) -> waiting.mirror().backOff(cause));
		this.refreshes.forEach((refresh) -> refresh.completeExceptionally(cause));
	}

	void apply(Image image) {
		boolean replaced = isReplaced(image);
		if (!replaced && isMereDoubt()) {
			again().forEach(ReadingState::dispelDoubt);
			return;
		}
		ResyncReason reason = reason(replaced);
		Map<Mirror, Copy.Adoption> plans = new LinkedHashMap<>();
		this.readers
			.forEach((mirror) -> plans.put(mirror, mirror.copy().plan(image, replaced, !this.refreshes.isEmpty())));
		Map<String, List<Change>> changes = changes(plans);
		int size = changes.values().stream().mapToInt(Collection::size).sum();
		log(image, reason, size);
		Revision revision = (size > 0) ? Revision.read(image.revision(), changes, reason) : null;
		if (revision != null) {
			this.listener.changed(List.of(revision));
		}
		adopt(image, replaced, plans);
		if (reason != null) {
			this.listener.resynced(reason, image.revision(), size);
		}
		this.readers.forEach((mirror) -> mirror.proceed(isWaiting(mirror), replaced));
		RefreshOutcome outcome = new RefreshOutcome(image.revision(), revision, unreadable());
		this.refreshes.forEach((refresh) -> refresh.complete(outcome));
	}

	private static Map<String, List<Change>> changes(Map<Mirror, Copy.Adoption> plans) {
		Map<String, List<Change>> changes = new LinkedHashMap<>();
		plans.forEach((mirror, plan) -> {
			if (!plan.changes().isEmpty()) {
				changes.put(mirror.prefix(), plan.changes());
			}
		});
		return changes;
	}

	/**
	 * Become what was read, after the listener has taken it.
	 * @param image the read
	 * @param replaced whether the store is another one than before
	 * @param plans what it means for each copy
	 */
	private void adopt(Image image, boolean replaced, Map<Mirror, Copy.Adoption> plans) {
		this.group.joined(image.clusterId());
		plans.forEach((mirror, plan) -> mirror.adopt(plan, image.revision()));
		this.group.sequencer().adopted(this.readers, image.revision(), replaced);
	}

	private boolean isReplaced(Image image) {
		return image.revision() < this.highest || this.group.isOtherCluster(image.clusterId()) || this.waiting.stream()
			.anyMatch((waiting) -> waiting.purpose().reason() == ResyncReason.STORE_REPLACED);
	}

	private boolean isMereDoubt() {
		return this.requests.isEmpty() && this.refreshes.isEmpty()
				&& this.waiting.stream().allMatch((waiting) -> waiting.purpose().reason() == null);
	}

	private @Nullable ResyncReason reason(boolean replaced) {
		Set<ResyncReason> reasons = EnumSet.copyOf(this.requests);
		for (ReadingState waiting : this.waiting) {
			if (waiting.purpose().reason() != null) {
				reasons.add(waiting.purpose().reason());
			}
		}
		if (replaced) {
			return ResyncReason.STORE_REPLACED;
		}
		return reasons.stream().reduce((lighter, heavier) -> heavier).orElse(null);
	}

	private void log(Image image, @Nullable ResyncReason reason, int size) {
		if (reason == ResyncReason.STORE_REPLACED) {
			logger.warn("etcd was wiped, restored or exchanged: revision " + this.highest + " had been read of cluster "
					+ Long.toHexString(this.group.clusterId()) + ", now cluster " + Long.toHexString(image.clusterId())
					+ " is at revision " + image.revision() + "; everything was read again, keys that differ: " + size);
		}
		else if (reason == ResyncReason.RECONCILE && size > 0) {
			logger.warn("The watch of etcd has missed changes: a comparison at revision " + image.revision()
					+ " found that keys differ: " + size);
		}
		else if (reason == ResyncReason.FIRST_READ) {
			logger.debug("Read " + size + " keys from etcd at revision " + image.revision());
		}
		else if (reason != null) {
			logger.info("Everything was read again from etcd at revision " + image.revision() + " (" + reason.text()
					+ "), keys that differ: " + size);
		}
	}

	private boolean isWaiting(Mirror mirror) {
		return this.waiting.stream().anyMatch((waiting) -> waiting.mirror() == mirror && waiting.isCurrent());
	}

	private Map<String, StoreException> unreadable() {
		Map<String, StoreException> unreadable = new LinkedHashMap<>();
		for (Mirror mirror : this.group.mirrors()) {
			StoreException failure = mirror.failure();
			if (mirror.isBarred() && failure != null) {
				unreadable.put(mirror.prefix(), failure);
			}
		}
		return unreadable;
	}

}
