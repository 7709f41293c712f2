package io.setpoint.acceptance;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of what is refused, in the log and to the followers, and knows the keys that are
 * no content themselves and cannot be used.
 */
final class Refusals implements UnusableKeys {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final AcceptanceFollower followers;

	private final Map<String, Refusal> unusable = new ConcurrentSkipListMap<>();

	private List<Rejection> early = List.of();

	Refusals(AcceptanceFollower followers) {
		this.followers = followers;
	}

	void report(Notice notice) {
		log(notice);
		this.followers.rejected(notice.rejection());
	}

	/**
	 * Tell of what is refused before there is anybody to tell but the log.
	 * @param notices what is refused
	 */
	void reportEarly(List<Notice> notices) {
		notices.forEach(Refusals::log);
		this.early = notices.stream().map(Notice::rejection).toList();
	}

	/**
	 * There is somebody to tell now.
	 */
	void completeStart() {
		this.early.forEach(this.followers::rejected);
		this.early = List.of();
	}

	private static void log(Notice notice) {
		Rejection rejection = notice.rejection();
		String refused = "revision " + rejection.revision() + " of etcd (keys "
				+ Reasons.first(rejection.keys().stream().map(OneLine::name).toList(), Reasons.TOLD) + ")";
		logger.warn(OneLine
			.of(notice.known() ? "Refused " + refused + " too; it waits for the same repair" : "Refused " + refused
					+ "; the last good values stay until it is repaired: " + String.join("; ", rejection.problems())));
	}

	/**
	 * Tell of a type that a source other than etcd makes invalid.
	 * @param type the type
	 * @param refused why
	 * @param revision the revision up to which everything is worked off
	 */
	void reportForeign(BoundType type, Refused refused, long revision) {
		logger.warn(OneLine.of("Refused what a source other than etcd says about " + type
				+ "; the last good value stays until it is repaired: " + String.join("; ", told(refused))));
		this.followers.rejected(new Rejection(revision, Set.of(), Set.of(type), told(refused)));
	}

	private static List<String> told(Refused refused) {
		return Reasons.first(refused.problems(), Reasons.TOLD);
	}

	/**
	 * Told once. It is unusable since it was found to be, whatever was wrong then.
	 */
	@Override
	public synchronized void unusable(Refusal refusal) {
		Refusal before = this.unusable.get(refusal.key());
		if (before == null || before.revision() != refusal.revision() || !before.reason().equals(refusal.reason())) {
			report(new Notice(
					new Rejection(refusal.revision(), Set.of(refusal.key()), Set.of(), List.of(refusal.reason())),
					false));
		}
		this.unusable.put(refusal.key(), (before != null) ? refusal.withSince(before.since()) : refusal);
	}

	@Override
	public void usable(String key) {
		this.unusable.remove(key);
	}

	Collection<Refusal> unusable() {
		return List.copyOf(this.unusable.values());
	}

}
