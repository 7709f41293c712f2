package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.setpoint.binding.BoundType;

/**
 * A refusal by the pipeline.
 *
 * @param revision the revision that was refused
 * @param keys the keys that it changed
 * @param types the types that wait for a repair
 * @param problems why, a sentence each, without values
 * @param count how many refusals this is: those that wait for somebody who is slow are
 * told as one
 * @since 0.1.0
 */
public record Rejection(long revision, Set<String> keys, Set<BoundType> types, List<String> problems, int count) {

	/**
	 * How much is kept of refusals that are told as one.
	 */
	private static final int MOST = 100;

	/**
	 * Create a refusal.
	 * @param revision the revision that was refused
	 * @param keys the keys that it changed
	 * @param types the types that wait for a repair
	 * @param problems why, a sentence each, without values
	 */
	public Rejection(long revision, Set<String> keys, Set<BoundType> types, List<String> problems) {
		this(revision, keys, types, problems, 1);
	}

	/**
	 * Return this refusal and a later one as one. Of its keys and problems no more is
	 * kept than can be read.
	 * @param later the later refusal
	 * @return both
	 */
	Rejection then(Rejection later) {
		Set<BoundType> types = new LinkedHashSet<>(later.types);
		types.addAll(this.types);
		return new Rejection(later.revision, Set.copyOf(merge(later.keys, this.keys)), types,
				new ArrayList<>(merge(later.problems, this.problems)), this.count + later.count);
	}

	private static Collection<String> merge(Collection<String> later, Collection<String> earlier) {
		Set<String> merged = new LinkedHashSet<>(later);
		earlier.stream().limit(Math.max(0, MOST - later.size())).forEach(merged::add);
		return merged;
	}

}
