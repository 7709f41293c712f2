package io.setpoint.binding;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.ValidationException;
import jakarta.validation.metadata.ConstraintDescriptor;

import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Bean Validation for configuration properties, with one factory for all types and all
 * time. Its messages are those that constraints declare, with the attributes of the
 * annotation in them, and never with anything of the validated value.
 */
class BeanValidation {

	private static final String[] REQUIRED_CLASSES = { "jakarta.validation.Validator",
			"jakarta.validation.ValidatorFactory", "jakarta.validation.bootstrap.GenericBootstrap" };

	private final LocalValidatorFactoryBean delegate = new LocalValidatorFactoryBean();

	private final Set<String> declared = new HashSet<>();

	BeanValidation(ConfigurableApplicationContext context) {
		this.delegate.setApplicationContext(context);
		this.delegate.setMessageInterpolator(new DeclaredMessages(new MessageInterpolatorFactory(context).getObject()));
		this.delegate.afterPropertiesSet();
	}

	static boolean isPresent(ConfigurableApplicationContext context) {
		for (String className : REQUIRED_CLASSES) {
			if (!ClassUtils.isPresent(className, context.getClassLoader())) {
				return false;
			}
		}
		return true;
	}

	Validator validator(Class<?> type) {
		this.declared.clear();
		return new TypeValidator(type, this.delegate);
	}

	/**
	 * Return whether a message is one that a constraint declares.
	 * @param message the message
	 * @return whether it came of the last {@link #validator(Class) validator}
	 */
	boolean isDeclared(String message) {
		return this.declared.contains(message);
	}

	/**
	 * Validate a value as if a property had it.
	 * @param type the class of the property
	 * @param property its name
	 * @param value the value
	 * @return a message for each constraint that is violated
	 */
	List<String> violations(Class<?> type, String property, Object value) {
		try {
			return this.delegate.validateValue(type, property, value)
				.stream()
				.map(ConstraintViolation::getMessage)
				.sorted()
				.toList();
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
	}

	/**
	 * Validates the type itself only: what is nested is reached by {@code @Valid}.
	 */
	private record TypeValidator(Class<?> type, LocalValidatorFactoryBean delegate) implements Validator {

		@Override
		public boolean supports(Class<?> candidate) {
			return this.type.equals(candidate) && this.delegate.supports(candidate);
		}

		@Override
		public void validate(Object target, Errors errors) {
			this.delegate.validate(target, errors);
		}

	}

	/**
	 * A template that is not the one of the annotation was made by a validator of the
	 * application, which may have put the value into it.
	 */
	private final class DeclaredMessages implements MessageInterpolator {

		private final MessageInterpolator delegate;

		DeclaredMessages(MessageInterpolator delegate) {
			this.delegate = delegate;
		}

		@Override
		public String interpolate(String template, Context context) {
			return interpolate(template, context, Locale.getDefault());
		}

		@Override
		public String interpolate(String template, Context context, Locale locale) {
			ConstraintDescriptor<?> constraint = context.getConstraintDescriptor();
			String message = template.equals(constraint.getMessageTemplate())
					? this.delegate.interpolate(template, new Declaration(constraint), locale)
					: "violates @" + ClassUtils.getShortName(constraint.getAnnotation().annotationType());
			BeanValidation.this.declared.add(message);
			return message;
		}

	}

	/**
	 * What a message may be made of.
	 *
	 * @param constraint the constraint with its attributes
	 */
	private record Declaration(ConstraintDescriptor<?> constraint) implements MessageInterpolator.Context {

		@Override
		public ConstraintDescriptor<?> getConstraintDescriptor() {
			return this.constraint;
		}

		@Override
		public Object getValidatedValue() {
			return "***";
		}

		@Override
		public <T> T unwrap(Class<T> type) {
			throw new ValidationException("Cannot be unwrapped to " + type.getName());
		}

	}

}
