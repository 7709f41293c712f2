package io.setpoint.binding;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.ResolvableType;

/**
 * Keeps the binder from changing something that a stand-in has in common with the bean
 * itself, such as another bean that both were made with: that would be visible before it
 * is valid.
 */
final class Sharing extends AbstractBindHandler {

	private final BoundType type;

	private final StandIns standIns;

	private final Supplier<Object> second;

	private final boolean failing;

	/**
	 * Create a guard.
	 * @param parent the handler that is asked if nothing is in common
	 * @param type the type that is bound
	 * @param standIns knows what was looked at before
	 * @param second gives another instance of the type
	 * @param failing whether to fail, rather than to leave out what is in common
	 */
	Sharing(BindHandler parent, BoundType type, StandIns standIns, Supplier<Object> second, boolean failing) {
		super(parent);
		this.type = type;
		this.standIns = standIns;
		this.second = second;
		this.failing = failing;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		Supplier<T> value = target.getValue();
		if (value == null || name.equals(this.type.prefix()) || !isChangedInPlace(name, target, context)
				|| this.standIns.isOwn(this.type, name) || !isShared(name, value)) {
			return super.onStart(name, target, context);
		}
		if (this.failing) {
			throw new SharedValueException(name);
		}
		return null;
	}

	private static boolean isChangedInPlace(ConfigurationPropertyName name, Bindable<?> target, BindContext context) {
		Class<?> declared = target.getType().resolve(Object.class);
		boolean container = Collection.class.isAssignableFrom(declared) || Map.class.isAssignableFrom(declared);
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT
					|| container && source.getConfigurationProperty(name) != null) {
				return true;
			}
		}
		return false;
	}

	private boolean isShared(ConfigurationPropertyName name, Supplier<?> value) {
		try {
			Object own = value.get();
			if (own != null && !isUnmodifiable(own) && own == valueOfSecond(name)) {
				return true;
			}
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			return false;
		}
		this.standIns.addOwn(this.type, name);
		return false;
	}

	private static boolean isUnmodifiable(Object value) {
		String name = value.getClass().getName();
		return name.startsWith("java.util.ImmutableCollections$") || name.startsWith("java.util.Collections$");
	}

	private @Nullable Object valueOfSecond(ConfigurationPropertyName name) throws Exception {
		Object value = this.second.get();
		for (int i = this.type.prefix().getNumberOfElements(); i < name.getNumberOfElements() && value != null; i++) {
			value = property(value, name.chop(i), name.chop(i + 1));
		}
		return value;
	}

	private static @Nullable Object property(Object bean, ConfigurationPropertyName parent,
			ConfigurationPropertyName name) throws Exception {
		for (JavaBeanProperty property : JavaBeanProperties.of(ResolvableType.forInstance(bean), bean.getClass())) {
			if (property.boundName(parent).equals(name)) {
				return property.get(bean);
			}
		}
		return null;
	}

	/**
	 * Something cannot be bound because others have it, too.
	 */
	static final class SharedValueException extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final String name;

		SharedValueException(ConfigurationPropertyName name) {
			super("The value of '" + name + "' is not an instance's own");
			this.name = name.toString();
		}

		String name() {
			return this.name;
		}

	}

}
