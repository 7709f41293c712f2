package io.setpoint.refresh;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshots;
import io.setpoint.Subject;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.refresh.Proposal.Kind;
import io.setpoint.refresh.Publication.NewValue;
import io.setpoint.store.KeyValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * Decides what becomes visible. The unit is the etcd revision: all its keys are accepted
 * or none. A candidate is parsed, mapped, bound and validated off to the side; if it is
 * valid the environment's sources are swapped, then one publication shows all types, then
 * the followers are told. A refused revision waits, whole, and with it what touches the
 * same types or keys later; a revision that repairs it releases all of it together.
 *
 * <p>
 * All methods may be called from any thread; proposals come from one.
 *
 * @since 0.1.0
 */
public final class AcceptancePipeline implements Variations {

	/**
	 * A backlog longer than this is first tried as one change, so that a burst costs no
	 * more than it has to.
	 */
	private static final int BACKLOG = 32;

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final BoundTypes types;

	private final TypeBinder binder;

	private final Clock clock;

	private final Followers followers;

	private final Executor listenerExecutor;

	private final Publications publications;

	private final TypeIndex index = new TypeIndex();

	private final Map<String, LocationPropertySource> locations = new LinkedHashMap<>();

	private final Map<BoundType, Map<ConfigurationPropertyName, Object>> boundFrom = new LinkedHashMap<>();

	private Map<String, LocationContent> accepted = new LinkedHashMap<>();

	private final PendingGroups pending = new PendingGroups();

	private final ShownVariations variations;

	private Variants variants = Variants.NONE;

	private final Map<String, Refusal> unusable = new ConcurrentSkipListMap<>();

	private List<Rejection> rejectedAtStart = List.of();

	/**
	 * Create a pipeline.
	 * @param types the application's bound types
	 * @param binder binds and validates them
	 * @param locations the locations in the environment, holding what was accepted at
	 * start
	 * @param followers told of what happens, in this order
	 * @param executor runs followers and listeners
	 * @param clock the time of day
	 */
	public AcceptancePipeline(BoundTypes types, TypeBinder binder, Collection<LocationPropertySource> locations,
			List<AcceptanceFollower> followers, Executor executor, Clock clock) {
		this.types = types;
		this.binder = binder;
		this.clock = clock;
		this.listenerExecutor = executor;
		this.publications = new Publications(types);
		this.variations = new ShownVariations(this.index, this::bind, clock);
		List<AcceptanceFollower> all = new ArrayList<>(followers);
		all.add(this.publications);
		this.followers = new Followers(all, executor);
		locations.forEach((location) -> {
			this.locations.put(location.content().prefix(), location);
			this.accepted.put(location.content().prefix(), location.content());
		});
	}

	/**
	 * Bind the types for the first time and publish them together.
	 * @param start what was found at start
	 * @throws InvalidConfigurationException if a type is not valid and no last good state
	 * can stand in
	 */
	public synchronized void start(StartState start) {
		eagerTypes().forEach(this.index::add);
		Map<BoundType, Outcome> outcomes = bindEagerTypes();
		List<String> problems = new ArrayList<>(start.problems());
		outcomes.values().forEach((outcome) -> problems.addAll(problems(outcome)));
		if (!problems.isEmpty()) {
			outcomes = acceptFromLastGoodState(start, problems);
		}
		else {
			remember(outcomes);
		}
		this.types.forEach(this.index::add);
		showContents(this.accepted);
		publish(start.revision(), outcomes);
	}

	/**
	 * Begin with the last good state, and work off what etcd has had since then as if it
	 * came now.
	 * @param start what was found at start
	 * @param problems why it cannot be accepted as it is
	 * @return what came of binding the types
	 */
	private Map<BoundType, Outcome> acceptFromLastGoodState(StartState start, List<String> problems) {
		this.accepted = new LinkedHashMap<>(this.accepted);
		this.accepted.putAll(start.lastGood());
		Map<BoundType, Outcome> outcomes = bindEagerTypes();
		outcomes.forEach((type, outcome) -> this.index.accept(type, outcome.references()));
		Batch batch = new Batch(start.revision());
		if (!start.since().changes().isEmpty()) {
			work(Changes.of(start.since()), batch);
		}
		outcomes.putAll(batch.outcomes());
		if (outcomes.values().stream().anyMatch(Refused.class::isInstance)) {
			throw new InvalidConfigurationException(problems);
		}
		batch.rejections().forEach(AcceptancePipeline::log);
		this.rejectedAtStart = batch.rejections();
		return outcomes;
	}

	private static List<String> problems(Outcome outcome) {
		return (outcome instanceof Refused refused) ? refused.problems() : List.of();
	}

