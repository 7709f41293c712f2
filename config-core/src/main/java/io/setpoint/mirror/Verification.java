package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;

/**
 * Compares what some mirrors hold with what the store held at the same revisions. Small
 * copies are compared value by value, because a store that was restored may have written
 * the same keys at the same revisions since; of large ones only the revisions are read.
 */
final class Verification {

	private static final long SMALL = 256 * 1024;

	private final MirrorGroup group;

	private final List<Claim> claims = new ArrayList<>();

	private final List<PendingCall<Boolean>> pendingCalls = new ArrayList<>();

	private int left;

	/**
	 * Verify a mirror whose stream is new. The mirrors that are ahead of it are verified
	 * with it: what the new stream delivers will be joined to what they have delivered,
	 * and that may come from a store that is no more.
	 * @param mirror the mirror
	 */
	Verification(Mirror mirror) {
		this.group = mirror.group();
		for (Mirror other : this.group.mirrors()) {
			if (other == mirror || (other.isAwaited() && other.frontier() > mirror.frontier())) {
				this.claims.add(new Claim(other.prefix(), other.frontier(), other.expected()));
			}
		}
	}

	/**
	 * Return the highest revision that the store must have reached.
	 * @return the revision
	 */
	long highest() {
		return this.claims.stream().mapToLong(Claim::revision).max().orElse(0);
	}

	void begin(Consumer<Boolean> verified, Consumer<StoreException> failed) {
		this.left = this.claims.size();
		for (Claim claim : this.claims) {
			this.pendingCalls
				.add(PendingCall.askInParts(this.group.surroundings(), (progressed) -> isTrue(claim, progressed),
						this.group.settings().staleAfter(), (same) -> answered(same, verified), (cause) -> {
							cancel();
							failed.accept(cause);
						}));
		}
	}

	private CompletableFuture<Boolean> isTrue(Claim claim, Runnable progressed) {
		Store store = this.group.surroundings().store();
		if (claim.size() <= SMALL) {
			return store.readAt(List.of(claim.prefix()), claim.revision(), progressed)
				.thenApply((image) -> !this.group.isOtherCluster(image.clusterId())
						&& matches(claim.expected(), image.entries(claim.prefix())));
		}
		return store.readIndex(claim.prefix(), claim.revision(), progressed)
			.thenApply((index) -> !this.group.isOtherCluster(index.clusterId()) && matches(claim.expected(), index));
	}

	static boolean matches(Map<String, KeyValue> expected, Index index) {
		return expected.size() == index.modRevisions().size() && expected.values()
			.stream()
			.allMatch((entry) -> Long.valueOf(entry.modRevision()).equals(index.modRevisions().get(entry.key())));
	}

	private static boolean matches(Map<String, KeyValue> expected, List<KeyValue> entries) {
		return expected.size() == entries.size()
				&& entries.stream().allMatch((entry) -> entry.equals(expected.get(entry.key())));
	}

	private void answered(boolean same, Consumer<Boolean> verified) {
		if (!same) {
			cancel();
			verified.accept(false);
		}
		else if (--this.left == 0) {
			verified.accept(true);
		}
	}

	void cancel() {
		this.pendingCalls.forEach(PendingCall::cancel);
	}

	private record Claim(String prefix, long revision, Map<String, KeyValue> expected) {

		long size() {
			return this.expected.values().stream().mapToLong((entry) -> entry.value().length).sum();
		}

	}

}
