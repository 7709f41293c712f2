package io.setpoint.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches what is written to etcd, revision by revision, and holds it against the laws of
 * rollouts.
 */
final class RolloutReferee {

	private static final Duration NEVER_MIND = Duration.ofDays(1000);

	private static final Map<String, Set<Phase>> ALLOWED = Map.of("start",
			Set.of(Phase.COMPLETED, Phase.ABORTED, Phase.ROLLED_BACK), "approve", Set.of(Phase.PROPOSED), "pause",
			Set.of(Phase.RUNNING), "resume", Set.of(Phase.PAUSED), "promote", Set.of(Phase.RUNNING), "extend",
			Set.of(Phase.RUNNING), "abort", Set.of(Phase.PROPOSED, Phase.RUNNING, Phase.PAUSED), "rollback",
			Set.of(Phase.values()), "release", Set.of(Phase.values()));

	private final MemoryEtcd etcd;

	private final RolloutKeys keys;

	private final String configuration;

	private final Map<String, FleetMember> members = new TreeMap<>();

	private final Map<String, Instant> troubles = new HashMap<>();

	/**
	 * All goodbyes that were ever said.
	 */
	private final Set<String> goodbyes = new HashSet<>();

	private final Set<Long> byHand = new HashSet<>();

	private long lastSerial;

	private final Map<String, Integer> actions = new TreeMap<>();

	private RolloutState state = RolloutState.INITIAL;

	private long revision;

	private Duration baked = Duration.ZERO;

	private @Nullable Duration since;

	private @Nullable KeyValue controller;

	private long seen;

	/**
	 * The ids of those who may have vanished.
	 */
	final Set<String> excused = new HashSet<>();

	RolloutReferee(MemoryEtcd etcd, RolloutKeys keys, String configuration) {
		this.etcd = etcd;
		this.keys = keys;
		this.configuration = configuration;
	}

	RolloutState state() {
		return this.state;
	}

	Map<String, FleetMember> members() {
		return this.members;
	}

	Map<String, Integer> actions() {
		return this.actions;
	}

	/**
	 * Look at everything that was written since the last time.
	 * @param now the time, to some milliseconds that of the writes
	 * @param blindness how long the controller may not have heard of its fleet
	 */
	void look(Instant now, Duration blindness) {
		while (this.seen < this.etcd.revision()) {
			List<Change> changes = this.etcd.chronicle().changes(++this.seen);
			RolloutState before = this.state;
			changes.forEach(this::note);
			if (this.byHand.contains(this.seen)) {
				this.baked = NEVER_MIND;
				this.since = null;
			}
			else if (this.revision == this.seen) {
				judge(before, changes, now.minus(blindness));
			}
			this.troubles.keySet().retainAll(troubles());
		}
		troubles().forEach((trouble) -> this.troubles.putIfAbsent(trouble, now));
	}

	private void note(Change change) {
		String fleet = this.keys.fleet(this.configuration);
		String goodbye = this.keys.goodbyes(this.configuration);
		KeyValue entry = (change instanceof Change.Put put) ? put.entry() : null;
		if (change.key().startsWith(fleet)) {
			FleetMember before = this.members.remove(change.key().substring(fleet.length()));
			FleetMember member = (entry != null) ? RolloutFormat.read(entry.value(), FleetMember.class) : null;
			owned(before, member);
			if (member != null) {
				this.members.put(member.instance(), member);
			}
		}
		else if (change.key().startsWith(goodbye) && entry != null) {
			this.goodbyes.add(change.key().substring(goodbye.length()));
		}
		else if (change.key().startsWith(this.keys.history(this.configuration))) {
			appended(Objects.requireNonNull(entry, "an entry of the history was deleted"));
		}
		else if (change.key().equals(this.keys.controller(this.configuration))) {
			this.controller = entry;
		}
		else if (change.key().equals(this.keys.state(this.configuration))) {
			this.state = (entry != null) ? Ledger.read(entry, expected()) : RolloutState.INITIAL;
			this.revision = (entry != null) ? entry.modRevision() : 0;
		}
	}

	/**
	 * An entry of the fleet is taken away, or written over, by nobody but its process.
	 */
	private void owned(@Nullable FleetMember before, @Nullable FleetMember after) {
		if (before == null || this.etcd.chronicle().isExpiry(this.seen)) {
			return;
		}
		if (after != null) {
			assertThat(after.incarnation()).as("who writes over %s", before).isEqualTo(before.incarnation());
			return;
		}
		String goodbye = this.keys.goodbye(this.configuration, before.instance(), String.valueOf(before.incarnation()));
		assertThat(this.etcd.chronicle().changes(this.seen)).as("what takes %s away", before)
			.anyMatch((change) -> change.key().equals(goodbye));
	}