	private Map<BoundType, Outcome> bindEagerTypes() {
		Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
		eagerTypes().forEach((type) -> outcomes.put(type, bind(type, this.accepted)));
		return outcomes;
	}

	private List<BoundType> eagerTypes() {
		List<BoundType> eager = new ArrayList<>();
		this.types.forEach((type) -> {
			if (isEager(type)) {
				eager.add(type);
			}
		});
		return eager;
	}

	/**
	 * A framework's own setter-based properties have been bound by Boot itself and are
	 * read by nobody through us: they are left until the application has started.
	 * @param type the type
	 * @return whether it is bound at start
	 */
	private static boolean isEager(BoundType type) {
		return type.isValueObject() || !BoundTypes.isInfrastructure(type.type());
	}

	/**
	 * Bind the types that could be left until now, and tell of what was refused before
	 * there was anybody to tell. What cannot be bound to a fresh instance is not
	 * followed.
	 */
	public synchronized void completeStart() {
		this.rejectedAtStart.forEach(this.followers::rejected);
		this.rejectedAtStart = List.of();
		for (BoundType type : this.types) {
			if (this.publications.publication().value(type) == null
					&& bind(type, this.accepted) instanceof Bound bound) {
				remember(Map.of(type, bound));
				publish(this.publications.publication().revision(), Map.of(type, bound));
			}
			if (this.publications.publication().value(type) == null) {
				logger.debug(type + " cannot be bound to a fresh instance and does not follow its properties");
				this.index.remove(type);
			}
		}
	}

	/**
	 * Work off what etcd has committed, in order.
	 * @param proposals the changes of one or more revisions
	 * @return the names of the properties that were set, changed or removed
	 */
	public synchronized Set<String> propose(List<Proposal> proposals) {
		List<Changes> backlog = proposals.stream().map(Changes::of).toList();
		Set<String> names = new LinkedHashSet<>();
		if (backlog.size() > BACKLOG && this.pending.isEmpty()) {
			Attempt attempt = attempt(backlog.stream().reduce(Changes::then).orElseThrow());
			if (attempt.isValid()) {
				return commit((batch) -> accept(attempt, batch));
			}
		}
		backlog.forEach((changes) -> names.addAll(commit((batch) -> work(changes, batch))));
		return names;
	}

	/**
	 * Try again what waits, because what it depends on outside etcd may have changed.
	 * @return the names of the properties that were set, changed or removed
	 */
	public synchronized Set<String> retry() {
		return commit((batch) -> this.pending.all().forEach((group) -> {
			Attempt attempt = attempt(group.changes());
			if (attempt.isValid()) {
				accept(attempt, batch);
			}
		}));
	}

