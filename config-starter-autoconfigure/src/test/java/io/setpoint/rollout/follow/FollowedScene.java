package io.setpoint.rollout.follow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.Live;
import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Proposal;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.acceptance.Rejection;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.instance.Identity;
import io.setpoint.mirror.Cause;
import io.setpoint.mirror.Revision;
import io.setpoint.mirror.VirtualLoop;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.FollowingListener;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.StoredVersion;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * An instance that follows two configurations and a plain location: what etcd answers is
 * scripted, and what the mirrors report is proposed as the watch proposes it.
 */
final class FollowedScene {

	static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	static final String PLAIN = "/config/shop/";

	private static final Identity ONE = new Identity("one", Map.of());

	final VirtualLoop loop = new VirtualLoop();

	final ScriptedStore store = new ScriptedStore();

	final AcceptancePipeline pipeline;

	final List<Following> told = new ArrayList<>();

	final List<String> announced = new ArrayList<>();

	final List<String> texts;

	boolean listenerFails;

	boolean rereads;

	boolean proposalFails;

	private final ApplicationContext context;

	private final RolloutFollower follower;

	private final Deque<Revision> backlog = new ArrayDeque<>();

	private final Map<String, RolloutState> states = new HashMap<>();

	FollowedScene(ApplicationContext context, List<String> texts, ImportedRollout... imports) {
		this.context = context;
		this.texts = texts;
		this.pipeline = context.getBean(AcceptancePipeline.class);
		this.follower = new RolloutFollower(List.of(imports), ONE, this.pipeline.accepted(),
				this.pipeline.unusableKeys(), this.pipeline.variations(), () -> this.store,
				List.of(this::broken, this.told::add, new Announcements()));
		Stream.of(imports).forEach((imported) -> imported.state().forEach(this::remember));
		this.follower.start(this.loop, this::workOff);
	}

	/**
	 * Run a test.
	 * @param runner has the application
	 * @param test the test
	 * @param shown what the locations show at start
	 * @param imports what was imported
	 */
	static void run(ApplicationContextRunner runner, Consumer<FollowedScene> test, List<KeyValue> shown,
			ImportedRollout... imports) {
		List<String> texts = new ArrayList<>();
		runner.withInitializer((context) -> {
			for (ImportedRollout imported : imports) {
				LocationContent empty = LocationContent.ofVersions(imported.prefix(), imported.configuration())
					.decryptedBy((text) -> noted(text, texts));
				List<Change> changes = shown.stream()
					.filter((entry) -> entry.key().startsWith(imported.prefix()))
					.<Change>map(Change.Put::new)
					.toList();
				context.getEnvironment()
					.getPropertySources()
					.addLast(new LocationPropertySource("rollout:" + imported.configuration(),
							empty.with(changes).content()));
			}
			context.getEnvironment()
				.getPropertySources()
				.addLast(new LocationPropertySource("etcd:" + PLAIN, LocationContent.empty(PLAIN, "etcd:" + PLAIN)));
		}).run((context) -> test.accept(new FollowedScene(context, texts, imports)));
	}

	private static String noted(String text, List<String> texts) {
		texts.add(text);
		return text;
	}

	private void broken(Following following) {
		if (this.listenerFails) {
			throw new IllegalStateException("broken");
		}
	}

	private void remember(KeyValue state) {
		this.states.put(state.key(), RolloutFormat.read(state.value(), RolloutState.class));
	}

	/**
	 * A configuration as it is imported when its first version was released at the first
	 * revision.
	 * @param configuration its name
	 * @param document the document of its version {@code v1}
	 * @return the import
	 */
	static ImportedRollout imported(String configuration, String document) {
		KeyValue state = entry(KEYS.state(configuration),
				RolloutFormat.write(next(RolloutState.INITIAL, new Command.Release("v1"))), 1);
		return new ImportedRollout(configuration, KEYS.versions(configuration), KEYS.state(configuration), 1,
				List.of(state), StoredVersion.of(version(configuration, "v1", document)).entry());
	}

	static KeyValue version(String configuration, String id, String document) {
		return entry(KEYS.version(configuration, id),
				RolloutFormat.write(Version.of(id, "alice", null, Map.of(), null, Instant.EPOCH, document)), 1);
	}

	static KeyValue entry(String key, byte[] value, long revision) {
		return new KeyValue(key, value, revision, revision);
	}

	private static RolloutState next(RolloutState state, Command command) {
		return Transition.of(state, command, "alice", Instant.EPOCH, null).state();
	}

