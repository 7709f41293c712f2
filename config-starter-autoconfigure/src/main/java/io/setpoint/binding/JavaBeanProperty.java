package io.setpoint.binding;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A property of a setter-based properties class, as Boot's binder sees it.
 */
final class JavaBeanProperty {

	private final String name;

	private final ResolvableType declaringType;

	private @Nullable Method getter;

	private @Nullable Method setter;

	private @Nullable Field field;

	JavaBeanProperty(String name, ResolvableType declaringType) {
		this.name = name;
		this.declaringType = declaringType;
	}

	void addGetter(Method method) {
		if (this.getter == null || this.getter.getName().startsWith("is")) {
			this.getter = method;
		}
	}

	void addSetter(Method method) {
		if (this.setter == null
				|| (this.getter != null && this.getter.getReturnType() == method.getParameterTypes()[0])) {
			this.setter = method;
		}
	}

	void addField(Field field) {
		if (this.field == null) {
			this.field = field;
		}
	}

	String name() {
		return this.name;
	}

	/**
	 * Return the name under which the binder looks for the property.
	 * @param parent the name of the bean that it belongs to
	 * @return the name
	 */
	ConfigurationPropertyName boundName(ConfigurationPropertyName parent) {
		Name given = (this.field != null) ? this.field.getDeclaredAnnotation(Name.class) : null;
		return parent.append((given != null) ? given.value() : DataObjectPropertyName.toDashedForm(this.name));
	}

	boolean isSettable() {
		return this.setter != null;
	}

	/**
	 * Return what the binder would be asked for without an instance.
	 * @return what to bind
	 */
	Bindable<?> bindable() {
		return Bindable.of(type()).withAnnotations((this.field != null) ? this.field.getDeclaredAnnotations() : null);
	}

	ResolvableType type() {
		MethodParameter parameter = (this.setter != null) ? new MethodParameter(this.setter, 0)
				: new MethodParameter(getter(), -1);
		return ResolvableType.forMethodParameter(parameter, this.declaringType);
	}

	/**
	 * Call the getter, as the binder does for what has no setter.
	 * @param bean the bean
	 * @return what it gives
	 */
	@Nullable Object get(Object bean) throws Exception {
		return invoke(getter(), bean);
	}

	private Method getter() {
		if (this.getter == null) {
			throw new IllegalStateException("The property '" + this.name + "' has no getter");
		}
		return this.getter;
	}

	void set(Object bean, @Nullable Object value) throws Exception {
		if (this.setter == null) {
			throw new IllegalStateException("The property '" + this.name + "' has no setter");
		}
		invoke(this.setter, bean, value);
	}

	/**
	 * Whether what can be read is of the type that the setter takes.
	 * @return {@code false} if only the setter itself knows where the value goes
	 */
	boolean isReadable() {
		return isReadableByGetter() || isReadableByField();
	}

	private boolean isReadableByGetter() {
		return this.setter != null && this.getter != null
				&& ClassUtils.isAssignable(this.setter.getParameterTypes()[0], this.getter.getReturnType());
	}

	private boolean isReadableByField() {
		return this.setter != null && this.field != null
				&& ClassUtils.isAssignable(this.setter.getParameterTypes()[0], this.field.getType());
	}

	/**
	 * Read a value that the setter would take.
	 * @param bean the bean
	 * @return the value
	 */
	@Nullable Object read(Object bean) throws Exception {
		return isReadableByGetter() ? get(bean) : readField(bean);
	}

	/**
	 * Read the field without calling code of the bean.
	 * @param bean the bean
	 * @return its value, {@code null} if there is no such field
	 */
	@Nullable Object readField(Object bean) {
		if (this.field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(this.field);
		return ReflectionUtils.getField(this.field, bean);
	}

	/**
	 * Return where the value lies if the setter keeps it as it is.
	 * @return the field, {@code null} if there is none that can be written
	 */
	@Nullable Field valueField() {
		Field field = this.field;
		if (field == null || !isReadableByField() || Modifier.isFinal(field.getModifiers())) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	boolean accepts(@Nullable Object value) {
		return this.setter != null && ClassUtils.isAssignableValue(this.setter.getParameterTypes()[0], value);
	}

	private static @Nullable Object invoke(Method method, Object bean, @Nullable Object... arguments) throws Exception {
		ReflectionUtils.makeAccessible(method);
		try {
			return method.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

}
