package io.setpoint.binding;

import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Validates a type that is a {@link Validator} of itself.
 *
 * @param type the type
 */
record SelfValidation(Class<?> type) implements Validator {

	@Override
	public boolean supports(Class<?> candidate) {
		return candidate.isAssignableFrom(this.type);
	}

	@Override
	public void validate(Object target, Errors errors) {
		((Validator) target).validate(target, errors);
	}

}
