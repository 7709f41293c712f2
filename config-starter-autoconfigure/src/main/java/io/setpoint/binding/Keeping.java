package io.setpoint.binding;

import java.time.Duration;
import java.time.Period;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.setpoint.binding.Handed.Leaf;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.NumberFormat;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Keeps what properties were converted to before, as long as they are written as they
 * were: a change of one property does not convert all others anew. Boot's binder takes a
 * value without converting anything from whoever handles a failure, so that is what a
 * kept value is to it. All other handlers are told of it as of any value.
 * <p>
 * Only values of a few classes of the JDK and of Spring are kept, which cannot be altered
 * and which the application has no part in. Those with placeholders are not, whose text
 * does not say what they stand for, nor those that are read in the language of the
 * thread.
 */
final class Keeping extends AbstractBindHandler {

	private final Tracking tracking;

	private final Map<ConfigurationPropertyName, Value> before;

	private final Map<ConfigurationPropertyName, Value> values = new HashMap<>();

	private final Kept kept = new Kept();

	/**
	 * Create a handler.
	 * @param parent the other handlers
	 * @param tracking that of them which notes what was bound
	 * @param before the values of the same type when it was bound last
	 */
	Keeping(BindHandler parent, Tracking tracking, Map<ConfigurationPropertyName, Value> before) {
		super(parent);
		this.tracking = tracking;
		this.before = before;
	}

	/**
	 * Return what can be kept when the type is bound again.
	 * @return the values by the names of their properties
	 */
	Map<ConfigurationPropertyName, Value> values() {
		return this.values;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		Bindable<T> handled = super.onStart(name, target, context);
		Value value = this.before.get(name);
		if (value != null && handled != null && value.target().equals(handled) && !isWithin(context, name)
				&& value.isWritten(name, context)) {
			throw this.kept;
		}
		return handled;
	}

	/**
	 * Below a property that is bound by itself as well, Boot has to bind each anew to
	 * know that it is not what the whole is bound from.
	 * @param context knows what was bound last
	 * @param name the name of a property
	 * @return whether what was bound last is around it
	 */
	private static boolean isWithin(BindContext context, ConfigurationPropertyName name) {
		ConfigurationProperty last = context.getConfigurationProperty();
		return last != null && last.getName().isAncestorOf(name);
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property != null && name.equals(property.getName())
				&& Value.canBeKept(target, property.getValue(), result)) {
			this.values.put(name, new Value(target, new Leaf(property.getValue(), result)));
		}
		return super.onSuccess(name, target, context, result);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (error != this.kept) {
			return super.onFailure(name, target, context, error);
		}
		Value value = Objects.requireNonNull(this.before.get(name));
		this.values.put(name, value);
		this.tracking.keep(value.leaf());
		return super.onSuccess(name, target, context, value.leaf().converted());
	}

	/**
	 * What a property was converted to.
	 *
	 * @param target what was asked for
	 * @param leaf the value in its source and what it became
	 */
	record Value(Bindable<?> target, Leaf leaf) {

		static boolean canBeKept(Bindable<?> target, Object written, Object converted) {
			return isImmutable(written) && isImmutable(converted) && !isFormatted(target)
					&& !(written instanceof String text && text.contains("${"));
		}

		private static boolean isImmutable(Object value) {
			return value instanceof String || value instanceof Duration || value instanceof Period
					|| value instanceof DataSize || ClassUtils.isPrimitiveWrapper(value.getClass());
		}

		/**
		 * What is in a format is read in the language and the time zone of the thread.
		 * @param target what is asked for
		 * @return whether it has a format
		 */
		private static boolean isFormatted(Bindable<?> target) {
			MergedAnnotations annotations = MergedAnnotations.from(target.getAnnotations());
			return annotations.isPresent(NumberFormat.class) || annotations.isPresent(DateTimeFormat.class);
		}

		boolean isWritten(ConfigurationPropertyName name, BindContext context) {
			for (ConfigurationPropertySource source : context.getSources()) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null) {
					return this.leaf.written().equals(property.getValue());
				}
			}
			return false;
		}

	}

	/**
	 * Says to the binder that there is a value that needs no binding.
	 */
	private static final class Kept extends RuntimeException {

		Kept() {
			super(null, null, false, false);
		}

	}

}
