package io.setpoint.acceptance;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.setpoint.loop.Loop;
import io.setpoint.mirror.Revision;
import io.setpoint.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was read from etcd into terms of the locations' contents. All methods are
 * called on the loop.
 *
 * @since 0.1.0
 */
public interface Interpreter {

	/**
	 * Takes plain keys for what they are.
	 */
	Interpreter PLAIN = Revision::changes;

	/**
	 * Begin.
	 * @param loop the loop
	 * @param again to be run on the loop when a revision that had to wait can be tried
	 * again, or something has to be looked at anew
	 */
	default void start(Loop loop, Runnable again) {
	}

	/**
	 * Interpret a revision.
	 * @param revision the revision
	 * @return the changes of the contents by the locations' prefixes, {@code null} if it
	 * has to wait for something that is being fetched
	 */
	@Nullable Map<String, ? extends Collection<Change>> contents(Revision revision);

	/**
	 * Return what an earlier revision could not say and can be said now. Asked again
	 * until {@link #workedOff()} confirms that it was proposed.
	 * @return the proposals, mostly none
	 */
	default List<Proposal> overdue() {
		return List.of();
	}

	/**
	 * All revisions that need not wait were proposed, and all that was overdue.
	 */
	default void workedOff() {
	}

}
