package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;

import io.setpoint.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * How current a mirror is, and since when. Written by the loop, read by anybody.
 */
final class Liveness {

	private final Mirror mirror;

	private final Loop loop;

	private final MirrorSettings settings;

	private long heardAt;

	private Instant begun;

	private volatile PublishedState published;

	private volatile int waiting;

	/**
	 * Begin with what the mirror has.
	 * @param mirror the mirror
	 * @param currentAt when that was last known to be current, {@code null} if there is
	 * nothing or if it is current
	 */
	Liveness(Mirror mirror, @Nullable Instant currentAt) {
		this.mirror = mirror;
		this.loop = mirror.surroundings().loop();
		this.settings = mirror.settings();
		this.heardAt = this.loop.nanoTime();
		this.begun = earlier(this.loop.now(), currentAt);
		this.published = mirror.publishedState(this.begun, this.heardAt);
	}

	private static Instant earlier(Instant now, @Nullable Instant currentAt) {
		return (currentAt != null && currentAt.isBefore(now)) ? currentAt : now;
	}

	boolean isLive() {
		return this.published.isLive(this.loop, this.settings.staleAfter());
	}

	MirrorStatus status() {
		return this.published.status(this.loop, this.settings.staleAfter(), this.mirror.frontier()).behindBy(behind());
	}

	/**
	 * Return how many revisions have arrived that the loop has not looked at.
	 * @return the number of revisions
	 */
	private int arrived() {
		Stream stream = this.published.stream();
		return (stream != null) ? stream.arrived() : 0;
	}

	/**
	 * Return how much has arrived and was not handed on.
	 * @return the number of revisions
	 */
	int behind() {
		return this.waiting + arrived();
	}

	int waiting() {
		return this.waiting;
	}

	void waiting(int waiting) {
		this.waiting = waiting;
	}

	/**
	 * Ask for a sign of life where none has come for longer than the loop waits, or for a
	 * whole pulse: the next one might be too late. Called by any thread.
	 */
	void ask() {
		PublishedState published = this.published;
		Duration patience = this.settings.heartbeat().multipliedBy(3).dividedBy(2);
		Duration silence = published.silence(this.loop);
		if (published.stream() != null
				&& (silence.compareTo(patience) >= 0 || silence.compareTo(this.settings.pulse()) >= 0)) {
			published.stream().requestProgress();
		}
	}

	Duration untilStale() {
		return this.settings.staleAfter().minus(this.published.silence(this.loop));
	}

	void heard() {
		heard(this.loop.nanoTime());
	}

	void heard(long time) {
		this.heardAt = time;
		publish();
	}

	/**
	 * The stream that was listened to is about to be left.
	 */
	void keep() {
		this.heardAt = this.published.lastHeardAt();
	}

	void publish() {
		boolean live = isLive();
		PublishedState next = this.mirror.publishedState(this.begun, this.heardAt);
		if (!live && next.isLive(this.loop, this.settings.staleAfter())) {
			this.begun = this.loop.now();
			next = this.mirror.publishedState(this.begun, this.heardAt);
		}
		this.published = next;
	}

}
