package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.setpoint.store.Index;
import io.setpoint.store.StoreException;

/**
 * Compares what some mirrors hold with what the store held at the same revisions.
 */
final class Verification {

	private final Group group;

	private final List<Claim> claims = new ArrayList<>();

	private final List<Question<Index>> questions = new ArrayList<>();

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
				this.claims.add(new Claim(other.prefix(), other.frontier(), other.expectedIndex()));
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
		Seams seams = this.group.seams();
		this.left = this.claims.size();
		for (Claim claim : this.claims) {
			this.questions.add(Question.ask(seams, () -> seams.store().readIndex(claim.prefix(), claim.revision()),
					seams.settings().staleAfter(), (index) -> answered(claim, index, verified), (cause) -> {
						cancel();
						failed.accept(cause);
					}));
		}
	}

	private void answered(Claim claim, Index index, Consumer<Boolean> verified) {
		if (this.group.isOtherCluster(index.clusterId()) || !index.modRevisions().equals(claim.expected())) {
			cancel();
			verified.accept(false);
		}
		else if (--this.left == 0) {
			verified.accept(true);
		}
	}

	void cancel() {
		this.questions.forEach(Question::cancel);
	}

	private record Claim(String prefix, long revision, Map<String, Long> expected) {
	}

}
