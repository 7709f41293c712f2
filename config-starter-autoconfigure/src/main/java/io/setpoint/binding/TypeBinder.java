package io.setpoint.binding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.binding.Sharing.SharedValueException;
import io.setpoint.binding.StandIns.UnmadeException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Binds and validates types against candidates exactly as Spring Boot binds them at
 * start: with its own {@link Binder}, the same handlers in the same order, the
 * application's converters, editors, advisors and validators. What differs is that
 * nothing live is touched and that the Bean Validation factory is built once, which is
 * what takes most of the time in Boot's own path. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TypeBinder {

	private final CandidateSources sources;

	private final Supplier<Binder> binders;

	private final Binder valueObjects;

	private final Handlers handlers;

	private final StandIns standIns;

	private final boolean keeping;

	private final Map<BoundType, Map<ConfigurationPropertyName, Keeping.Value>> kept = new HashMap<>();

	/**
	 * Create a binder for an application.
	 * @param context the context whose environment, converters and validators count
	 */
	public TypeBinder(ConfigurableApplicationContext context) {
		this(context, new StandIns(context.getBeanFactory()));
	}

	/**
	 * Create a binder for an application.
	 * @param context the context whose environment, converters and validators count
	 * @param standIns makes what setter-based properties are bound to
	 */
	public TypeBinder(ConfigurableApplicationContext context, StandIns standIns) {
		this.sources = new CandidateSources(context.getEnvironment());
		Conversion conversion = Conversion.of(context);
		this.binders = () -> new Binder(this.sources.current(),
				new PropertySourcesPlaceholdersResolver(List.of(this.sources)), conversion.services(),
				context.getBeanFactory()::copyRegisteredEditorsTo, null, null);
		this.valueObjects = this.binders.get();
		this.handlers = new Handlers(context);
		this.standIns = standIns;
		this.keeping = !conversion.customized() && !this.handlers.isCustomized();
	}

	/**
	 * Keep random values also where only some subjects have what asks for them.
	 * @param others what they have instead of what is accepted
	 */
	public void remember(Supplier<List<Contents>> others) {
		this.sources.remember(others);
	}

	/**
	 * Bind a type to a fresh instance and validate it. Where no instance can be made, or
	 * not yet without making other beans before their time, the properties are checked by
	 * themselves.
	 * @param type the type
	 * @param contents what the locations are taken to contain
	 * @return the value, or every problem
	 */
	public Outcome bind(BoundType type, Contents contents) {
		return bind(type, contents, false);
	}

	/**
	 * Bind a type that somebody needs now, together with the beans that it needs itself.
	 * @param type the type
	 * @param contents what the locations are taken to contain
	 * @return the value, or every problem
	 */
	public Outcome bindOnDemand(BoundType type, Contents contents) {
		return bind(type, contents, true);
	}

	private Outcome bind(BoundType type, Contents contents, boolean demanded) {
		Instances instances = new Instances(type, contents, this.sources, this.standIns);
		CandidateSources.Shown outer = this.sources.suspend();
		try {
			Object standIn = type.isValueObject() ? null : standIn(type, demanded);
			this.sources.show(type.prefix(), contents);
			if (type.isValueObject()) {
				return bindValueObject(type, instances);
			}
			return (standIn != null) ? bindStandIn(type, standIn, instances) : check(type);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			if (demanded && ex instanceof UnmadeException unmade) {
				throw unmade;
			}
			failOnExhaustion(ex);
			return refused(problems(type).of(ex));
		}
		finally {
			this.sources.resume(outer);
		}
	}

	/**
	 * Make what is bound, before the candidate is shown: who is made with it must not see
	 * it.
	 * @param type the type
	 * @param demanded whether somebody needs it now
	 * @return the instance, {@code null} if there is none for now
	 */
	private @Nullable Object standIn(BoundType type, boolean demanded) {
		boolean possible = this.standIns.isPossible(type);
		if (!possible && !(demanded && this.standIns.limit(type) == null)) {
			return null;
		}
		try {
			return this.standIns.make(type);
		}
		catch (UnmadeException ex) {
			if (possible && ex.isFirst()) {
				this.standIns.giveUp(type, ex.reason());
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Leave a type alone from now on, but for the check of its properties: a second
	 * instance of it is not valid where the bean itself is.
	 * @param type the type
	 */
	public void giveUp(BoundType type) {
		this.standIns.giveUp(type, "a second instance is not valid");
	}

	/**
	 * Say why nobody gets an instance of a type.
	 * @param type the type
	 * @return a sentence, {@code null} if it is bound as a whole
	 */
	public @Nullable String limit(BoundType type) {
		return this.standIns.limit(type);
	}

	private Outcome bindValueObject(BoundType type, Instances instances) {
		Tracking tracking = new Tracking(this.sources);
		try {
			Object value = valueObject(type, tracking);
			return new Bound(value, tracking.properties(), this.sources.references(), null);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			failOnExhaustion(ex);
			return refused(type, tracking, ex, instances);
		}
	}

	private Object valueObject(BoundType type, Tracking tracking) {
		Bindable<Object> target = Handlers.target(type, null);
		BindHandler all = this.handlers.all(type, target, tracking);
		Binder binder = valueObjects();
		if (!this.keeping) {
			return binder.bindOrCreate(type.prefix(), target, all);
		}
		Keeping keeping = new Keeping(all, tracking, this.kept.getOrDefault(type, Map.of()));
		Object value = binder.bindOrCreate(type.prefix(), target, keeping);
		this.kept.put(type, keeping.values());
		return value;
	}

	/**
	 * Return what binds records. Where a source does not tell its names, the binder
	 * remembers for good how it has found the beans that are nested in a record, and a
	 * part that had nothing below it stays so.
	 * @return the same binder each time, or a new one
	 */
	private Binder valueObjects() {
		return this.sources.isAnythingUntold() ? this.binders.get() : this.valueObjects;
	}

	/**
	 * Bind an instance. The binder is a new one each time: it remembers for good whether
	 * there was anything below a name, and goes by that.
	 * @param type the type
	 * @param standIn the instance
	 * @param instances gives further ones, to find every problem
	 * @return the instance, or every problem
	 */
	private Outcome bindStandIn(BoundType type, Object standIn, Instances instances) {
		Tracking tracking = new Tracking(this.sources);
		Bindable<Object> target = Handlers.target(type, standIn);
		Recording recording = new Recording(this.handlers.all(type, target, instances.guarded(tracking, true)));
		try {
			this.binders.get().bind(type.prefix(), target, recording);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			failOnExhaustion(ex);
			SharedValueException shared = Failure.find(ex, SharedValueException.class);
			return (shared != null) ? withoutStandIn(type, shared) : refused(type, tracking, ex, instances);
		}
		this.standIns.addBound(type);
		Throwable failure = this.standIns.initialize(type, standIn);
		if (failure != null) {
			failOnExhaustion(failure);
			return refused(problems(type).of(failure));
		}
		Handed handed = new Handed(standIn, tracking.leaves(), recording.values());
		return new Bound(this.standIns.isComplete(type) ? standIn : null, tracking.properties(),
				this.sources.references(), handed);
	}

	/**
	 * What a stand-in has in common with the bean must not be changed. Until an instance
	 * was bound nobody relies on it, and the bean is left to Boot.
	 * @param type the type
	 * @param shared what is in common
	 * @return what came of it
	 */
	private Outcome withoutStandIn(BoundType type, SharedValueException shared) {
		if (this.standIns.isBound(type)) {
			return refused(List.of(shared.name() + " cannot be changed before a restart: what it is set on is not the"
					+ " bean's own, its definition takes it from elsewhere"));
		}
		this.standIns.giveUp(type, "its instances have '" + shared.name() + "' in common");
		return check(type);
	}

	/**
	 * Convert each property to what its setter takes, and validate it by itself.
	 * @param type the type
	 * @return every problem, or that there is none
	 */
	private Outcome check(BoundType type) {
		Tracking tracking = new Tracking(this.sources);
		BindHandler handler = this.handlers.advised(this.handlers.lenient(type, tracking));
		Binder binder = this.binders.get();
		List<String> problems = new ArrayList<>();
		for (JavaBeanProperty property : JavaBeanProperties.of(type.target(), type.type())) {
			ConfigurationPropertyName name = property.boundName(type.prefix());
			if (this.sources.has(name)) {
				try {
					binder.bind(name, property.bindable(), handler)
						.ifBound((value) -> problems.addAll(this.handlers.violations(type, name, property, value)));
				}
				catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
					failOnExhaustion(ex);
					problems.addAll(problems(type).of(ex));
				}
			}
		}
		return problems.isEmpty() ? new Bound(null, tracking.properties(), this.sources.references(),
				new Handed(null, tracking.leaves(), Map.of())) : refused(problems);
	}

	/**
	 * A lack of memory is no fault of the values.
	 * @param ex what was thrown
	 */
	private static void failOnExhaustion(Throwable ex) {
		OutOfMemoryError exhausted = Failure.find(ex, OutOfMemoryError.class);
		if (exhausted != null) {
			throw exhausted;
		}
	}

	private Refused refused(List<String> problems) {
		return new Refused(problems, this.sources.references(), null);
	}

	private Refused refused(BoundType type, Tracking tracking, Throwable refusal, Instances instances) {
		List<String> problems = problems(type, tracking, refusal, instances);
		Blame blame = this.handlers.isAdvised() ? null : Blame.of(type, refusal, this::isStillBlamed);
		return new Refused(problems, this.sources.references(), blame);
	}

	/**
	 * Bind a property that was blamed by itself. Something that is set in the place of
	 * what it is nested in may keep it from being bound at all.
	 * @param blame the property
	 * @param contents what the locations are taken to contain
	 * @return whether it is the same and cannot be bound
	 */
	private boolean isStillBlamed(Blame blame, Contents contents) {
		BoundType type = blame.type();
		CandidateSources.Shown outer = this.sources.suspend();
		try {
			this.sources.show(type.prefix(), contents);
			if (!blame.isSame(this.sources.find(blame.name())) || isReplaced(blame)) {
				return false;
			}
			this.binders.get()
				.bind(blame.name(), blame.target(), this.handlers.lenient(type, new Tracking(this.sources)));
			return false;
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			failOnExhaustion(ex);
			return Blame.of(type, ex, this::isStillBlamed) != null;
		}
		finally {
			this.sources.resume(outer);
		}
	}

	private boolean isReplaced(Blame blame) {
		ConfigurationPropertyName parent = blame.name().getParent();
		while (parent.getNumberOfElements() >= blame.type().prefix().getNumberOfElements() && !parent.isEmpty()) {
			if (this.sources.find(parent) != null) {
				return true;
			}
			parent = parent.getParent();
		}
		return false;
	}

	private Problems problems(BoundType type) {
		return new Problems(type, this.handlers::isDeclared);
	}

	/**
	 * Find out everything that is wrong with a type that was refused. That it is refused
	 * stands, whatever is found.
	 * @param type the type
	 * @param tracking what it was bound from
	 * @param refusal why it was refused
	 * @param instances gives what to bind again
	 * @return every problem, a sentence each
	 */
	private List<String> problems(BoundType type, Tracking tracking, Throwable refusal, Instances instances) {
		Binder binder = type.isValueObject() ? valueObjects() : this.binders.get();
		FailureSearch search = new FailureSearch(binder, tracking);
		Problems problems = problems(type);
		try {
			Bindable<Object> lenient = instances.next();
			BindHandler guarded = instances.guarded(tracking, false);
			bindAgain(type, binder, lenient, search.over(this.handlers.advised(this.handlers.lenient(type, guarded))));
			search.completeLists();
			Bindable<Object> valid = instances.next();
			bindAgain(type, binder, valid, this.handlers
				.advised(this.handlers.validating(type, valid, search.over(this.handlers.lenient(type, guarded)))));
			return problems.of(search, null, refusal);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			return problems.of(search, ex, refusal);
		}
	}

	private void bindAgain(BoundType type, Binder binder, Bindable<Object> target, BindHandler handler) {
		this.sources.lookUpAnew();
		if (type.isValueObject()) {
			binder.bindOrCreate(type.prefix(), target, handler);
		}
		else {
			binder.bind(type.prefix(), target, handler);
		}
	}

	/**
	 * Return whether a type asks for Bean Validation that is not on the class path.
	 * @param type the type
	 * @return {@code true} if its constraints are silently ignored
	 */
	public boolean isValidationMissing(BoundType type) {
		return this.handlers.isValidationMissing(type);
	}

}
