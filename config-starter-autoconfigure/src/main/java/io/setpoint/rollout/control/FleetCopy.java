package io.setpoint.rollout.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Fleet;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the controller knows of one configuration: its state, the live instances and the
 * goodbyes of those that have left.
 */
final class FleetCopy {

	private static final Log logger = LogFactory.getLog(FleetCopy.class);

	private static final int MAX_FORGOTTEN = 100;

	private final String fleet;

	private final String goodbyes;

	private final String stateKey;

	private final String expectedKey;

	private final Map<String, FleetMember> members = new TreeMap<>();

	private final Set<String> left = new TreeSet<>();

	private @Nullable KeyValue entry;

	private @Nullable KeyValue expected;

	private @Nullable RolloutState state;

	FleetCopy(RolloutKeys keys, String configuration) {
		this.fleet = keys.fleet(configuration);
		this.goodbyes = keys.goodbyes(configuration);
		this.stateKey = keys.state(configuration);
		this.expectedKey = keys.expected(configuration);
	}

	List<String> prefixes() {
		return List.of(this.fleet, this.goodbyes, this.stateKey, this.expectedKey);
	}

	void apply(List<Revision> revisions) {
		for (Revision revision : revisions) {
			revision.changes(this.fleet).forEach(this::member);
			revision.changes(this.goodbyes).forEach(this::goodbye);
			revision.changes(this.expectedKey).forEach((change) -> this.expected = entry(change));
			revision.changes(this.stateKey).forEach((change) -> this.entry = entry(change));
			if (revision.changes().containsKey(this.stateKey)
					|| (revision.changes().containsKey(this.expectedKey) && isExpectedOfState())) {
				this.state = read(this.entry, this.expected);
			}
		}
	}

	/**
	 * Ask whether the names belong to the state, which may have been heard of before them
	 * where one of both had to be read again.
	 * @return whether both were written together
	 */
	private boolean isExpectedOfState() {
		return this.entry != null && this.expected != null && Ledger.isWrittenTogether(this.entry, this.expected);
	}

	private void member(Change change) {
		String id = change.key().substring(this.fleet.length());
		FleetMember member = (change instanceof Change.Put put) ? member(put.entry()) : null;
		if (member != null && member.instance().equals(id)) {
			this.members.put(id, member);
		}
		else {
			this.members.remove(id);
		}
	}

	private static @Nullable FleetMember member(KeyValue entry) {
		return read(entry, () -> RolloutFormat.read(entry.value(), FleetMember.class));
	}

	private void goodbye(Change change) {
		String id = change.key().substring(this.goodbyes.length());
		if (change instanceof Change.Put) {
			this.left.add(id);
		}
		else {
			this.left.remove(id);
		}
	}

	private static @Nullable KeyValue entry(Change change) {
		return (change instanceof Change.Put put) ? put.entry() : null;
	}

	private static @Nullable RolloutState read(@Nullable KeyValue state, @Nullable KeyValue expected) {
		return (state != null) ? read(state, () -> Ledger.read(state, expected)) : null;
	}

	private static <T> @Nullable T read(KeyValue entry, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (InvalidRolloutStateException ex) {
			logger.warn("The key '" + OneLine.of(entry.key()) + "' at revision " + entry.modRevision()
					+ " is left out of account; correct or delete it: " + OneLine.of(String.valueOf(ex.getMessage())));
			return null;
		}
	}

	@Nullable RolloutState state() {
		return this.state;
	}

	/**
	 * Return the revision that last wrote the state.
	 * @return the revision, 0 if there is no state
	 */
	long revision() {
		return (this.entry != null) ? this.entry.modRevision() : 0;
	}

	/**
	 * Ask whether one of the prefixes has told everything that there was when the state
	 * was written. One that was not waited for, because nothing was heard of it for long,
	 * may be heard of again before it has told what it missed: who was expected, for
	 * example.
	 * @param status the status of the prefix
	 * @return whether the copy can be acted on, as far as that prefix is concerned
	 */
	boolean isCurrent(MirrorStatus status) {
		return status.state() == MirrorStatus.State.LIVE && status.behind() == 0 && status.revision() >= revision();
	}

	/**
	 * Return the goodbyes that nobody waits for once a state is in force.
	 * @param next the state
	 * @return their keys, not more than one transaction takes
	 */
	List<String> goodbyesToForget(RolloutState next) {
		Cohort cohort = next.cohort();
		return this.left.stream()
			.filter((goodbye) -> !isAwaited(cohort, goodbye))
			.limit(MAX_FORGOTTEN)
			.map((goodbye) -> this.goodbyes + goodbye)
			.toList();
	}

	private static boolean isAwaited(Cohort cohort, String goodbye) {
		int slash = goodbye.indexOf('/');
		String id = (slash < 0) ? goodbye : goodbye.substring(0, slash);
		String incarnation = cohort.incarnations().get(id);
		return cohort.expected().contains(id)
				&& (slash < 0 || incarnation == null || goodbye.substring(slash + 1).equals(incarnation));
	}

	Fleet fleet(boolean settled) {
		return new Fleet(new ArrayList<>(this.members.values()), this.left, settled);
	}

}
