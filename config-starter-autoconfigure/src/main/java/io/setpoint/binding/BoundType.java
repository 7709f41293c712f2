package io.setpoint.binding;

import java.lang.annotation.Annotation;
import java.util.Objects;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * A {@code @ConfigurationProperties} bean that follows its properties.
 *
 * @param index its place in a publication
 * @param beanName the name of its bean
 * @param type the class that is bound
 * @param prefix the prefix of its properties
 * @param bindMethod whether its values are given to a constructor or to setters
 * @param singleton whether the bean is a singleton by its own definition
 * @param annotations what Boot's binder wants to know: {@code @ConfigurationProperties},
 * {@code @Validated}
 * @param target the type as the bean's definition declares it, with its generics
 * @since 0.1.0
 */
public record BoundType(int index, String beanName, Class<?> type, ConfigurationPropertyName prefix,
		BindMethod bindMethod, boolean singleton, Annotation[] annotations, ResolvableType target) {

	/**
	 * Create a type without generics.
	 * @param index its place in a publication
	 * @param beanName the name of its bean
	 * @param type the class that is bound
	 * @param prefix the prefix of its properties
	 * @param bindMethod whether its values are given to a constructor or to setters
	 * @param singleton whether the bean is a singleton by its own definition
	 * @param annotations {@code @ConfigurationProperties}, {@code @Validated}
	 */
	public BoundType(int index, String beanName, Class<?> type, ConfigurationPropertyName prefix, BindMethod bindMethod,
			boolean singleton, Annotation[] annotations) {
		this(index, beanName, type, prefix, bindMethod, singleton, annotations, ResolvableType.forClass(type));
	}

	/**
	 * Whether the type is created by its constructor, and so never changes.
	 * @return {@code true} for records and constructor-bound classes
	 */
	public boolean isValueObject() {
		return this.bindMethod == BindMethod.VALUE_OBJECT;
	}

	/**
	 * Whether a second instance may be made of the bean's definition. What has to be
	 * closed, or makes another bean, is a running thing rather than a set of properties.
	 * @return {@code false} if the bean is checked only, and does not follow
	 */
	public boolean isFollowed() {
		return isValueObject() || !Definition.isRunning(this.type);
	}

	Bindable<Object> bindable() {
		return Bindable.of(this.target).withAnnotations(this.annotations).withBindMethod(this.bindMethod);
	}

	ConfigurationProperties annotation() {
		return (ConfigurationProperties) this.annotations[0];
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof BoundType that && this.index == that.index && this.beanName.equals(that.beanName);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.beanName);
	}

	@Override
	public String toString() {
		return this.type.getName() + " ('" + this.prefix + "')";
	}

}
