package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;

/**
 * How current a mirror is, and since when. Written by the loop, read by anybody.
 */
final class Pulse {

	private final Mirror mirror;

	private final Seams seams;

	private long heardAt;

	private Instant begun;

	private volatile Standing standing;

	Pulse(Mirror mirror) {
		this.mirror = mirror;
		this.seams = mirror.seams();
		this.heardAt = this.seams.loop().nanoTime();
		this.begun = this.seams.loop().now();
		this.standing = mirror.standing(this.begun, this.heardAt);
	}

	boolean isLive() {
		return this.standing.isLive(this.seams);
	}

	MirrorStatus status() {
		return this.standing.status(this.seams, this.mirror.copy().next() - 1);
	}

	/**
	 * Return how many revisions have arrived that the loop has not looked at.
	 * @return the number of revisions
	 */
	int arrived() {
		Stream stream = this.standing.stream();
		return (stream != null) ? stream.arrived() : 0;
	}

	/**
	 * Ask for a sign of life where none has come for longer than the loop waits.
	 */
	void ask() {
		Standing standing = this.standing;
		Duration patience = this.seams.settings().heartbeat().multipliedBy(3).dividedBy(2);
		if (standing.stream() != null && standing.silence(this.seams).compareTo(patience) >= 0) {
			standing.stream().requestProgress();
		}
	}

	Duration untilStale() {
		return this.seams.settings().staleAfter().minus(this.standing.silence(this.seams));
	}

	void heard() {
		heard(this.seams.loop().nanoTime());
	}

	void heard(long time) {
		this.heardAt = time;
		publish();
	}

	/**
	 * The stream that was listened to is about to be left.
	 */
	void keep() {
		this.heardAt = this.standing.lastHeardAt();
	}

	void publish() {
		boolean live = isLive();
		Standing next = this.mirror.standing(this.begun, this.heardAt);
		if (!live && next.isLive(this.seams)) {
			this.begun = this.seams.loop().now();
			next = this.mirror.standing(this.begun, this.heardAt);
		}
		this.standing = next;
	}

}
