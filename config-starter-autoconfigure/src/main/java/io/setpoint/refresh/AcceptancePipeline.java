package io.setpoint.refresh;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

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

	private Map<String, LocationContent> accepted = new LinkedHashMap<>();

	private final PendingGroups pending = new PendingGroups();

	private final ShownVariations variations;

	private final Publisher publisher;

	private final Refusals refusals;

	/**
	 * Create a pipeline.
	 * @param types the application's bound types
	 * @param binder binds and validates them
	 * @param locations the locations in the environment, holding what was accepted at
	 * start
	 * @param followers told of what happens, each when it is its turn
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
		this.refusals = new Refusals(this.followers);
		this.publisher = new Publisher(types, this.publications, this.variations, clock);
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
		this.types.eager().forEach(this.index::add);
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
		this.publisher.publish(this.accepted, start.revision(), outcomes);
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
		this.refusals.reportEarly(batch.rejections());
		return outcomes;
	}

	private static List<String> problems(Outcome outcome) {
		return (outcome instanceof Refused refused) ? refused.problems() : List.of();
	}

	private Map<BoundType, Outcome> bindEagerTypes() {
		Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
		this.types.eager().forEach((type) -> outcomes.put(type, bind(type, this.accepted)));
		return outcomes;
	}

	/**
	 * Bind the types that could be left until now, and tell of what was refused before
	 * there was anybody to tell. What cannot be bound to a fresh instance is not
	 * followed.
	 */
	public synchronized void completeStart() {
		this.refusals.completeStart();
		for (BoundType type : this.types) {
			if (this.publications.publication().value(type) == null
					&& bind(type, this.accepted) instanceof Bound bound) {
				remember(Map.of(type, bound));
				this.publisher.publish(this.accepted, this.publications.publication().revision(), Map.of(type, bound));
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
		this.publisher.varyWith(this.accepted, outcomes.keySet());
		List<BoundType> changed = this.publisher.publish(this.accepted, before.revision(), outcomes);
		outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Refused refused) {
				this.index.refuse(type, refused.references());
				this.refusals.reportForeign(type, refused, this.publications.publication().revision());
			}
		});
		if (!changed.isEmpty()) {
			this.followers.accepted(new AcceptedChange(before, this.publications.publication(), changed, names));
		}
		retry();
	}

	/**
	 * Bind again the types that read any location, because somebody has put something
	 * around its source.
	 */
	public synchronized void rebind() {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		this.accepted.values()
			.forEach((content) -> content.source(ConfigurationPropertyName.EMPTY).forEach(names::add));
		rebind(names);
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
		this.publisher.varyWith(this.accepted, batch.outcomes().keySet());
		showContents(this.accepted);
		List<BoundType> changed = this.publisher.publish(this.accepted, batch.revision(), batch.outcomes());
		if (!batch.names().isEmpty()) {
			this.followers
				.accepted(new AcceptedChange(before, this.publications.publication(), changed, batch.names()));
		}
		batch.warnings().forEach((warning) -> logger.warn(OneLine.of(warning.toString())));
		batch.rejections().forEach(this.refusals::report);
		return batch.names()
			.stream()
			.map(ConfigurationPropertyName::toString)
			.collect(Collectors.toCollection(LinkedHashSet::new));
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
		return this.publisher.vary(this.accepted, prefix, variation);
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
		this.refusals.unusable(refusal);
	}

	/**
	 * A key that could not be used can be, or is of no interest any more.
	 * @param key the key
	 */
	public void usable(String key) {
		this.refusals.usable(key);
	}

	/**
	 * Return what is in etcd and refused here.
	 * @return the refused keys
	 */
	public List<Refusal> refusals() {
		List<Refusal> refusals = new ArrayList<>(this.pending.refusals());
		refusals.addAll(this.refusals.unusable());
		return refusals;
	}

	/**
	 * Return where the values come from of all types that have been bound so far.
	 * @return the origins, in the order of the types' definitions
	 */
	public Map<BoundType, LiveOrigin> origins() {
		return this.publications.origins();
	}

	/**
	 * Return the locations.
	 * @return their sources, strongest first
	 */
	public Collection<LocationPropertySource> locations() {
		return Collections.unmodifiableCollection(this.locations.values());
	}

	/**
	 * Return the accepted content of every location.
	 * @return the contents by prefix
	 */
	public synchronized Map<String, LocationContent> contents() {
		return Map.copyOf(this.accepted);
	}

	/**
	 * Return the accepted content of a location.
	 * @param prefix the prefix of the location
	 * @return its content
	 */
	public synchronized LocationContent content(String prefix) {
		return Objects.requireNonNull(this.accepted.get(prefix));
	}

	/**
	 * Return when all that was accepted so far has been followed, by beans and by whoever
	 * is told beside them. Listeners and events are told after it.
	 * @return completes on a thread of the followers
	 */
	public CompletableFuture<Void> followed() {
		return this.followers.followed();
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
		this.publisher.publish(this.accepted, this.publications.publication().revision(), Map.of(type, outcome));
		return Objects.requireNonNull(this.publications.publication().value(type));
	}

	void register(BoundType type, LiveBean<?> liveBean) {
		value(type);
		this.publications.register(type, liveBean);
	}

}
