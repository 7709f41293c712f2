package io.setpoint.acceptance;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.setpoint.Snapshots;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Decides what becomes visible. The unit is the etcd revision: all its keys are accepted
 * or none. A candidate is parsed, mapped, bound and validated off to the side; if it is
 * valid the environment's sources are swapped, then one publication shows all types, then
 * the followers are told. A refused revision waits, whole, and with it what touches the
 * same types or keys later; a revision that repairs it releases all of it together.
 *
 * <p>
 * All methods may be called from any thread; proposals come from one. Whoever proposes
 * nothing gets what he needs and no more: {@link #accepted()}, {@link #variations()},
 * {@link #unusableKeys()}, {@link #rehearsal()}, {@link #assigner()},
 * {@link #snapshots()}.
 *
 * @since 0.1.0
 */
public final class AcceptancePipeline {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final Followers followers;

	private final Publications publications;

	private final Snapshots snapshots;

	private final Refusals refusals;

	private final Decisions decisions;

	private final StartUp startUp;

	private final ForeignChanges foreignChanges;

	private final AcceptedState accepted;

	private final Variations variations;

	private final LiveValues liveValues;

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
		this.publications = new Publications(types);
		List<AcceptanceFollower> all = new ArrayList<>(followers);
		all.add(this.publications);
		this.followers = new Followers(all, executor);
		this.refusals = new Refusals(this.followers);
		Commits commits = new Commits(types, locations, this.publications, this.followers, this.refusals, clock);
		this.decisions = new Decisions(binder, commits, this.publications, clock, this::decided);
		this.startUp = new StartUp(types, binder, this.decisions, this.refusals, !locations.isEmpty());
		this.foreignChanges = new ForeignChanges(this.decisions, this.refusals);
		this.accepted = new AcceptedState(commits, this.publications, this.refusals);
		this.variations = new Variations(this.decisions);
		this.liveValues = new LiveValues(types, binder, this.decisions, this.publications, executor);
		this.snapshots = !locations.isEmpty() ? this.publications
				: () -> new LateSnapshot(types, this.liveValues, this.publications.publication());
	}

	/**
	 * Bind the types for the first time and publish them together.
	 * @param start what was found at start
	 * @throws InvalidConfigurationException if a type is not valid and no last good state
	 * can stand in
	 */
	public void start(StartState start) {
		this.decisions.decide(() -> this.startUp.first(start));
	}

	/**
	 * Bind what needed other beans and could only be checked so far, now that there are
	 * all of them.
	 * @return the types that are bound, or checked, at start
	 */
	public List<BoundType> completeBeans() {
		this.decisions.decide(this.startUp::beans);
		return this.startUp.eager();
	}

	/**
	 * Bind the types that could be left until now, and tell of what was refused before
	 * there was anybody to tell. What cannot be bound to a fresh instance is not
	 * followed.
	 */
	public void completeStart() {
		this.decisions.decide(this.startUp::rest);
	}

	/**
	 * Go the way of a change with nothing changed, so that what the first change needs
	 * has been loaded and linked when it comes.
	 */
	void warmUp() {
		this.startUp.warmUp();
	}

	/**
	 * Work off what etcd has committed, in order, and try again what could not be
	 * evaluated. Does all of it or fails and does nothing.
	 * @param proposals the changes of one or more revisions
	 * @return the names of the properties that were set, changed or removed
	 */
	public Set<String> propose(List<Proposal> proposals) {
		return names(this.decisions.decide(() -> {
			Draft draft = this.decisions.draft();
			Acceptance.work(draft, proposals.stream().map(Changes::of).toList());
			return draft;
		}));
	}

	/**
	 * Try again what waits, because what it depends on outside etcd may have changed.
	 * @return the names of the properties that were set, changed or removed
	 */
	public Set<String> retry() {
		return retry((group) -> true);
	}

	private Set<String> retry(Predicate<Pending> which) {
		return names(this.decisions.decide(() -> {
			Draft draft = this.decisions.draft();
			draft.pending().stream().filter(which).forEach(draft::settle);
			draft.settle();
			return draft;
		}));
	}

	private static Set<String> names(Draft draft) {
		return draft.names()
			.stream()
			.map(ConfigurationPropertyName::toString)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Bind again the types that read some properties, because a source other than etcd
	 * has changed them, and try again what waits. A type that is not valid keeps its last
	 * good value. What cannot be done now is done later.
	 * @param names the names of the properties
	 */
	public void rebind(Collection<ConfigurationPropertyName> names) {
		this.foreignChanges.add(names);
		try {
			this.foreignChanges.bind();
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
	public void rebind() {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		this.accepted.contents()
			.values()
			.forEach((content) -> content.source(ConfigurationPropertyName.EMPTY).forEach(names::add));
		rebind(names);
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
	boolean isAnythingFailed() {
		return this.decisions.isAnythingUntold() || !this.foreignChanges.isEmpty()
				|| this.decisions.holdings().pending().stream().anyMatch(Pending::isFailed);
	}

	private void decided() {
		if (isAnythingFailed()) {
			this.alarm.run();
		}
	}

	/**
	 * Try again what was left undone because something failed that is no fault of the
	 * configuration, such as a lack of memory.
	 */
	void retryFailed() {
		this.decisions.tell();
		if (!this.foreignChanges.isEmpty()) {
			rebind(Set.of());
		}
		retry(Pending::isFailed);
	}

	/**
	 * Look for everything that is wrong with what waits, where that was left out in a
	 * burst because it was refused anyway.
	 */
	void completeReasons() {
		retry((group) -> !group.isComplete());
	}

	/**
	 * Return whether there may be more that is wrong with what waits.
	 * @return whether to look for it
	 */
	boolean isAnyReasonOpen() {
		return !this.decisions.holdings().pending().stream().allMatch(Pending::isComplete);
	}

	/**
	 * Return when all that was accepted so far has been followed, by beans and by whoever
	 * is told beside them. Listeners and events are told after it.
	 * @return completes on a thread of the followers
	 */
	public CompletableFuture<Void> followed() {
		return this.decisions.between(this.followers::followed);
	}

	/**
	 * Return what is accepted and refused at the moment.
	 * @return for whoever reports it
	 */
	public AcceptedState accepted() {
		return this.accepted;
	}

	/**
	 * Return the candidates that some requests have.
	 * @return for whoever varies what they are shown
	 */
	public Variations variations() {
		return this.variations;
	}

	/**
	 * Return a way of trying something that nobody will see.
	 * @return for whoever wants to know whether it would be accepted
	 */
	public Rehearsal rehearsal() {
		return new Rehearsal(this.decisions);
	}

	/**
	 * Return what decides which side of rollouts requests are on.
	 * @return for whoever sees requests first
	 */
	public Assigner assigner() {
		return this.publications;
	}

	/**
	 * Return the keys that cannot be used.
	 * @return for whoever says what a location has to show
	 */
	public UnusableKeys unusableKeys() {
		return this.refusals;
	}

	/**
	 * Return the publications.
	 * @return what an application injects
	 */
	public Snapshots snapshots() {
		return this.snapshots;
	}

	LiveValues liveValues() {
		return this.liveValues;
	}

}