	private void appended(KeyValue entry) {
		assertThat(entry.createRevision()).as("revision that wrote " + entry.key()).isEqualTo(entry.modRevision());
		long serial = Long.parseLong(entry.key().substring(this.keys.history(this.configuration).length()));
		assertThat(serial).as("serial at " + this.seen).isEqualTo(this.lastSerial + 1);
		this.lastSerial = serial;
	}

	/**
	 * Somebody writes, or deletes, the state by hand.
	 * @param revision the revision that does
	 */
	void expectByHand(long revision) {
		this.byHand.add(revision);
	}

	private @Nullable KeyValue expected() {
		return this.etcd.chronicle()
			.changes(this.seen)
			.stream()
			.filter((change) -> change.key().equals(this.keys.expected(this.configuration)))
			.map((change) -> ((Change.Put) change).entry())
			.findFirst()
			.orElse(null);
	}

	private void judge(RolloutState before, List<Change> changes, Instant heard) {
		String key = this.keys.history(this.configuration, this.lastSerial);
		HistoryEntry entry = changes.stream()
			.filter((change) -> change.key().equals(key))
			.map((change) -> RolloutFormat.read(((Change.Put) change).entry().value(), HistoryEntry.class))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no entry " + key + " beside the state at " + this.seen));
		this.actions.merge(entry.action() + (entry.by().startsWith("controller") ? " by itself" : ""), 1, Integer::sum);
		assertThat(entry.serial()).as("serial").isEqualTo(this.lastSerial).isEqualTo(this.state.serial());
		assertThat(entry.from()).as("phase before").isEqualTo(before.phase());
		assertThat(entry.to()).as("phase after").isEqualTo(this.state.phase());
		assertThat(ALLOWED.get(entry.action())).as("phases that allow " + entry.action()).contains(before.phase());
		boolean automatic = entry.by().startsWith("controller ");
		if (automatic) {
			assertThat(entry.reason()).as("reason of " + entry).isNotBlank();
			assertThat(new String(Objects.requireNonNull(this.controller, "nobody is elected").value()))
				.startsWith(entry.by().substring("controller ".length()) + " ");
		}
		moved(before, entry);
		grown(before, entry);
		if (automatic) {
			decided(before, entry, heard);
		}
		bake(before, entry);
		this.troubles.clear();
	}

	private void moved(RolloutState before, HistoryEntry entry) {
		int last = (before.plan() != null) ? before.plan().stages().size() - 1 : 0;
		switch (entry.action()) {
			case "start" -> assertThat(this.state.stage()).isZero();
			case "promote" -> {
				assertThat(this.state.candidate()).isEqualTo(before.candidate());
				assertThat(this.state.stage()).isEqualTo(Math.min(before.stage() + 1, last));
				assertThat(this.state.phase()).isEqualTo((before.stage() == last) ? Phase.COMPLETED : Phase.RUNNING);
			}
			case "release" -> assertThat(this.state.phase()).isEqualTo(Phase.COMPLETED);
			case "rollback" -> assertThat(this.state.phase()).isEqualTo(Phase.ROLLED_BACK);
			default -> assertThat(this.state.stage()).as("stage after " + entry).isEqualTo(before.stage());
		}
	}

	private void grown(RolloutState before, HistoryEntry entry) {
		if (!this.state.phase().isExposed() || !Objects.equals(this.state.salt(), before.salt())) {
			return;
		}
		Cohort cohort = this.state.cohort();
		assertThat(cohort.instances()).as("cohort after " + entry).containsAll(before.cohort().instances());
		before.cohort().rules().forEach((rule) -> assertThat(cohort.rules()).contains(rule));
		Set<String> added = new HashSet<>(cohort.instances());
		added.removeAll(before.cohort().instances());
		assertThat(added).as("taken in by %s after %s of %s", entry, before, this.members.values())
			.hasSizeLessThanOrEqualTo(room(before.cohort()));
	}

