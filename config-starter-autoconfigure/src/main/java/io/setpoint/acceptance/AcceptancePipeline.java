package io.setpoint.acceptance;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshots;
import io.setpoint.Subject;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Contents;
import io.setpoint.binding.Handed;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.KeyValue;
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

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	/**
	 * How often something is decided anew because binding it has made something else
	 * visible.
	 */
	private static final int ATTEMPTS = 32;

	private final BoundTypes types;

	private final TypeBinder binder;

	private final Clock clock;

	private final Followers followers;

	private final Executor listenerExecutor;

	private final Publications publications;

	private final Refusals refusals;

	private final Commits commits;

	private final Set<ConfigurationPropertyName> unbound = new LinkedHashSet<>();

	private volatile Runnable alarm = () -> {
	};

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
		List<AcceptanceFollower> all = new ArrayList<>(followers);
		all.add(this.publications);
		this.followers = new Followers(all, executor);
		this.refusals = new Refusals(this.followers);
		this.commits = new Commits(types, locations, this.publications, this.followers, this.refusals, clock);
	}

	/**
	 * Bind the types for the first time and publish them together.
	 * @param start what was found at start
	 * @throws InvalidConfigurationException if a type is not valid and no last good state
	 * can stand in
	 */
	public synchronized void start(StartState start) {
		decide(() -> draftFor(start).silently());
	}

	private Draft draftFor(StartState start) {
		Holdings found = holdings();
		TypeIndex index = found.index().with(this.types.eager());
		Draft draft = draft(found.with(index), start.revision());
		bindForStart(draft);
		List<String> problems = new ArrayList<>(start.problems());
		draft.foreign().values().forEach((refused) -> problems.addAll(refused.problems()));
		if (!problems.isEmpty()) {
			draft = draft(found.with(start.lastGood()).with(index), start.revision());
			acceptFromLastGoodState(draft, start, problems);
		}
		draft.index(draft.evaluation().index().with(this.types));
		return draft;
	}

	/**
	 * Begin with the last good state, and work off what etcd has had since then as if it
	 * came now.
	 * @param draft what will be held
	 * @param start what was found at start
	 * @param problems why it cannot be accepted as it is
	 */
	private void acceptFromLastGoodState(Draft draft, StartState start, List<String> problems) {
		bindForStart(draft);
		if (!start.since().changes().isEmpty()) {
			Acceptance.work(draft, List.of(Changes.of(start.since())));
		}
		if (!draft.foreign().isEmpty()) {
			throw new InvalidConfigurationException(problems);
		}
		this.refusals.reportEarly(draft.notices());
	}

	/**
	 * Bind the types that somebody may need at once. Where no location has to do with a
	 * setter-based type, it is for Boot alone to say whether its bean is valid.
	 * @param draft what will be held
	 */
	private void bindForStart(Draft draft) {
		draft.bind(startTypes().stream().filter((type) -> isNeededAtStart(type, draft)).toList(), Set.of());
		List<BoundType> left = draft.foreign()
			.keySet()
			.stream()
			.filter((type) -> !type.isValueObject() && !draft.isConcerned(type))
			.toList();
		left.forEach(this.binder::giveUp);
		draft.foreign().keySet().removeAll(left);
	}

	/**
	 * Without a location the setter-based types are Boot's alone: nobody is to bind them
	 * a second time.
	 * @return the types that are bound at start
	 */
	private List<BoundType> startTypes() {
		return this.types.eager().stream().filter(this::isOurs).toList();
	}

	/**
	 * What belongs to Boot or to us has been bound by Boot itself: unless a location has
	 * to do with it, it is left until the application has started.
	 * @param type a type that is bound at start
	 * @param draft what will be held
	 * @return whether it cannot be left
	 */
	private static boolean isNeededAtStart(BoundType type, Draft draft) {
		return !BoundTypes.isInfrastructure(type.type())
				|| draft.contents().values().stream().anyMatch((content) -> Publisher.sets(content, type));
	}

	private boolean isOurs(BoundType type) {
		return type.isValueObject() || !this.commits.locations().isEmpty();
	}

	/**
	 * Bind what needed other beans and could only be checked so far, now that there are
	 * all of them.
	 * @return the types that are bound, or checked, at start
	 */
	public synchronized List<BoundType> completeBeans() {
		decide(this::draftForBeans);
		return startTypes();
	}

	private Draft draftForBeans() {
		Draft draft = draft();
		draft.bind(startTypes().stream()
			.filter((type) -> this.publications.publication().value(type) == null && isNeededAtStart(type, draft))
			.toList(), Set.of());
		List<BoundType> unlike = List.copyOf(draft.foreign().keySet());
		unlike.forEach(this.binder::giveUp);
		draft.bind(unlike, Set.of());
		return draft;
	}

	/**
	 * Return what the setters of a type were given.
	 * @param type the type
	 * @return what they were given, {@code null} if it has none or was not bound
	 */
	public @Nullable Handed handed(BoundType type) {
		return this.publications.publication().handed(type);
	}

	/**
	 * Bind the types that could be left until now, and tell of what was refused before
	 * there was anybody to tell. What cannot be bound to a fresh instance is not
	 * followed.
	 */
	public synchronized void completeStart() {
		decide(this::draftForRest);
	}

	private Draft draftForRest() {
		Draft draft = draft();
		List<BoundType> left = new ArrayList<>();
		this.types.forEach(left::add);
		left.removeIf((type) -> this.publications.publication().value(type) != null || handed(type) != null);
		draft.bind(left.stream().filter(this::isOurs).toList(), Set.of());
		left.removeIf(this::isOurs);
		left.addAll(draft.foreign().keySet());
		draft.foreign()
			.keySet()
			.forEach((type) -> logger
				.debug(type + " cannot be bound to a fresh instance and does not follow its properties"));
		draft.index(draft.evaluation().index().without(left));
		draft.tell(this.refusals::completeStart);
		return draft;
	}

	/**
	 * Work off what etcd has committed, in order, and try again what could not be
	 * evaluated. Does all of it or fails and does nothing.
	 * @param proposals the changes of one or more revisions
	 * @return the names of the properties that were set, changed or removed
	 */
	public synchronized Set<String> propose(List<Proposal> proposals) {
		return names(decide(() -> {
			Draft draft = draft();
			Acceptance.work(draft, proposals.stream().map(Changes::of).toList());
			return draft;
		}));
	}

	/**
	 * Try again what waits, because what it depends on outside etcd may have changed.
	 * @return the names of the properties that were set, changed or removed
	 */
	public synchronized Set<String> retry() {
		return retry((group) -> true);
	}

	/**
	 * Try again what was left undone because something failed that is no fault of the
	 * configuration, such as a lack of memory.
	 */
	synchronized void retryFailed() {
		this.commits.tell();
		if (!this.unbound.isEmpty()) {
			rebind(Set.of());
		}
		retry(Pending::isFailed);
	}

	/**
	 * Have somebody called when something is left undone.
	 * @param alarm called on the thread that could not do it
	 */
	void whenFailed(Runnable alarm) {
		this.alarm = alarm;
	}

	/**
	 * Return whether something is left undone that {@link #retryFailed()} may do.
	 * @return whether to try again
	 */
	synchronized boolean isAnythingFailed() {
		return this.commits.isAnythingUntold() || !this.unbound.isEmpty()
				|| holdings().pending().stream().anyMatch(Pending::isFailed);
	}

	private Set<String> retry(Predicate<Pending> which) {
		return names(decide(() -> {
			Draft draft = draft();
			draft.pending().stream().filter(which).forEach(draft::settle);
			draft.settle();
			return draft;
		}));
	}

	/**
	 * Bind again the types that read some properties, because a source other than etcd
	 * has changed them, and try again what waits. A type that is not valid keeps its last
	 * good value. What cannot be done now is done later.
	 * @param names the names of the properties
	 */
	public synchronized void rebind(Collection<ConfigurationPropertyName> names) {
		this.unbound.addAll(names);
		try {
			bindUnbound();
			retry();
		}
		catch (Throwable ex) {
			logger.error("What a source other than etcd has changed could not be bound and is tried again",
					WithoutMessages.of(ex));
			this.alarm.run();
		}
	}

	/**
	 * Bind again the types that read any location, because somebody has put something
	 * around its source.
	 */
	public synchronized void rebind() {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		holdings().contents()
			.values()
			.forEach((content) -> content.source(ConfigurationPropertyName.EMPTY).forEach(names::add));
		rebind(names);
	}

	private void bindUnbound() {
		Set<ConfigurationPropertyName> changed = Set.copyOf(this.unbound);
		decide(() -> {
			Draft draft = draft();
			draft.bind(draft.evaluation().index().readersOf(changed), changed);
			draft.foreign()
				.forEach((type, refused) -> draft
					.tell(() -> this.refusals.reportForeign(type, refused, draft.revision())));
			return draft;
		});
		this.unbound.removeAll(changed);
	}

	private Holdings holdings() {
		return this.commits.holdings();
	}

	private Draft draft() {
		return draft(holdings(), this.publications.publication().revision());
	}

	private Draft draft(Holdings before, long revision) {
		return new Draft(before, revision, this::bind, this.clock.instant());
	}

	/**
	 * Decide something and make it visible. Whoever binds may ask for a type that is
	 * bound for the first time, and so make that visible in the midst of it: then what
	 * was decided knows nothing of it, and is decided anew.
	 * @param work decides, off to the side
	 * @return what was decided
	 */
	private Draft decide(Supplier<Draft> work) {
		for (int i = 0; i < ATTEMPTS; i++) {
			Holdings before = holdings();
			Draft draft = work.get();
			if (this.commits.commit(draft, before)) {
				if (isAnythingFailed()) {
					this.alarm.run();
				}
				return draft;
			}
		}
		throw new IllegalStateException(
				"What is called when types are bound makes something else visible each time, such as a refresh");
	}

	private static Set<String> names(Draft draft) {
		return draft.names()
			.stream()
			.map(ConfigurationPropertyName::toString)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private Outcome bind(BoundType type, Map<String, LocationContent> contents) {
		return this.binder.bind(type, contents(contents));
	}

	private static Contents contents(Map<String, LocationContent> contents) {
		return (location) -> contents.getOrDefault(location.content().prefix(), location.content());
	}

	/**
	 * Try an entry in place of all that a location shows, without letting anybody see it.
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return every problem, a sentence each, without values; empty if it could be
	 * accepted
	 */
	public synchronized List<String> problems(String prefix, KeyValue entry) {
		return draft().evaluation().of(ShownVariations.replacing(holdings().contents(), prefix, entry)).problems();
	}

	/**
	 * Try an entry as {@link #problems(String, KeyValue)} does, and find out what it says
	 * in vain.
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return the properties of it that no type reads
	 */
	public synchronized Set<ConfigurationPropertyName> unread(String prefix, KeyValue entry) {
		Candidate candidate = draft().evaluation().of(ShownVariations.replacing(holdings().contents(), prefix, entry));
		LocationContent content = candidate.contents().get(prefix);
		UnreadNames unread = new UnreadNames(candidate.outcomes(), this.publications.publication(), holdings().index());
		return (content != null) ? unread.among(content.names(entry.key())) : Set.of();
	}

	@Override
	public synchronized List<String> vary(String prefix, @Nullable Variation variation) {
		decide(() -> {
			Draft draft = draft();
			draft.vary(draft.variations().vary(draft.evaluation(), prefix, variation));
			return draft;
		});
		return variationProblems(prefix);
	}

	/**
	 * Return whether a candidate is shown to some subjects.
	 * @param prefix the prefix of its location
	 * @return whether it is, be it with its last good values
	 */
	public boolean isVaried(String prefix) {
		return holdings().variations().isShown(prefix);
	}

	/**
	 * Return why a candidate that some requests should have is not shown, or could not
	 * follow a change.
	 * @param prefix the prefix of its location
	 * @return every problem, a sentence each; empty if it is current or there is none
	 */
	public List<String> variationProblems(String prefix) {
		return holdings().variations().problems(prefix);
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
		List<Refusal> refusals = new ArrayList<>(holdings().refusals());
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
		return this.commits.locations();
	}

	/**
	 * Return the accepted content of every location.
	 * @return the contents by prefix
	 */
	public Map<String, LocationContent> contents() {
		return holdings().contents();
	}

	/**
	 * Return which change of each key of a plain location is accepted or pending.
	 * @param prefix the prefix of the location
	 * @return the revisions by key, {@code null} if the location has versions
	 */
	@Nullable Map<String, Long> held(String prefix) {
		return holdings().held(prefix);
	}

	/**
	 * Return the accepted content of a location.
	 * @param prefix the prefix of the location
	 * @return its content
	 */
	public LocationContent content(String prefix) {
		return Objects.requireNonNull(holdings().contents().get(prefix));
	}

	/**
	 * Return when all that was accepted so far has been followed, by beans and by whoever
	 * is told beside them. Listeners and events are told after it.
	 * @return completes on a thread of the followers
	 */
	public synchronized CompletableFuture<Void> followed() {
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
		decide(() -> lateDraft(type));
		return Objects.requireNonNull(this.publications.publication().value(type));
	}

	private Draft lateDraft(BoundType type) {
		Draft draft = new Draft(holdings(), this.publications.publication().revision(),
				(needed, contents) -> this.binder.bindOnDemand(needed, contents(contents)), this.clock.instant());
		draft.bind(List.of(type), Set.of());
		draft.foreign().values().forEach((refused) -> {
			throw new InvalidConfigurationException(refused.problems());
		});
		if (draft.outcomes().values().stream().allMatch((judged) -> judged.bound().value() == null)) {
			throw new IllegalStateException("There is no Live value: " + this.binder.limit(type));
		}
		return draft;
	}

	void register(BoundType type, LiveBean<?> liveBean) {
		value(type);
		this.publications.register(type, liveBean);
	}

}
