package io.setpoint.binding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

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

	private final Binder binder;

	private final List<ConfigurationPropertiesBindHandlerAdvisor> advisors;

	private final @Nullable Validator configurationPropertiesValidator;

	private final @Nullable BeanValidation beanValidation;

	/**
	 * Create a binder for an application.
	 * @param context the context whose environment, converters and validators count
	 */
	public TypeBinder(ConfigurableApplicationContext context) {
		this.sources = new CandidateSources(context.getEnvironment());
		this.binder = new Binder(this.sources.current(), new PropertySourcesPlaceholdersResolver(List.of(this.sources)),
				Conversion.services(context), context.getBeanFactory()::copyRegisteredEditorsTo, null, null);
		this.advisors = context.getBeanProvider(ConfigurationPropertiesBindHandlerAdvisor.class)
			.orderedStream()
			.toList();
		this.configurationPropertiesValidator = findConfigurationPropertiesValidator(context);
		this.beanValidation = BeanValidation.isPresent(context) ? new BeanValidation(context) : null;
	}

	private static @Nullable Validator findConfigurationPropertiesValidator(ConfigurableApplicationContext context) {
		String beanName = EnableConfigurationProperties.VALIDATOR_BEAN_NAME;
		return context.containsBean(beanName) ? context.getBean(beanName, Validator.class) : null;
	}

	/**
	 * Bind a type to a fresh instance and validate it.
	 * @param type the type
	 * @param contents what the locations are taken to contain
	 * @return the value, or every problem
	 */
	public Outcome bind(BoundType type, Contents contents) {
		Tracking tracking = new Tracking(this.sources);
		Bindable<Object> target = type.bindable();
		try {
			this.sources.show(type.prefix(), contents);
			Object value = this.binder.bindOrCreate(type.prefix(), target, handler(type, target, tracking));
			return new Bound(value, tracking.properties, this.sources.references());
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			OutOfMemoryError exhausted = Failure.find(ex, OutOfMemoryError.class);
			if (exhausted != null) {
				throw exhausted;
			}
			return new Refused(problems(type, target, tracking, ex), this.sources.references());
		}
		finally {
			this.sources.hide();
		}
	}

	/**
	 * Find out everything that is wrong with a type that was refused. That it is refused
	 * stands, whatever is found.
	 * @param type the type
	 * @param target what it is bound to
	 * @param tracking what it was bound from
	 * @param refusal why it was refused
	 * @return every problem, a sentence each
	 */
	private List<String> problems(BoundType type, Bindable<Object> target, Tracking tracking, Throwable refusal) {
		Problems problems = new Problems(type, this::isDeclared);
		FailureSearch search = new FailureSearch(this.binder, tracking);
		try {
			this.binder.bindOrCreate(type.prefix(), target, search.over(advised(lenient(type, tracking))));
			search.completeLists();
			BindHandler forgiving = search.over(lenient(type, tracking));
			this.binder.bindOrCreate(type.prefix(), target, advised(validating(type, target, forgiving)));
			return problems.of(search, null, refusal);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			return problems.of(search, ex, refusal);
		}
	}

	private boolean isDeclared(String message) {
		return this.beanValidation != null && this.beanValidation.isDeclared(message);
	}

	private BindHandler handler(BoundType type, Bindable<?> target, Tracking tracking) {
		return advised(validating(type, target, lenient(type, tracking)));
	}

	private static BindHandler lenient(BoundType type, BindHandler tracking) {
		BindHandler handler = new NoDirectProperty(new IgnoreTopLevelConverterNotFoundBindHandler(tracking));
		if (type.annotation().ignoreInvalidFields()) {
			handler = new IgnoreErrorsBindHandler(handler);
		}
		if (!type.annotation().ignoreUnknownFields()) {
			handler = new NoUnboundElementsBindHandler(handler, new UnboundElementsSourceFilter());
		}
		return handler;
	}

	private BindHandler validating(BoundType type, Bindable<?> target, BindHandler handler) {
		List<Validator> validators = validators(type, target);
		return validators.isEmpty() ? handler
				: new ValidationBindHandler(handler, validators.toArray(Validator[]::new));
	}

	private BindHandler advised(BindHandler handler) {
		BindHandler advised = handler;
		for (ConfigurationPropertiesBindHandlerAdvisor advisor : this.advisors) {
			advised = advisor.apply(advised);
		}
		return advised;
	}

	private List<Validator> validators(BoundType type, Bindable<?> target) {
		List<Validator> validators = new ArrayList<>(3);
		if (this.configurationPropertiesValidator != null) {
			validators.add(this.configurationPropertiesValidator);
		}
		if (this.beanValidation != null && target.getAnnotation(Validated.class) != null) {
			validators.add(this.beanValidation.validator(type.type()));
		}
		if (Validator.class.isAssignableFrom(type.type())) {
			validators.add(new SelfValidation(type.type()));
		}
		return validators;
	}

	/**
	 * Return whether a type asks for Bean Validation that is not on the class path.
	 * @param type the type
	 * @return {@code true} if its constraints are silently ignored
	 */
	public boolean isValidationMissing(BoundType type) {
		return this.beanValidation == null && type.bindable().getAnnotation(Validated.class) != null;
	}

	/**
	 * Notes what the type was bound from.
	 */
	private static final class Tracking extends AbstractBindHandler {

		private final Map<ConfigurationPropertyName, Object> properties = new HashMap<>();

		private final CandidateSources sources;

		private Tracking(CandidateSources sources) {
			this.sources = sources;
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			this.sources.lookUpFor(name);
			return super.onStart(name, target, context);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			ConfigurationProperty property = context.getConfigurationProperty();
			if (property != null && name.equals(property.getName())) {
				this.properties.put(name, result);
			}
			return super.onSuccess(name, target, context, result);
		}

	}

}