	/**
	 * Bind again the types that read some properties, because a source other than etcd
	 * has changed them, and try again what waits. A type that is not valid keeps its last
	 * good value.
	 * @param names the names of the properties
	 */
	public synchronized void rebind(Collection<ConfigurationPropertyName> names) {
		Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
		this.index.readersOf(names).forEach((type) -> outcomes.put(type, bind(type, this.accepted)));
		remember(outcomes);
		Publication before = this.publications.publication();
		varyWith(outcomes.keySet());
		List<BoundType> changed = publish(before.revision(), outcomes);
		outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Refused refused) {
				refuse(type, refused);
			}
		});
		if (!changed.isEmpty()) {
			this.followers.accepted(new AcceptedChange(before, this.publications.publication(), changed, names));
		}
		retry();
	}

	private void refuse(BoundType type, Refused refused) {
		this.index.refuse(type, refused.references());
		logger.warn("Refused what a source other than etcd says about " + type
				+ "; the last good value stays until it is repaired: " + String.join("; ", refused.problems()));
		this.followers.rejected(
				new Rejection(this.publications.publication().revision(), Set.of(), Set.of(type), refused.problems()));
	}

	private Attempt attempt(Changes changes) {
		return Attempt.of(changes, this.pending,
				(candidate) -> Candidate.evaluate(this.accepted, candidate, this.index, this::bind));
	}

	private void work(Changes changes, Batch batch) {
		Attempt attempt = attempt(changes);
		if (attempt.isValid()) {
			accept(attempt, batch);
			return;
		}
		List<Changes> parts = (changes.kind() == Kind.REVISION) ? List.of() : changes.parts(this.accepted);
		if (parts.size() > 1) {
			parts.forEach((part) -> work(part, batch));
		}
		else {
			refuse(changes, attempt, batch);
		}
	}

	private void accept(Attempt attempt, Batch batch) {
		Candidate candidate = attempt.candidate();
		this.pending.remove(attempt.joined());
		this.accepted = candidate.contents();
		remember(candidate.outcomes());
		batch.accept(candidate);
	}

	private void refuse(Changes changes, Attempt attempt, Batch batch) {
		Candidate candidate = attempt.candidate();
		this.pending.remove(attempt.joined());
		this.pending.add(Pending.of(candidate, this.clock.instant()));
		candidate.outcomes().forEach((type, outcome) -> this.index.refuse(type, outcome.references()));
		batch.refuse(changes, candidate);
	}

	private Set<String> commit(Consumer<Batch> decisions) {
		Publication before = this.publications.publication();
		Batch batch = new Batch(before.revision());
		decisions.accept(batch);
		varyWith(batch.outcomes().keySet());
		showContents(this.accepted);
		List<BoundType> changed = publish(batch.revision(), batch.outcomes());
		if (!batch.names().isEmpty()) {
			this.followers
				.accepted(new AcceptedChange(before, this.publications.publication(), changed, batch.names()));
		}
		batch.warnings().forEach((warning) -> logger.warn(warning));
		batch.rejections().forEach(this::report);
		return batch.names()
			.stream()
			.map(ConfigurationPropertyName::toString)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private void report(Rejection rejection) {
		log(rejection);
		this.followers.rejected(rejection);
	}

	private static void log(Rejection rejection) {
		logger.warn("Refused revision " + rejection.revision() + " of etcd (keys " + rejection.keys()
				+ "); the last good values stay until it is repaired: " + String.join("; ", rejection.problems()));
	}

	private void showContents(Map<String, LocationContent> contents) {
		contents.forEach((prefix, content) -> {
			LocationPropertySource location = Objects.requireNonNull(this.locations.get(prefix));
			if (location.content() != content) {
				location.show(content);
			}
		});
	}

	/**
	 * Remember what the accepted values of some types refer to.
	 * @param outcomes what came of binding the types
	 */
	private void remember(Map<BoundType, Outcome> outcomes) {
		outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Bound) {
				this.index.accept(type, outcome.references());
			}
		});
	}

	private List<BoundType> publish(long revision, Map<BoundType, Outcome> outcomes) {
		List<NewValue> changes = new ArrayList<>();
		Instant now = this.clock.instant();
		outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Bound bound && isChange(type, bound)) {
				changes.add(new NewValue(type, bound.value(),
						new LiveOrigin(originRevision(type, revision), version(type), now)));
			}
		});
		this.publications.publish(revision, changes, this.variants);
		return changes.stream().map(NewValue::type).toList();
	}

	/**
	 * A value that owes nothing to etcd, and never did, has no revision.
	 * @param type the type
	 * @param revision the revision that gives it a value
	 * @return the revision of its origin
	 */
	private long originRevision(BoundType type, long revision) {
		boolean followed = this.publications.publication().origin(type) != null || this.accepted.values()
			.stream()
			.anyMatch((content) -> content.source(type.prefix())
				.containsDescendantOf(type.prefix()) == ConfigurationPropertyState.PRESENT);
		return followed ? revision : 0;
	}

	private @Nullable String version(BoundType type) {
		String version = null;
		for (LocationContent content : this.accepted.values()) {
			if (content.version() != null && content.source(type.prefix())
				.containsDescendantOf(type.prefix()) == ConfigurationPropertyState.PRESENT) {
				version = content.version();
			}
		}
		return version;
	}

	private boolean isChange(BoundType type, Bound bound) {
		Object before = this.publications.publication().value(type);
		Map<ConfigurationPropertyName, Object> boundBefore = this.boundFrom.put(type, bound.properties());
		return before == null || !isEqual(type, before, bound.value()) && !bound.properties().equals(boundBefore);
	}

	/**
	 * Compare with a type's own notion of equality, which may fail: then the new value is
	 * shown, as the others of its revision are.
	 * @param type the type
	 * @param before its old value
	 * @param after its new value
	 * @return whether there is nothing to show
	 */
	private static boolean isEqual(BoundType type, Object before, Object after) {
		try {
			return before.equals(after);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			logger.error(type + " cannot be compared with its old value and counts as changed", WithoutMessages.of(ex));
			return false;
		}
	}

	private Outcome bind(BoundType type, Map<String, LocationContent> contents) {
		return this.binder.bind(type, (location) -> Objects.requireNonNull(contents.get(location.content().prefix())));
	}

	/**
	 * Try an entry in place of all that a location shows, without letting anybody see it.
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return every problem, a sentence each, without values; empty if it could be
	 * accepted
	 */
	public synchronized List<String> problems(String prefix, KeyValue entry) {
		return Candidate
			.evaluate(this.accepted, ShownVariations.replacing(this.accepted, prefix, entry), this.index, this::bind)
			.problems();
	}

	@Override
	public synchronized List<String> vary(String prefix, @Nullable Variation variation) {
		List<String> problems = this.variations.vary(this.accepted, prefix, variation);
		Variants next = Variants.of(this.types, this.variations.all());
		if (next != this.variants) {
			this.variants = next;
			this.publications.publish(this.publications.publication().revision(), List.of(), next);
		}
		return problems;
	}

	/**
	 * Return whether a candidate is shown to some subjects.
	 * @param prefix the prefix of its location
	 * @return whether it is, be it with its last good values
	 */
	public synchronized boolean isVaried(String prefix) {
		return this.variations.isShown(prefix);
	}

	/**
	 * Return why a candidate that some requests should have is not shown, or could not
	 * follow a change.
	 * @param prefix the prefix of its location
	 * @return every problem, a sentence each; empty if it is current or there is none
	 */
	public List<String> variationProblems(String prefix) {
		return this.variations.problems(prefix);
	}

	/**
	 * Let what some subjects have follow a change that is about to be published.
	 * @param types the types that the change concerns
	 */
	private void varyWith(Set<BoundType> types) {
		if (!this.variations.isEmpty() && !types.isEmpty()) {
			this.variations.follow(this.accepted, types);
			this.variants = Variants.of(this.types, this.variations.all());
		}
	}

	/**
	 * Return whether requests have to be told apart now.
	 * @return whether a rollout is over requests
	 */
	public boolean isVaried() {
		return !this.publications.publication().variants().isEmpty();
	}

	/**
	 * Decide for a request which side of rollouts it is on.
	 * @param subject whom the request is for, {@code null} if that is not known
	 * @return the assignment, to be closed when the request has ended; {@code null} while
	 * no rollout is over requests
	 */
	public @Nullable Assignment assign(@Nullable Subject subject) {
		return this.publications.assign(subject);
	}

	/**
	 * Report a key that is no content itself and says what a location has to show: it
	 * cannot be used, and the last good content stays.
	 * @param refusal which key and why
	 */
	public synchronized void unusable(Refusal refusal) {
		Refusal before = this.unusable.put(refusal.key(), refusal);
		if (before == null || before.revision() != refusal.revision() || !before.reason().equals(refusal.reason())) {
			report(new Rejection(refusal.revision(), Set.of(refusal.key()), Set.of(), List.of(refusal.reason())));
		}
	}

	/**
	 * A key that could not be used can be, or is of no interest any more.
	 * @param key the key
	 */
	public void usable(String key) {
		this.unusable.remove(key);
	}

	/**
	 * Return what is in etcd and refused here.
	 * @return the refused keys
	 */
	public List<Refusal> refusals() {
		List<Refusal> refusals = new ArrayList<>(this.pending.refusals());
		refusals.addAll(this.unusable.values());
		return refusals;
	}

	/**
	 * Return where the values come from of all types that have been bound so far.
	 * @return the origins, in the order of the types' definitions
	 */
	public Map<BoundType, LiveOrigin> origins() {
		Publication publication = this.publications.publication();
		Map<BoundType, LiveOrigin> origins = new LinkedHashMap<>();
		this.types.forEach((type) -> {
			LiveOrigin origin = publication.origin(type);
			if (origin != null) {
				origins.put(type, origin);
			}
		});
		return origins;
	}

	/**
	 * Return the accepted content of every location.
	 * @return the contents by prefix
	 */
	public synchronized Map<String, LocationContent> contents() {
		return Map.copyOf(this.accepted);
	}

	/**
	 * Return when the followers have followed all that was accepted so far.
	 * @return completes on a thread of the followers
	 */
	public CompletableFuture<Void> followed() {
		return this.followers.idle();
	}

	/**
	 * Return the publications.
	 * @return what an application injects
	 */
	public Snapshots snapshots() {
		return this.publications;
	}

	Publications publications() {
		return this.publications;
	}

	Executor listenerExecutor() {
		return this.listenerExecutor;
	}

	BoundType type(String beanName) {
		return Objects.requireNonNull(this.types.get(beanName), () -> "'" + beanName + "' is not a bound type");
	}

	/**
	 * Return the value of a type, which is bound now if it has not been needed so far. It
	 * is the stable side's: what is built from it outlives the request.
	 * @param type the type
	 * @return its value
	 */
	Object value(BoundType type) {
		Object value = this.publications.publication().value(type);
		return (value != null) ? value : bindLate(type);
	}

	private synchronized Object bindLate(BoundType type) {
		Outcome outcome = bind(type, this.accepted);
		if (outcome instanceof Refused refused) {
			throw new InvalidConfigurationException(refused.problems());
		}
		remember(Map.of(type, outcome));
		publish(this.publications.publication().revision(), Map.of(type, outcome));
		return Objects.requireNonNull(this.publications.publication().value(type));
	}

	void register(BoundType type, LiveBean<?> liveBean) {
		value(type);
		this.publications.register(type, liveBean);
	}

}
