package io.setpoint.acceptance;

import java.util.concurrent.CompletableFuture;

/**
 * Follows what the pipeline decides, after it has become visible. Each follower is told
 * on a lane of its own, one thing at a time and in order, on a thread that is not the
 * watch loop's: whoever is slow holds up himself only. When he falls far behind, what
 * waits for him is told as one. Who only takes note ({@link Turn#AT_ONCE}) needs no lane.
 *
 * @since 0.1.0
 */
public interface AcceptanceFollower {

	/**
	 * A change has become visible.
	 * @param change the change
	 */
	default void accepted(AcceptedChange change) {
	}

	/**
	 * A change was refused, or waits with one that was.
	 * @param rejection what was refused and why
	 */
	default void rejected(Rejection rejection) {
	}

	/**
	 * Return when this follower is told, beside the others.
	 * @return its turn
	 */
	default Turn turn() {
		return Turn.APART;
	}

	/**
	 * Return whether a change is of interest. Called on the thread that publishes, so it
	 * must be quick and call nobody.
	 * @param change the change
	 * @return whether to tell of it
	 */
	default boolean follows(AcceptedChange change) {
		return true;
	}

	/**
	 * Return when all has been followed that this follower was told, where being told is
	 * not all of it.
	 * @return completes in any case, late if it must be
	 */
	default CompletableFuture<Void> followed() {
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * When a follower is told.
	 */
	enum Turn {

		/**
		 * At once, on the thread that publishes: who never blocks and calls nobody of the
		 * application.
		 */
		AT_ONCE,

		/**
		 * At once, of each type by itself, and of changes only: a bean per type, whose
		 * setters may be slow.
		 */
		BEANS,

		/**
		 * At once; it makes beans of other beans, and waits for those that it needs
		 * ({@link AcceptedChange#followed}).
		 */
		SCOPES,

		/**
		 * At once; nobody waits for it.
		 */
		APART,

		/**
		 * When the beans have followed, so that whoever is told finds them up to date. A
		 * bean that takes longer than a second is not waited for, and not waited for
		 * again before it is done.
		 */
		AFTER_BEANS

	}

}
