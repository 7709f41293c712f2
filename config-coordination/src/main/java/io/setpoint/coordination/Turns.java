package io.setpoint.coordination;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the threads of this process, by the names of locks. A lock that
 * nobody holds or waits for is not remembered.
 */
final class Turns {

	private final Map<String, Turn> turns = new ConcurrentHashMap<>();

	/**
	 * Take part for a lock. To be ended by {@link #leave(String)}.
	 * @param name the name of the lock
	 * @return what all who take part share
	 */
	Turn enter(String name) {
		return this.turns.compute(name, (key, current) -> {
			Turn turn = (current != null) ? current : new Turn();
			turn.members++;
			return turn;
		});
	}

	/**
	 * Take part no longer.
	 * @param name the name of the lock
	 */
	void leave(String name) {
		this.turns.computeIfPresent(name, (key, turn) -> (--turn.members > 0) ? turn : null);
	}

	/**
	 * Return what the thread that has the turn shares with those who wait.
	 * @param name the name of the lock
	 * @return its turn
	 * @throws IllegalMonitorStateException if it is not the turn of this thread
	 */
	Turn own(String name) {
		Turn turn = this.turns.get(name);
		if (turn == null || !turn.local.isHeldByCurrentThread()) {
			throw new IllegalMonitorStateException("The lock '" + name + "' is not held by this thread");
		}
		return turn;
	}

	int size() {
		return this.turns.size();
	}

	/**
	 * What the threads that are after one lock share.
	 */
	static final class Turn {

		/**
		 * Of the thread whose turn it is.
		 */
		final ReentrantLock local = new ReentrantLock();

		/**
		 * What that thread holds in etcd. Only it looks at it.
		 */
		@Nullable Claim held;

		private int members;

	}

}
