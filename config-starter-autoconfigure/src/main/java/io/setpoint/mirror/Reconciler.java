package io.setpoint.mirror;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares everything with etcd now and then, as the net below the watch. A difference
 * may be an event that is on its way, so it counts only if a second look finds the very
 * same difference.
 */
final class Reconciler {

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private static final double SPREAD = 0.2;

	private final Group group;

	private final Seams seams;

	private Loop.@Nullable Timer timer;

	private @Nullable Question<Image> look;

	Reconciler(Group group) {
		this.group = group;
		this.seams = group.seams();
	}

	void start() {
		if (this.timer == null) {
			double factor = 1 - SPREAD + 2 * SPREAD * this.seams.randomness().getAsDouble();
			Duration interval = this.seams.settings().reconcileInterval();
			lookAfter(Duration.ofMillis((long) (factor * interval.toMillis())), Map.of());
		}
	}

	void stop() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		if (this.look != null) {
			this.look.cancel();
		}
	}

	private void startAgain() {
		stop();
		start();
	}

	private void lookAfter(Duration delay, Map<String, Long> suspects) {
		this.timer = this.seams.after(delay, () -> look(suspects));
	}

	private void look(Map<String, Long> suspects) {
		List<Mirror> live = this.group.mirrors().stream().filter(Mirror::isLive).toList();
		if (live.isEmpty() || this.group.resync().isReading()) {
			startAgain();
			return;
		}
		List<String> prefixes = live.stream().map(Mirror::prefix).toList();
		this.look = Question.ask(this.seams, () -> this.seams.store().read(prefixes),
				this.seams.settings().staleAfter(), (image) -> compare(live, image, suspects), (cause) -> {
					logger.debug("The comparison with etcd failed: " + cause.getMessage());
					startAgain();
				});
	}

	private void compare(List<Mirror> read, Image image, Map<String, Long> suspects) {
		Map<String, Long> differences = new HashMap<>();
		read.stream().filter(Mirror::isLive).forEach((mirror) -> compare(mirror, image, differences));
		boolean first = suspects.isEmpty();
		if (!first) {
			differences.entrySet().retainAll(suspects.entrySet());
		}
		if (first && !differences.isEmpty()) {
			lookAfter(this.seams.settings().silenceLimit(), differences);
			return;
		}
		read.stream()
			.filter((mirror) -> differences.keySet().stream().anyMatch((key) -> key.startsWith(mirror.prefix())))
			.forEach((mirror) -> mirror.read(Want.of(ResyncReason.RECONCILE)));
		startAgain();
	}

	private void compare(Mirror mirror, Image image, Map<String, Long> differences) {
		Map<String, KeyValue> mine = mirror.expected();
		for (KeyValue entry : image.entries(mirror.prefix())) {
			KeyValue own = mine.remove(entry.key());
			if (own == null || (own.modRevision() <= entry.modRevision() && !own.equals(entry))) {
				differences.put(entry.key(), entry.modRevision());
			}
		}
		for (KeyValue own : mine.values()) {
			if (own.modRevision() <= image.revision()) {
				differences.put(own.key(), -own.modRevision());
			}
		}
	}

}
