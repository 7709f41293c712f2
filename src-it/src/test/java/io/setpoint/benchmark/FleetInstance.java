package io.setpoint.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.acceptance.StartState;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.instance.Identity;
import io.setpoint.it.AcceptingJudge;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.mirror.InitialImage;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.mirror.Mirrors;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.FollowingListener;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.StoredVersion;
import io.setpoint.rollout.control.ControlSettings;
import io.setpoint.rollout.control.RolloutControl;
import io.setpoint.rollout.follow.RolloutFollower;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.Change;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;

import org.springframework.context.support.GenericApplicationContext;

/**
 * An instance as etcd and the other instances see it, light enough for a thousand in one
 * JVM: the real watch, follower, pipeline, place in the fleet and controller, wired as an
 * application wires them. What it lacks is the application: no context, no bound types,
 * and no client of its own. Its settings are the default ones, but for its patience: a
 * thousand instances on the processors of one machine have to wait for each other, which
 * must not be taken for an outage of etcd, after which they would all connect anew.
 */
final class FleetInstance implements FollowingListener {

	private static final String CONFIGURATION = "checkout";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration FLEET_LEASE = Duration.ofSeconds(10);

	private static final Duration CONTROLLER_LEASE = Duration.ofSeconds(5);

	private final String id;

	private final Arrivals arrivals;

	private final ConfigurationWatch watch;

	private final RolloutControl control;

	/**
	 * Create an instance that follows etcd from what was imported.
	 * @param id its id
	 * @param store its connection, which others may share
	 * @param imported what was read at start
	 * @param types no types, which others may share
	 * @param arrivals told what it follows
	 */
	FleetInstance(String id, WritableStore store, Import imported, NoTypes types, Arrivals arrivals) {
		this.id = id;
		this.arrivals = arrivals;
		Identity identity = new Identity(id, Map.of());
		this.control = new RolloutControl(() -> store, new ControlSettings(identity, Operator.KEYS,
				List.of(CONFIGURATION), FLEET_LEASE, true, CONTROLLER_LEASE, settings()), List.of(),
				AcceptingJudge::new, FleetInstance::random, false);
		AcceptancePipeline pipeline = pipeline(imported, types);
		RolloutFollower follower = new RolloutFollower(List.of(imported.rollout()), identity, pipeline.accepted(),
				pipeline.unusableKeys(), pipeline.variations(), () -> store, List.of(this.control, this));
		this.watch = new ConfigurationWatch(pipeline,
				Map.of(imported.rollout().prefix(), imported.rollout().followed()), follower, List.of(),
				(locations, loop, listener) -> mirrors(store, locations, imported.image(), loop, listener), false);
	}

	private static AcceptancePipeline pipeline(Import imported, NoTypes types) {
		String prefix = imported.rollout().prefix();
		LocationContent content = LocationContent.ofVersions(prefix, "rollout:" + CONFIGURATION)
			.with(List.of(new Change.Put(imported.entry())))
			.content();
		AcceptancePipeline pipeline = new AcceptancePipeline(types.types(), types.binder(),
				List.of(new LocationPropertySource("rollout:" + CONFIGURATION, content)), List.of(), Runnable::run,
				Clock.systemUTC());
		pipeline.start(StartState.of(imported.image().revision()));
		return pipeline;
	}

	private static Mirrors mirrors(WritableStore store, List<String> locations, Image image, ThreadLoop loop,
			MirrorListener listener) {
		return new Mirrors(store, loop, settings(), locations, InitialImage.live(image), listener,
				FleetInstance::random);
	}

	private static MirrorSettings settings() {
		MirrorSettings defaults = MirrorSettings.defaults();
		return new MirrorSettings(defaults.initialBackOff(), defaults.backOffMultiplier(), defaults.maxBackOff(),
				defaults.heartbeat(), PATIENCE, PATIENCE, defaults.reconcileInterval(),
				defaults.failuresBeforeRenewal(), defaults.maxBacklog());
	}

	/**
	 * Connect to etcd with the patience of the instances.
	 * @param endpoint where etcd is
	 * @return the connection
	 */
	static WritableStore connect(String endpoint) {
		return Stores.connect(EtcdConnection.to(endpoint).withTimeouts(PATIENCE, PATIENCE));
	}

	private static double random() {
		return ThreadLocalRandom.current().nextDouble();
	}

	void start() {
		this.control.start();
		this.watch.start();
		this.control.measure(true);
	}

	@Override
	public void followed(Following following) {
		this.arrivals.followed(this.id, following);
	}

	/**
	 * What instances read when they start, which is the same for all.
	 *
	 * @param rollout the configuration
	 * @param image what is followed from here on
	 */
	record Import(ImportedRollout rollout, Image image) {

		static Import read(WritableStore store) {
			String key = Operator.KEYS.state(CONFIGURATION);
			Image image = store.read(List.of(RolloutKeys.followed(key))).join();
			List<KeyValue> state = image.entries(RolloutKeys.followed(key));
			RolloutState read = RolloutFormat.read(state.get(0).value(), RolloutState.class);
			String versionKey = Operator.KEYS.version(CONFIGURATION, String.valueOf(read.stable()));
			KeyValue version = StoredVersion.of(store.read(List.of(versionKey)).join().entries(versionKey).get(0))
				.entry();
			return new Import(new ImportedRollout(CONFIGURATION, Operator.KEYS.versions(CONFIGURATION), key,
					image.revision(), state, version), image);
		}

		KeyValue entry() {
			return Objects.requireNonNull(this.rollout.version());
		}

	}

	/**
	 * What an application without bound types has.
	 *
	 * @param types none
	 * @param binder has nothing to bind
	 */
	record NoTypes(BoundTypes types, TypeBinder binder) {

		static NoTypes create() {
			GenericApplicationContext context = new GenericApplicationContext();
			context.refresh();
			return new NoTypes(BoundTypes.of(context.getBeanFactory()), new TypeBinder(context));
		}

	}

}
