package io.setpoint.rollout.follow;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.setpoint.acceptance.AcceptedState;
import io.setpoint.acceptance.Interpreter;
import io.setpoint.acceptance.Proposal;
import io.setpoint.acceptance.UnusableKeys;
import io.setpoint.acceptance.Variations;
import io.setpoint.instance.Identity;
import io.setpoint.loop.Containment;
import io.setpoint.loop.Loop;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.FollowingListener;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.Change;
import io.setpoint.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Follows the states of versioned configurations: chooses the version that this instance
 * has, fetches it, and puts it in the place of the one before. A canary and a stable
 * instance run the same path and differ in what a pure function of the state and the
 * instance says.
 *
 * @since 0.1.0
 */
public final class RolloutFollower implements Interpreter {

	private static final Log logger = LogFactory.getLog(RolloutFollower.class);

	private final List<ImportedRollout> imports;

	private final Identity identity;

	private final AcceptedState accepted;

	private final UnusableKeys unusableKeys;

	private final Variations variations;

	private final Supplier<? extends Store> store;

	private final List<FollowingListener> listeners;

	private final Map<String, FollowedRollout> rollouts = new LinkedHashMap<>();

	private final Map<String, Following> told = new LinkedHashMap<>();

	/**
	 * Create a follower. Nothing happens until it is started.
	 * @param imports the configurations
	 * @param identity who this instance is
	 * @param accepted what is accepted and refused
	 * @param unusableKeys takes states that cannot be used
	 * @param variations takes candidates that some requests have
	 * @param store where versions are read from
	 * @param listeners told of what becomes of each state
	 */
	public RolloutFollower(List<ImportedRollout> imports, Identity identity, AcceptedState accepted,
			UnusableKeys unusableKeys, Variations variations, Supplier<? extends Store> store,
			List<FollowingListener> listeners) {
		this.imports = List.copyOf(imports);
		this.identity = identity;
		this.accepted = accepted;
		this.unusableKeys = unusableKeys;
		this.variations = variations;
		this.store = store;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void start(Loop loop, Runnable again) {
		if (this.rollouts.isEmpty()) {
			for (ImportedRollout imported : this.imports) {
				FollowedRollout rollout = new FollowedRollout(imported, this.identity,
						new ShownLocation(this.accepted, this.unusableKeys, this.variations, imported),
						new VersionReads(this.store.get(), imported.prefix(), loop, again),
						(state) -> announce(imported.configuration(), state));
				this.rollouts.put(imported.followed(), rollout);
				rollout.start();
			}
		}
		workedOff();
	}

	@Override
	public @Nullable Map<String, ? extends Collection<Change>> contents(Revision revision) {
		Map<String, List<Change>> contents = new LinkedHashMap<>();
		boolean complete = true;
		for (Map.Entry<String, List<Change>> changes : revision.changes().entrySet()) {
			FollowedRollout rollout = this.rollouts.get(changes.getKey());
			List<Change> content = (rollout != null) ? contents(rollout, changes.getValue()) : changes.getValue();
			if (content == null) {
				complete = false;
			}
			else if (!content.isEmpty()) {
				contents.put((rollout != null) ? rollout.prefix() : changes.getKey(), content);
			}
		}
		return complete ? contents : null;
	}

	private @Nullable List<Change> contents(FollowedRollout rollout, List<Change> changes) {
		List<Change> state = changes.stream().filter((change) -> change.key().equals(rollout.stateKey())).toList();
		String summons = RolloutKeys.summonsBeside(rollout.stateKey());
		changes.stream()
			.filter((change) -> change.key().startsWith(summons))
			.forEach((change) -> summon(rollout, change.key().substring(summons.length()), change));
		return state.isEmpty() ? List.of() : rollout.contents(state);
	}

	private void summon(FollowedRollout rollout, String trial, Change change) {
		Summons summons = summons(change);
		this.listeners
			.forEach((listener) -> contain(listener, (told) -> told.summoned(rollout.configuration(), trial, summons)));
	}

	private static @Nullable Summons summons(Change change) {
		try {
			return (change instanceof Change.Put put) ? RolloutFormat.read(put.entry().value(), Summons.class) : null;
		}
		catch (InvalidRolloutStateException ex) {
			return null;
		}
	}

	@Override
	public List<Proposal> overdue() {
		return this.rollouts.values().stream().map(FollowedRollout::overdue).filter(Objects::nonNull).toList();
	}

	@Override
	public void workedOff() {
		this.rollouts.values().forEach(FollowedRollout::workedOff);
		this.rollouts.values().forEach((rollout) -> {
			Following following = rollout.following();
			if (!following.equals(this.told.put(following.configuration(), following))) {
				this.listeners.forEach((listener) -> contain(listener, (told) -> told.followed(following)));
			}
		});
	}

	private void announce(String configuration, RolloutState state) {
		this.listeners.forEach((listener) -> contain(listener, (told) -> told.following(configuration, state)));
	}

	private static void contain(FollowingListener listener, Consumer<FollowingListener> call) {
		Containment.contain(logger, "Somebody who follows rollouts has failed; the configuration is not affected",
				() -> call.accept(listener));
	}

}
