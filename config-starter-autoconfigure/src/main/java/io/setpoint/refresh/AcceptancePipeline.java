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
import java.util.concurrent.Executor;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshots;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.refresh.Publication.NewValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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
public final class AcceptancePipeline {

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

	private final Set<String> names = new LinkedHashSet<>();

	private volatile List<Pending> pending = List.of();

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
		this.types.forEach(this.index::add);
		Map<BoundType, Outcome> outcomes = bindEagerTypes();
		FirstAcceptance first = new FirstAcceptance(start, this.index, this::bind);
		this.accepted = first.accept(this.accepted, outcomes);
		first.pending().ifPresent((changes) -> hold(changes, first.types(), first.problems()));
		showContents(this.accepted);
		publish(start.revision(), first.outcomes());
	}

	private Map<BoundType, Outcome> bindEagerTypes() {
		Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
		for (BoundType type : this.types) {
			if (isEager(type)) {
				outcomes.put(type, bind(type, this.accepted));
			}
		}
		return outcomes;
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
	 * Bind the types that could be left until now. What cannot be bound to a fresh
	 * instance is not followed.
	 */
	public synchronized void completeStart() {
		for (BoundType type : this.types) {
			if (this.publications.publication().value(type) == null
					&& bind(type, this.accepted) instanceof Bound bound) {
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
		this.names.clear();
		List<Changes> backlog = proposals.stream().map(Changes::of).toList();
		boolean accepted = backlog.size() > BACKLOG && this.pending.isEmpty()
				&& acceptIfValid(backlog.stream().reduce(Changes::then).orElseThrow());
		if (!accepted) {
			backlog.forEach(this::work);
		}
		return Set.copyOf(this.names);
	}

	/**
	 * Try again what waits, because what it depends on outside etcd may have changed.
	 * @return the names of the properties that were set, changed or removed
	 */
	public synchronized Set<String> retry() {
		this.names.clear();
		for (Pending group : this.pending) {
			if (this.pending.contains(group) && acceptIfValid(group.changes())) {
				release(Set.of(group));
			}
		}
		return Set.copyOf(this.names);
	}

	private boolean acceptIfValid(Changes changes) {
		Candidate candidate = evaluate(changes);
		if (candidate.isValid()) {
			accept(candidate);
		}
		return candidate.isValid();
	}

	private void work(Changes changes) {
		Candidate candidate = evaluate(changes);
		Set<Pending> joined = new LinkedHashSet<>();
		while (join(candidate, joined)) {
			Changes all = joined.stream().map(Pending::changes).reduce(Changes::then).orElseThrow().then(changes);
			candidate = evaluate(all);
		}
		if (candidate.isValid()) {
			release(joined);
			accept(candidate);
		}
		else {
			refuse(changes, candidate, joined);
		}
	}

	private boolean join(Candidate candidate, Set<Pending> joined) {
		boolean any = false;
		for (Pending group : this.pending) {
			any |= group.isConnected(candidate) && joined.add(group);
		}
		return any;
	}

	private void release(Collection<Pending> groups) {
		List<Pending> remaining = new ArrayList<>(this.pending);
		remaining.removeAll(groups);
		this.pending = List.copyOf(remaining);
	}

	private void accept(Candidate candidate) {
		this.accepted = candidate.contents();
		showContents(candidate.contents());
		Publication before = this.publications.publication();
		candidate.warnings().forEach((warning) -> logger.warn(warning));
		List<BoundType> changed = publish(workedOff(candidate.changes()), candidate.outcomes());
		candidate.names().forEach((name) -> this.names.add(name.toString()));
		if (!candidate.names().isEmpty()) {
			this.followers
				.accepted(new AcceptedChange(before, this.publications.publication(), changed, candidate.names()));
		}
	}

	/**
	 * A location that others went on without may bring older revisions later; only a
	 * store that was replaced starts its numbers again.
	 * @param changes what has been worked off
	 * @return the revision of the publication
	 */
	private long workedOff(Changes changes) {
		return changes.restart() ? changes.revision()
				: Math.max(this.publications.publication().revision(), changes.revision());
	}

	private void refuse(Changes changes, Candidate candidate, Set<Pending> joined) {
		release(joined);
		hold(candidate.changes(), candidate.types(), candidate.problems());
		candidate.outcomes().forEach((type, outcome) -> this.index.refuse(type, outcome.references()));
		this.publications.publish(workedOff(changes), List.of());
		logger.warn("Refused revision " + changes.revision() + " of etcd (keys " + changes.keys()
				+ "); the last good values stay until it is repaired: " + String.join("; ", candidate.problems()));
		this.followers
			.rejected(new Rejection(changes.revision(), changes.keys(), candidate.types(), candidate.problems()));
	}

	private void hold(Changes changes, Set<BoundType> types, List<String> problems) {
		List<Pending> pending = new ArrayList<>(this.pending);
		pending.add(new Pending(changes, types, problems, this.clock.instant()));
		this.pending = List.copyOf(pending);
	}

	private void showContents(Map<String, LocationContent> contents) {
		contents.forEach((prefix, content) -> {
			LocationPropertySource location = Objects.requireNonNull(this.locations.get(prefix));
			if (location.content() != content) {
				location.show(content);
			}
		});
	}

	private List<BoundType> publish(long revision, Map<BoundType, Outcome> outcomes) {
		List<NewValue> changes = new ArrayList<>();
		Instant now = this.clock.instant();
		outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Bound bound) {
				this.index.accept(type, bound.references());
				if (isChange(type, bound)) {
					changes.add(new NewValue(type, bound.value(),
							new LiveOrigin(originRevision(type, revision), null, now)));
				}
			}
		});
		this.publications.publish(revision, changes);
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

	private boolean isChange(BoundType type, Bound bound) {
		Object before = this.publications.publication().value(type);
		Map<ConfigurationPropertyName, Object> boundBefore = this.boundFrom.put(type, bound.properties());
		return before == null || !(before.equals(bound.value()) || bound.properties().equals(boundBefore));
	}

	private Candidate evaluate(Changes changes) {
		return Candidate.evaluate(this.accepted, changes, this.index, this::bind);
	}

	private Outcome bind(BoundType type, Map<String, LocationContent> contents) {
		return this.binder.bind(type, (location) -> Objects.requireNonNull(contents.get(location.content().prefix())));
	}

	/**
	 * Return what is in etcd and refused here.
	 * @return the refused keys
	 */
	public List<Refusal> refusals() {
		return this.pending.stream().flatMap((group) -> group.refusals().stream()).toList();
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
	 * Return the value of a type, which is bound now if it has not been needed so far.
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
		publish(this.publications.publication().revision(), Map.of(type, outcome));
		return Objects.requireNonNull(this.publications.publication().value(type));
	}

	@SuppressWarnings("unchecked")
	<T> T register(BoundType type, LiveBean<T> liveBean) {
		value(type);
		return (T) Objects.requireNonNull(this.publications.register(type, liveBean));
	}

}
