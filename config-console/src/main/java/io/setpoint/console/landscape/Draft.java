package io.setpoint.console.landscape;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.console.landscape.Configuration.Bake;
import io.setpoint.console.landscape.Configuration.VersionKey;
import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one configuration as they change, on one thread.
 */
final class Draft {

	private final String name;

	private final Map<String, KeyValue> held = new HashMap<>();

	private final Map<String, Long> versions = new HashMap<>();

	private final TreeSet<Long> serials = new TreeSet<>();

	private final Map<String, FleetMember> members = new TreeMap<>();

	private final Map<String, String> unreadable = new TreeMap<>();

	private @Nullable Bake bake;

	private @Nullable Stretch stretch;

	private RolloutState state = RolloutState.INITIAL;

	Draft(String name) {
		this.name = name;
	}

	/**
	 * Take a change of a key below the root of the rollouts.
	 * @param rest what follows the name of the configuration in the key
	 * @param change the change
	 */
	void rollout(String rest, Change change) {
		if (rest.startsWith(RolloutPaths.VERSIONS)) {
			version(rest.substring(RolloutPaths.VERSIONS.length()), change);
		}
		else if (rest.startsWith(RolloutPaths.HISTORY)) {
			history(rest.substring(RolloutPaths.HISTORY.length()), change);
		}
		else if (change instanceof Change.Put put) {
			this.held.put(rest, put.entry());
		}
		else {
			this.held.remove(rest);
		}
	}

	private void version(String id, Change change) {
		if (change instanceof Change.Put) {
			this.versions.put(id, change.revision());
		}
		else {
			this.versions.remove(id);
		}
	}

	private void history(String end, Change change) {
		RolloutKeys.serial(end).ifPresent((serial) -> {
			if (change instanceof Change.Put) {
				this.serials.add(serial);
			}
			else {
				this.serials.remove(serial);
			}
		});
	}

	/**
	 * Take a change of a live instance.
	 * @param instance its id, as the key has it
	 * @param change the change
	 */
	void member(String instance, Change change) {
		this.members.remove(instance);
		this.unreadable.remove(instance);
		if (change instanceof Change.Put put) {
			try {
				this.members.put(instance, RolloutFormat.read(put.entry().value(), FleetMember.class));
			}
			catch (InvalidRolloutStateException ex) {
				this.unreadable.put(instance, unreadable(put.entry(), ex));
			}
		}
	}

	Configuration configuration(long now) {
		String problem = null;
		try {
			this.state = state();
		}
		catch (InvalidRolloutStateException ex) {
			KeyValue entry = this.held.get(RolloutPaths.STATE);
			problem = (entry != null) ? unreadable(entry, ex) : ex.getMessage();
			this.state = RolloutState.INITIAL;
		}
		this.bake = bake(now);
		List<VersionKey> newest = new ArrayList<>();
		this.versions.forEach((id, revision) -> newest.add(new VersionKey(id, revision)));
		newest.sort(Comparator.comparingLong(VersionKey::revision).reversed());
		return new Configuration(this.name, this.state, problem, List.copyOf(newest),
				this.serials.isEmpty() ? 0 : this.serials.last(), List.copyOf(this.members.values()),
				List.copyOf(this.unreadable.values()), conductor(), this.bake);
	}

	private RolloutState state() {
		KeyValue entry = this.held.get(RolloutPaths.STATE);
		return behindHistory(
				(entry != null) ? Ledger.read(entry, this.held.get(RolloutPaths.EXPECTED)) : RolloutState.INITIAL);
	}

	/**
	 * Number a state as whoever changes it does, where it was deleted or an older one was
	 * put back.
	 * @param state the state
	 * @return the state, behind the last entry of the history
	 */
	private RolloutState behindHistory(RolloutState state) {
		boolean behind = state.serial() == 0 || this.serials.contains(state.serial() + 1);
		return (behind && !this.serials.isEmpty()) ? state.behind(this.serials.last()) : state;
	}

	private static String unreadable(KeyValue entry, InvalidRolloutStateException ex) {
		return "'" + OneLine.of(entry.key()) + "' (revision " + entry.modRevision()
				+ ") cannot be read; correct or delete it. " + OneLine.of(String.valueOf(ex.getMessage()));
	}

	private @Nullable String conductor() {
		KeyValue entry = this.held.get(RolloutPaths.CONTROLLER);
		if (entry == null) {
			return null;
		}
		String token = new String(entry.value(), StandardCharsets.UTF_8);
		int end = token.lastIndexOf(' ');
		return OneLine.of((end > 0) ? token.substring(0, end) : token);
	}

	/**
	 * Reckon how long the stage has baked by what was noted and by the time that has
	 * passed here, never by the clock of another machine.
	 * @param now now
	 * @return how long, {@code null} if no stage bakes
	 */
	private @Nullable Bake bake(long now) {
		if (!this.state.phase().isExposed()) {
			return null;
		}
		boolean running = this.state.phase() == Phase.RUNNING && !this.state.awaitsFirstInstance();
		BakeProgress progress = progress();
		Duration known = (progress != null && progress.isOf(this.state))
				? this.state.knownToHaveBaked(progress.baked()).baked() : this.state.baked();
		Stretch stretch = new Stretch(this.state.salt(), this.state.stage(), this.state.stageSince());
		Bake before = stretch.equals(this.stretch) ? this.bake : null;
		this.stretch = stretch;
		return (running && before != null && before.at(now).compareTo(known) > 0) ? before
				: new Bake(known, now, running);
	}

	private @Nullable BakeProgress progress() {
		KeyValue entry = this.held.get(RolloutPaths.BAKED);
		try {
			return (entry != null) ? RolloutFormat.read(entry.value(), BakeProgress.class) : null;
		}
		catch (InvalidRolloutStateException ex) {
			return null;
		}
	}

	/**
	 * What a bake time is counted for.
	 *
	 * @param salt the salt of the rollout
	 * @param stage the index of the stage
	 * @param since what tells it from the same stage before it was resumed
	 */
	private record Stretch(@Nullable String salt, int stage, @Nullable Object since) {

		Stretch {
			since = Objects.requireNonNullElse(since, "");
		}

	}

}
