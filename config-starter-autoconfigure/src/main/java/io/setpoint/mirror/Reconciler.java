package io.setpoint.mirror;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
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

	private static final int TOLERATED = 3;

	private final Group group;

	private final Seams seams;

	private Loop.@Nullable Timer timer;

	private @Nullable Question<Image> look;

	private int failures;

	private boolean warned;

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
		this.look = Question.askInParts(this.seams, (progressed) -> this.seams.store().read(prefixes, progressed),
				this.seams.settings().staleAfter(), (image) -> answered(live, image, suspects), this::failed);
	}

	private void answered(List<Mirror> read, Image image, Map<String, Long> suspects) {
		if (this.warned) {
			logger.info("The comparison with etcd works again");
		}
		this.warned = false;
		this.failures = 0;
		compare(read, image, suspects);
	}

	/**
	 * The watch may go on though etcd lets nothing be read any more: it is asked for the
	 * right to read only when it is opened.
	 * @param cause why nothing was read
	 */
	private void failed(StoreException cause) {
		this.failures++;
		boolean refused = cause instanceof PermissionDeniedException || cause instanceof AuthenticationFailedException;
		if (!this.warned && (refused || this.failures == TOLERATED)) {
			this.warned = true;
			logger.warn("The periodic comparison with etcd fails. Changes arrive as long as the watch stays open,"
					+ " and no longer after that: " + cause.getMessage());
		}
		else {
			logger.debug("The comparison with etcd failed: " + cause.getMessage());
		}
		startAgain();
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
