package io.setpoint.binding;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Notes what the binder is going to hand to setters, after all other handlers had their
 * say.
 */
final class Recording extends AbstractBindHandler {

	private final Map<ConfigurationPropertyName, Object> values = new HashMap<>();

	Recording(BindHandler parent) {
		super(parent);
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) throws Exception {
		super.onFinish(name, target, context, result);
		record(name, result);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		Object result = super.onFailure(name, target, context, error);
		record(name, result);
		return result;
	}

	private void record(ConfigurationPropertyName name, @Nullable Object result) {
		if (result != null) {
			this.values.put(name, result);
		}
	}

	Map<ConfigurationPropertyName, Object> values() {
		return this.values;
	}

}
