package io.setpoint.binding;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * The handlers that count for configuration properties, in the order in which Boot nests
 * them.
 */
class Handlers {

	private final List<ConfigurationPropertiesBindHandlerAdvisor> advisors;

	private final @Nullable Validator configurationPropertiesValidator;

	private final @Nullable BeanValidation beanValidation;

	Handlers(ConfigurableApplicationContext context) {
		this.advisors = context.getBeanProvider(ConfigurationPropertiesBindHandlerAdvisor.class)
			.orderedStream()
			.filter((advisor) -> !(advisor instanceof WithholdingAdvisor))
			.toList();
		String validator = EnableConfigurationProperties.VALIDATOR_BEAN_NAME;
		this.configurationPropertiesValidator = context.containsBean(validator)
				? context.getBean(validator, Validator.class) : null;
		this.beanValidation = BeanValidation.isPresent(context) ? new BeanValidation(context) : null;
	}

	/**
	 * Boot looks for {@code @Validated} on the bean itself, which may be more than what
	 * its definition declares.
	 * @param type the type
	 * @param standIn the instance to bind, {@code null} if its constructor is called
	 * @return what to bind
	 */
	static Bindable<Object> target(BoundType type, @Nullable Object standIn) {
		Bindable<Object> target = type.bindable();
		if (standIn == null) {
			return target;
		}
		Validated validated = (target.getAnnotation(Validated.class) == null)
				? AnnotatedElementUtils.findMergedAnnotation(standIn.getClass(), Validated.class) : null;
		if (validated != null) {
			target = target.withAnnotations(type.annotation(), validated);
		}
		return target.withExistingValue(standIn);
	}

	BindHandler all(BoundType type, Bindable<?> target, BindHandler tracking) {
		return advised(validating(type, target, lenient(type, tracking)));
	}

	BindHandler lenient(BoundType type, BindHandler tracking) {
		BindHandler handler = new NoDirectProperty(new IgnoreTopLevelConverterNotFoundBindHandler(tracking));
		if (type.annotation().ignoreInvalidFields()) {
			handler = new IgnoreErrorsBindHandler(handler);
		}
		if (!type.annotation().ignoreUnknownFields()) {
			handler = new NoUnboundElementsBindHandler(handler, new UnboundElementsSourceFilter());
		}
		return handler;
	}

	BindHandler validating(BoundType type, Bindable<?> target, BindHandler handler) {
		List<Validator> validators = validators(type, target);
		return validators.isEmpty() ? handler
				: new ValidationBindHandler(handler, validators.toArray(Validator[]::new));
	}

	private List<Validator> validators(BoundType type, Bindable<?> target) {
		List<Validator> validators = new ArrayList<>(3);
		if (this.configurationPropertiesValidator != null) {
			validators.add(this.configurationPropertiesValidator);
		}
		if (this.beanValidation != null && target.getAnnotation(Validated.class) != null) {
			validators.add(this.beanValidation.validator(type.type()));
		}
		Object existing = (target.getValue() != null) ? target.getValue().get() : null;
		if (existing instanceof Validator itself) {
			validators.add(itself);
		}
		else if (existing == null && Validator.class.isAssignableFrom(type.type())) {
			validators.add(new SelfValidation(type.type()));
		}
		return validators;
	}

	BindHandler advised(BindHandler handler) {
		BindHandler advised = handler;
		for (ConfigurationPropertiesBindHandlerAdvisor advisor : this.advisors) {
			advised = advisor.apply(advised);
		}
		return advised;
	}

	/**
	 * Return whether the application has a say in how properties are bound.
	 * @return whether it has advisors of its own
	 */
	boolean isAdvised() {
		return !this.advisors.isEmpty();
	}

	/**
	 * Return whether the application has a say in each value, not only in what is made of
	 * them.
	 * @return whether it has advisors of its own, or a validator for whatever is bound
	 */
	boolean isCustomized() {
		return isAdvised() || this.configurationPropertiesValidator != null;
	}

	/**
	 * Validate a value as if a property of a type had it.
	 * @param type the type
	 * @param name the name of the property
	 * @param property the property
	 * @param value the value
	 * @return every problem, a sentence each
	 */
	List<String> violations(BoundType type, ConfigurationPropertyName name, JavaBeanProperty property, Object value) {
		if (this.beanValidation == null || type.bindable().getAnnotation(Validated.class) == null) {
			return List.of();
		}
		return this.beanValidation.violations(type.type(), property.name(), value)
			.stream()
			.map((message) -> name + " " + message)
			.toList();
	}

	/**
	 * Return whether a message is one that a constraint declares.
	 * @param message the message
	 * @return {@code true} if it can be shown
	 */
	boolean isDeclared(String message) {
		return this.beanValidation != null && this.beanValidation.isDeclared(message);
	}

	boolean isValidationMissing(BoundType type) {
		return this.beanValidation == null && type.bindable().getAnnotation(Validated.class) != null;
	}

}
