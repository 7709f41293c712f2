package io.setpoint.mirror;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Store;
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

	private final MirrorGroup group;

	private final Surroundings<Store> surroundings;

	private final MirrorSettings settings;

	private final MirrorListener listener;

	private Loop.@Nullable Timer timer;

	private @Nullable PendingCall<Image> look;

	private int failures;

	private boolean warned;

	private final Map<Suspect, Long> given = new HashMap<>();

	Reconciler(MirrorGroup group) {
		this.group = group;
		this.surroundings = group.surroundings();
		this.settings = group.settings();
		this.listener = group.listener();
	}

	void start() {
		if (this.timer == null) {
			double factor = 1 - SPREAD + 2 * SPREAD * this.surroundings.randomness().getAsDouble();
			Duration interval = this.settings.reconcileInterval();
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

	void startAgain() {
		stop();
		start();
	}

	private void lookAfter(Duration delay, Map<Suspect, Long> suspects) {
		this.timer = this.surroundings.after(delay, () -> look(suspects));
	}

	private void look(Map<Suspect, Long> suspects) {
		List<Mirror> live = this.group.mirrors().stream().filter(Mirror::isLive).toList();
		if (live.isEmpty() || this.group.resync().isReading()) {
			startAgain();
			return;
		}
		List<String> prefixes = live.stream().map(Mirror::prefix).toList();
		this.look = PendingCall.askInParts(this.surroundings,
				(progressed) -> this.surroundings.store().read(prefixes, progressed), this.settings.staleAfter(),
				(image) -> answered(live, image, suspects), this::failed);
	}

	private void answered(List<Mirror> read, Image image, Map<Suspect, Long> suspects) {
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

	private void compare(List<Mirror> read, Image image, Map<Suspect, Long> suspects) {
		List<Mirror> live = read.stream().filter(Mirror::isLive).toList();
		Map<Suspect, Long> differences = new HashMap<>();
		Map<Suspect, Long> untaken = new HashMap<>();
		live.forEach((mirror) -> {
			compare(mirror, image, differences);
			compareTaken(mirror, image, untaken);
		});
		this.given.entrySet().retainAll(untaken.entrySet());
		untaken.keySet().removeAll(this.given.keySet());
		differences.putAll(untaken);
		boolean first = suspects.isEmpty();
		if (!first) {
			differences.entrySet().retainAll(suspects.entrySet());
		}
		if (first && !differences.isEmpty()) {
			lookAfter(this.settings.silenceLimit(), differences);
			return;
		}
		untaken.keySet().retainAll(differences.keySet());
		this.given.putAll(untaken);
		live.forEach((mirror) -> mend(mirror, keysOf(mirror, differences), keysOf(mirror, untaken)));
		startAgain();
	}

	private static List<String> keysOf(Mirror mirror, Map<Suspect, Long> suspects) {
		return suspects.keySet().stream().filter((suspect) -> suspect.mirror == mirror).map(Suspect::key).toList();
	}

	private void mend(Mirror mirror, List<String> differences, List<String> untaken) {
		if (!untaken.isEmpty()) {
			logger.warn(untaken.size() + " changes of " + mirror.name()
					+ " were neither accepted nor refused and are taken up again");
			mirror.copy().doubt(untaken);
		}
		if (!differences.isEmpty()) {
			mirror.read(ReadPurpose.of(ResyncReason.RECONCILE));
		}
	}

	/**
	 * Find what was handed on, as far as the copy knows, and yet neither taken nor
	 * refused.
	 * @param mirror the mirror
	 * @param image what etcd holds
	 * @param untaken where to put the revisions by key, negative for deletes
	 */
	private void compareTaken(Mirror mirror, Image image, Map<Suspect, Long> untaken) {
		Map<String, Long> held = (mirror.copy().isEmptied() || mirror.liveness().behind() > 0) ? null
				: this.listener.held(mirror.prefix());
		if (held == null) {
			return;
		}
		Map<String, Long> left = new HashMap<>(held);
		for (KeyValue entry : image.entries(mirror.prefix())) {
			Long revision = left.remove(entry.key());
			if (revision == null || revision < entry.modRevision()) {
				untaken.put(new Suspect(mirror, entry.key()), entry.modRevision());
			}
		}
		left.forEach((key, revision) -> {
			if (revision <= image.revision()) {
				untaken.put(new Suspect(mirror, key), -revision);
			}
		});
	}

	private void compare(Mirror mirror, Image image, Map<Suspect, Long> differences) {
		Map<String, KeyValue> mine = mirror.expected();
		for (KeyValue entry : image.entries(mirror.prefix())) {
			KeyValue own = mine.remove(entry.key());
			if (own == null || (own.modRevision() <= entry.modRevision() && !own.equals(entry))) {
				differences.put(new Suspect(mirror, entry.key()), entry.modRevision());
			}
		}
		for (KeyValue own : mine.values()) {
			if (own.modRevision() <= image.revision()) {
				differences.put(new Suspect(mirror, own.key()), -own.modRevision());
			}
		}
	}

	/**
	 * A key that differs. Where one prefix is within another, the copies of both have it,
	 * and only one may be wrong.
	 *
	 * @param mirror the mirror whose copy is in question
	 * @param key the key
	 */
	private record Suspect(Mirror mirror, String key) {
	}

}
