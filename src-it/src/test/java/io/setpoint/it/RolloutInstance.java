package io.setpoint.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.setpoint.instance.Identity;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.mirror.InitialImage;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.control.ControlSettings;
import io.setpoint.rollout.control.GuardSensor;
import io.setpoint.rollout.control.RolloutControl;
import io.setpoint.store.Change;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;

/**
 * An instance of an application as far as rollouts see it: it follows the state and is in
 * the fleet, without an application context.
 */
final class RolloutInstance implements AutoCloseable, GuardSensor {

	private final Identity identity;

	private final String configuration;

	private final WritableStore store;

	private final ThreadLoop loop = new ThreadLoop("test-follower");

	private final RolloutControl control;

	private final Mirrors mirrors;

	volatile boolean refuses;

	volatile Outcome health = Outcome.PASSED;

	private final RolloutKeys keys;

	private volatile boolean closed;

	RolloutInstance(String id, String endpoint, RolloutKeys keys, String configuration, boolean controls) {
		this.identity = new Identity(id, Map.of());
		this.configuration = configuration;
		this.keys = keys;
		this.store = Stores.connect(EtcdConnection.to(endpoint));
		ControlSettings settings = new ControlSettings(this.identity, keys, List.of(configuration),
				Duration.ofSeconds(3), controls, Duration.ofSeconds(2), MirrorSettings.defaults());
		this.control = new RolloutControl(() -> this.store, settings, List.of(this), AcceptingJudge::new,
				() -> ThreadLocalRandom.current().nextDouble(), false);
		this.mirrors = new Mirrors(this.store, this.loop, MirrorSettings.defaults(),
				List.of(RolloutKeys.followed(keys.state(configuration))), InitialImage.nothing(), this::changed,
				() -> ThreadLocalRandom.current().nextDouble());
		this.control.start();
		this.control.measure(true);
		this.mirrors.start();
	}

	private void changed(List<Revision> revisions) {
		for (Revision revision : revisions) {
			revision.changes().values().forEach((changes) -> changes.forEach(this::follow));
		}
	}

	private void follow(Change change) {
		String summons = this.keys.summons(this.configuration);
		if (change.key().startsWith(summons)) {
			this.control.summoned(this.configuration, change.key().substring(summons.length()),
					(change instanceof Change.Put put) ? RolloutFormat.read(put.entry().value(), Summons.class) : null);
		}
		else if (change instanceof Change.Put put) {
			RolloutState state = RolloutFormat.read(put.entry().value(), RolloutState.class);
			boolean refused = this.refuses && state.isCandidateFor(this.identity);
			this.control.followed(new Following(this.configuration, state, change.revision(),
					refused ? state.stable() : state.versionFor(this.identity), null,
					refused ? Verdict.REFUSED : Verdict.ACCEPTED, refused ? "discount: must be less" : null));
		}
	}

	@Override
	public boolean measures(Guard guard) {
		return true;
	}

	@Override
	public Measurement begin(Guard guard, Exposure exposure) {
		return () -> List.of(new GuardReading(guard.name(), exposure.candidate(), 1, 0, null, this.health));
	}

	String id() {
		return this.identity.id();
	}

	/**
	 * Die without a goodbye.
	 */
	void kill() {
		this.closed = true;
		this.store.close();
		this.mirrors.stop();
		this.loop.close();
	}

	void leave() {
		this.closed = true;
		this.mirrors.stop();
		this.control.destroy();
		this.loop.close();
		this.store.close();
	}

	@Override
	public void close() {
		if (!this.closed) {
			leave();
		}
		this.control.destroy();
	}

}