	/**
	 * Return how many instances the stages may take in. Stages that match differently add
	 * up; of those that match alike the last is the largest.
	 */
	private int room(Cohort before) {
		Map<Map<String, String>, Integer> rooms = new HashMap<>();
		for (Stage stage : Objects.requireNonNull(this.state.plan()).stages().subList(0, this.state.stage() + 1)) {
			if (stage.scope() == Scope.INSTANCES) {
				List<String> matching = this.members.values()
					.stream()
					.filter((member) -> member.identity().matches(stage.match()))
					.map(FleetMember::instance)
					.toList();
				long present = matching.stream().filter(before.instances()::contains).count();
				rooms.put(stage.match(), Math.max(0, stage.share().of(matching.size()) - (int) present));
			}
		}
		return rooms.values().stream().mapToInt(Integer::intValue).sum();
	}

	private void decided(RolloutState before, HistoryEntry entry, Instant heard) {
		switch (entry.action()) {
			case "promote" -> promoted(before, entry, heard);
			case "extend" -> {
				Map<String, String> dropped = new HashMap<>(before.cohort().incarnations());
				dropped.entrySet().removeAll(this.state.cohort().incarnations().entrySet());
				assertThat(before.cohort().incarnations().keySet()).isEqualTo(before.cohort().expected());
				dropped.forEach((id, incarnation) -> assertThat(this.goodbyes).as("who left before %s", entry)
					.contains(id + "/" + incarnation));
			}
			case "rollback" -> rolledBack(before, entry);
			default -> assertThat(entry.action()).isEqualTo("pause");
		}
	}

	private void rolledBack(RolloutState before, HistoryEntry entry) {
		before.cohort()
			.expected()
			.stream()
			.filter((id) -> String.valueOf(entry.reason()).matches("instances? .*\\b" + id + "\\b.* vanished"))
			.forEach((id) -> assertThat(this.excused).as("who may have failed before %s", entry).contains(id));
		before.cohort()
			.incarnations()
			.entrySet()
			.stream()
			.filter((it) -> String.valueOf(entry.reason())
				.matches("instances? .*\\b" + it.getKey() + "\\b.* crashed.*"))
			.forEach((it) -> assertThat(this.goodbyes).doesNotContain(it.getKey() + "/" + it.getValue()));
	}

	private void promoted(RolloutState before, HistoryEntry entry, Instant heard) {
		Stage stage = Objects.requireNonNull(before.currentStage());
		assertThat(baked()).as("bake of " + stage).isGreaterThanOrEqualTo(stage.bake());
		this.troubles.forEach((trouble, begun) -> assertThat(begun).as(trouble + " at " + entry).isAfter(heard));
	}

	private Duration baked() {
		return (this.since != null) ? this.baked.plus(this.etcd.chronicle().time(this.seen)).minus(this.since)
				: this.baked;
	}

	private void bake(RolloutState before, HistoryEntry entry) {
		boolean same = this.state.stage() == before.stage() && Objects.equals(this.state.salt(), before.salt())
				&& !entry.action().equals("approve");
		this.baked = same ? baked() : Duration.ZERO;
		this.since = (this.state.phase() == Phase.RUNNING) ? this.etcd.chronicle().time(this.seen) : null;
	}

	/**
	 * Return what forbids a promotion.
	 */
	private Set<String> troubles() {
		Set<String> troubles = new HashSet<>();
		if (this.state.phase() == Phase.RUNNING) {
			this.state.cohort().expected().forEach((id) -> trouble(id, troubles));
		}
		return troubles;
	}

	private void trouble(String id, Set<String> troubles) {
		FleetMember member = this.members.get(id);
		String incarnation = this.state.cohort().incarnations().get(id);
		boolean left = this.goodbyes.contains(id + "/" + incarnation);
		if (member == null) {
			if (!left) {
				troubles.add(id + " is missing");
			}
			return;
		}
		if (!left && !Objects.equals(member.incarnation(), incarnation)) {
			troubles.add(id + " has crashed");
		}
		if (member.verdict() != Verdict.ACCEPTED) {
			troubles.add(id + " is " + member.verdict());
		}
		boolean runs = this.state.isCandidateFor(member.identity())
				? Objects.equals(member.version(), this.state.candidate())
				: Objects.equals(member.candidate(), this.state.candidate());
		if (!runs || !Objects.equals(member.rollout(), this.state.salt())) {
			troubles.add(id + " has not followed");
		}
		Objects.requireNonNull(this.state.currentStage()).guards().forEach((guard) -> {
			List<Outcome> outcomes = member.readings()
				.stream()
				.filter((reading) -> reading.guard().equals(guard.name()) && member.stage() == this.state.stage())
				.map(GuardReading::outcome)
				.toList();
			if (!outcomes.equals(List.of(Outcome.PASSED))) {
				troubles.add(id + " has guard " + guard.name() + " at " + outcomes);
			}
		});
	}

}
