package io.setpoint.binding;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Something that could not be bound.
 *
 * @param name its name
 * @param target what it was to become
 * @param property the property that it was bound from, if there is one
 * @param cause why
 */
record BindFailure(ConfigurationPropertyName name, Bindable<?> target, @Nullable ConfigurationProperty property,
		Throwable cause) {

	/**
	 * Take apart what Boot's binder throws.
	 * @param ex the exception
	 * @return the failure, {@code null} if the exception is no such
	 */
	static @Nullable BindFailure of(Throwable ex) {
		BindException failure = Failure.find(ex, BindException.class);
		return (failure != null) ? new BindFailure(failure.getName(), failure.getTarget(), failure.getProperty(),
				(failure.getCause() != null) ? failure.getCause() : failure) : null;
	}

}