	/**
	 * Let somebody write the state of a configuration.
	 * @param revision the revision of the write
	 * @param configuration the name of the configuration
	 * @param commands what was done, all at once
	 */
	void state(long revision, String configuration, Command... commands) {
		String key = KEYS.state(configuration);
		for (Command command : commands) {
			this.states.put(key, next(this.states.getOrDefault(key, RolloutState.INITIAL), command));
		}
		put(revision, RolloutKeys.followed(key), key,
				RolloutFormat.write(Objects.requireNonNull(this.states.get(key))));
	}

	/**
	 * Let the candidate be for some instances and no more.
	 * @param instances the ids of the instances
	 * @return the command
	 */
	static Command cohort(String... instances) {
		return new Command.Extend(new Cohort(Set.of(instances), Set.of(instances), List.of()));
	}

	void put(long revision, String range, String key, byte[] value) {
		changed(revision, range, new Change.Put(entry(key, value, revision)));
	}

	void put(long revision, String range, String key, String value) {
		put(revision, range, key, value.getBytes(StandardCharsets.UTF_8));
	}

	void delete(long revision, String key) {
		changed(revision, RolloutKeys.followed(key), new Change.Delete(key, revision));
	}

	/**
	 * Begin anew with the state of a configuration.
	 * @param configuration its name
	 */
	void forget(String configuration) {
		this.states.remove(KEYS.state(configuration));
	}

	private void changed(long revision, String range, Change change) {
		this.backlog.add(new Revision(revision, Map.of(range, List.of(change)),
				this.rereads ? Cause.REFRESH : Cause.WATCH, null));
		workOff();
		settle();
	}

	private void workOff() {
		List<Proposal> proposals = new ArrayList<>();
		while (!this.backlog.isEmpty()) {
			Revision revision = this.backlog.peek();
			Map<String, ? extends Collection<Change>> contents = this.follower.contents(revision);
			if (contents == null) {
				break;
			}
			this.backlog.remove();
			proposals.add(new Proposal(revision.number(),
					(revision.cause() == Cause.WATCH) ? Kind.REVISION : Kind.REREAD, contents));
		}
		if (!proposals.isEmpty()) {
			this.pipeline.propose(proposals);
		}
		List<Proposal> overdue = overdue();
		if (!overdue.isEmpty()) {
			this.pipeline.propose(overdue);
		}
		this.follower.workedOff();
	}

	private List<Proposal> overdue() {
		List<Proposal> overdue = this.follower.overdue();
		if (this.proposalFails && !overdue.isEmpty()) {
			this.proposalFails = false;
			return overdue();
		}
		return overdue;
	}

	/**
	 * Let everything happen that is due now, and nothing that waits for its time.
	 */
	void settle() {
		this.loop.advance(Duration.ZERO);
	}

	void answer(KeyValue stored) {
		this.store.answer(stored);
		settle();
	}

	void answerMissing(String configuration, String version) {
		this.store.answerMissing(KEYS.version(configuration, version));
		settle();
	}

	/**
	 * Return what was told last of a configuration.
	 * @param configuration its name
	 * @return how far it was followed
	 */
	Following last(String configuration) {
		return this.told.stream()
			.filter((following) -> following.configuration().equals(configuration))
			.reduce((before, after) -> after)
			.orElseThrow();
	}

	List<Rejection> rejections() {
		this.pipeline.followed().orTimeout(60, TimeUnit.SECONDS).join();
		return this.context.getBean(Rejections.class).list;
	}

	@SuppressWarnings("unchecked")
	<T> Live<T> live(Class<T> type) {
		return (Live<T>) this.context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, type))
			.getObject();
	}

	/**
	 * Notes what is visible when a state is about to be followed.
	 */
	private final class Announcements implements FollowingListener {

		@Override
		public void following(String configuration, RolloutState state) {
			AcceptancePipeline pipeline = FollowedScene.this.pipeline;
			String prefix = KEYS.versions(configuration);
			FollowedScene.this.announced.add(state.phase() + " beside " + pipeline.accepted().content(prefix).version()
					+ (pipeline.variations().isShown(prefix) ? " and a candidate" : ""));
		}

		@Override
		public void followed(Following following) {
		}

	}

	/**
	 * What the pipeline has refused.
	 */
	static final class Rejections implements AcceptanceFollower {

		private final List<Rejection> list = new ArrayList<>();

		@Override
		public synchronized void rejected(Rejection rejection) {
			this.list.add(rejection);
		}

	}

}
