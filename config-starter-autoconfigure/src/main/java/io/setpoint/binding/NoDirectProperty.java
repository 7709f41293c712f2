package io.setpoint.binding;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Keeps a property whose name is the prefix itself from being converted to the type, as
 * Boot does.
 */
class NoDirectProperty extends AbstractBindHandler {

	NoDirectProperty(BindHandler parent) {
		super(parent);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		Class<?> type = target.getType().resolve();
		boolean isConfigurationProperties = type != null
				&& MergedAnnotations.from(type).isPresent(ConfigurationProperties.class);
		return super.onStart(name,
				isConfigurationProperties ? target.withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY) : target,
				context);
	}

}
