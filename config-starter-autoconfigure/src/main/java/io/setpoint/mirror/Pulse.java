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
