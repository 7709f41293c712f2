package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.loop.Loop;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells that locations are out of reach and that they are back, once for all that it
 * concerns.
 * <p>
 * Each location has a stream of its own, so each finds out for itself, at its own moment.
 * An outage is due when one location has failed a few times in a row, and again when its
 * reason has become another one. It is told then with all locations that fail for that
 * reason, also those that have failed only once so far. A return is due when a location
 * is live of which an outage was told.
 * <p>
 * What is due is told at once if nobody is left who could join in: all locations are away
 * or none is. Otherwise it is told a while later, by a timer of the loop, as things are
 * by then. So what comes later has a line of its own, and an outage or a return that is
 * over within that time has none.
 * <p>
 * Mirrors have one each, unless they are given one that they have in common. Used by the
 * loop only.
 *
 * @since 0.1.0
 */
public final class Outage {

	/**
	 * How long an outage waits for the locations that have not noticed it.
	 */
	static final Duration MOMENT = Duration.ofSeconds(1);

	/**
	 * How long a return waits for the locations that are still away. A server that has
	 * just been started elects a leader first, and answers one location seconds before
	 * another.
	 */
	static final Duration RETURN = Duration.ofSeconds(5);

	/**
	 * How many locations are named in a line.
	 */
	static final int NAMED = 10;

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final Loop loop;

	private final List<Retry> locations = new ArrayList<>();

	private final Map<Retry, StoreException> told = new HashMap<>();

	private final Set<Retry> returned = new HashSet<>();

	private boolean refusalsOnly;

	private final Wait outage = new Wait(MOMENT, this::tellOutages);

	private final Wait end = new Wait(RETURN, this::tellReturns);

	/**
	 * Create an outage of no location yet.
	 * @param loop the thread that everything happens on
	 */
	public Outage(Loop loop) {
		this.loop = loop;
	}

	/**
	 * A location is followed from now on.
	 * @param location the location
	 */
	void join(Retry location) {
		this.locations.add(location);
	}

	/**
	 * A location is followed no more. What was told of it is forgotten.
	 * @param location the location
	 */
	void leave(Retry location) {
		this.locations.remove(location);
		this.told.remove(location);
		this.returned.remove(location);
		if (this.locations.isEmpty()) {
			recover();
		}
	}

	/**
	 * Leave it to somebody else to tell whatever is not a refusal.
	 */
	void refusalsOnly() {
		this.refusalsOnly = true;
	}

	/**
	 * Somebody has said already that a location is out of reach.
	 * @param location the location
	 * @param cause why
	 */
	void told(Retry location, StoreException cause) {
		this.told.put(location, cause);
	}

	void failed(Retry location) {
		this.returned.remove(location);
		review();
	}

	void ended(Retry location) {
		if (this.told.containsKey(location)) {
			this.returned.add(location);
		}
		review();
	}

	private void review() {
		boolean due = this.locations.stream().anyMatch(this::isDue);
		if (!due && this.returned.isEmpty()) {
			return;
		}
		long away = this.locations.stream().filter(this::isAway).count();
		if (away == 0 || away == this.locations.size()) {
			this.end.over();
			this.outage.over();
			return;
		}
		if (due) {
			this.outage.begin();
		}
		if (!this.returned.isEmpty()) {
			this.end.begin();
		}
	}

	private boolean isAway(Retry location) {
		return location.failure() != null || (this.told.containsKey(location) && !this.returned.contains(location));
	}

	/**
	 * Ask whether an outage has to be told. That its reason has become another one is
	 * certain when that stays the same for a while: several members may fail in different
	 * ways by turns.
	 * @param location the location
	 * @return whether it has to be told
	 */
	private boolean isDue(Retry location) {
		if (this.refusalsOnly && !location.isRefused()) {
			return false;
		}
		return this.told.containsKey(location) ? location.isSteady() && isUntold(location) : location.isExhausted();
	}

	private boolean isUntold(Retry location) {
		StoreException told = this.told.get(location);
		return told == null || !location.failsLike(told);
	}

	private void tellReturns() {
		List<Retry> back = this.locations.stream().filter(this.returned::contains).toList();
		if (!back.isEmpty()) {
			logger.info(words(back, "is live again", "are live again"));
		}
		this.told.keySet().removeAll(this.returned);
		this.returned.clear();
	}

	private void tellOutages() {
		for (Retry location : this.locations) {
			StoreException cause = location.failure();
			if (cause != null && isDue(location)) {
				tell(cause);
			}
		}
	}

	private void tell(StoreException cause) {
		List<Retry> first = concerned(cause, false);
		List<Retry> again = concerned(cause, true);
		if (!first.isEmpty()) {
			logger.warn(words(first, "is out of reach, its last good state stays: ",
					"are out of reach, their last good state stays: ") + cause.getMessage());
		}
		if (!again.isEmpty()) {
			logger.warn(words(again, "is still out of reach, now for another reason: ",
					"are still out of reach, now for another reason: ") + cause.getMessage());
		}
		first.forEach((location) -> told(location, cause));
		again.forEach((location) -> told(location, cause));
	}

	private List<Retry> concerned(StoreException cause, boolean again) {
		return this.locations.stream()
			.filter((location) -> location.failsLike(cause) && isUntold(location))
			.filter((location) -> this.told.containsKey(location) == again)
			.toList();
	}

	private static String words(List<Retry> locations, String one, String several) {
		String names = locations.stream().limit(NAMED).map(Retry::name).collect(Collectors.joining(", "));
		String others = (locations.size() > NAMED) ? " and " + (locations.size() - NAMED) + " more " : " ";
		return names + others + ((locations.size() == 1) ? one : several);
	}

	/**
	 * Let the next failure or return set the timers anew: it is not certain whether they
	 * still run.
	 */
	void recover() {
		this.outage.cancel();
		this.end.cancel();
	}

	/**
	 * A wait for the locations that could join in.
	 */
	private final class Wait {

		private final Duration duration;

		private final Runnable telling;

		private Loop.@Nullable Timer timer;

		Wait(Duration duration, Runnable telling) {
			this.duration = duration;
			this.telling = telling;
		}

		void begin() {
			if (this.timer == null) {
				this.timer = Outage.this.loop.schedule(this::over, this.duration);
			}
		}

		void over() {
			cancel();
			this.telling.run();
		}

		void cancel() {
			if (this.timer != null) {
				this.timer.cancel();
				this.timer = null;
			}
		}

	}

}
