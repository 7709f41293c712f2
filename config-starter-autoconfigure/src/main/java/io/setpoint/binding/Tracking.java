package io.setpoint.binding;

import java.util.HashMap;
import java.util.Map;

import io.setpoint.binding.Handed.Leaf;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Notes what a type was bound from.
 */
final class Tracking extends AbstractBindHandler {

	private static final Leaf NOTHING_BUT_THERE = new Leaf("", "");

	private final Map<ConfigurationPropertyName, Object> properties = new HashMap<>();

	private final Map<ConfigurationPropertyName, Leaf> leaves = new HashMap<>();

	private final CandidateSources sources;

	private @Nullable Leaf kept;

	/**
	 * Create a tracking.
	 * @param sources told of the names whose placeholders are looked up
	 */
	Tracking(CandidateSources sources) {
		this.sources = sources;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		this.sources.lookUpFor(name);
		return super.onStart(name, target, context);
	}

	/**
	 * The next value is kept from before: the binder does not know what it was bound
	 * from.
	 * @param leaf the value
	 */
	void keep(Leaf leaf) {
		this.kept = leaf;
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		Leaf leaf = this.kept;
		ConfigurationProperty property = context.getConfigurationProperty();
		if (leaf != null) {
			this.kept = null;
			note(name, leaf);
		}
		else if (property != null && name.equals(property.getName())) {
			note(name, new Leaf(property.getValue(), result));
		}
		else if (context.getDepth() > 0) {
			note(name, NOTHING_BUT_THERE);
		}
		return super.onSuccess(name, target, context, result);
	}

	/**
	 * An element or a nested object may be there because of properties of which none is
	 * valid, or of one that is empty: then that it is there is all that can be noted.
	 * @param name the name
	 * @param leaf the value in its source and what it became
	 */
	private void note(ConfigurationPropertyName name, Leaf leaf) {
		this.properties.put(name, leaf.converted());
		this.leaves.put(name, leaf);
	}

	Map<ConfigurationPropertyName, Object> properties() {
		return this.properties;
	}

	Map<ConfigurationPropertyName, Leaf> leaves() {
		return this.leaves;
	}

}
