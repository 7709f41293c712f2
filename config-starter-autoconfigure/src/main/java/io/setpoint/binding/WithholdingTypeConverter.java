package io.setpoint.binding;

import java.lang.reflect.Field;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.SimpleTypeConverter;
import org.springframework.beans.TypeConverter;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Converts what beans take as Spring does, and does not say in an exception what it was:
 * what an annotation such as {@code @Value} takes may come of etcd.
 *
 * @since 0.1.0
 */
public final class WithholdingTypeConverter implements TypeConverter {

	private static final String WITHHELD = "(withheld)";

	private final ConfigurableBeanFactory beanFactory;

	private WithholdingTypeConverter(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Let a bean factory convert by such a converter, unless it has one of its own.
	 * @param beanFactory the bean factory
	 */
	public static void install(ConfigurableBeanFactory beanFactory) {
		if (beanFactory.getTypeConverter().getClass() == SimpleTypeConverter.class) {
			beanFactory.setTypeConverter(new WithholdingTypeConverter(beanFactory));
		}
	}

	@Override
	public <T> @Nullable T convertIfNecessary(@Nullable Object value, @Nullable Class<T> requiredType) {
		return convert((converter) -> converter.convertIfNecessary(value, requiredType));
	}

	@Override
	public <T> @Nullable T convertIfNecessary(@Nullable Object value, @Nullable Class<T> requiredType,
			@Nullable MethodParameter parameter) {
		return convert((converter) -> converter.convertIfNecessary(value, requiredType, parameter));
	}

	@Override
	public <T> @Nullable T convertIfNecessary(@Nullable Object value, @Nullable Class<T> requiredType,
			@Nullable Field field) {
		return convert((converter) -> converter.convertIfNecessary(value, requiredType, field));
	}

	@Override
	public <T> @Nullable T convertIfNecessary(@Nullable Object value, @Nullable Class<T> requiredType,
			@Nullable TypeDescriptor typeDescriptor) {
		return convert((converter) -> converter.convertIfNecessary(value, requiredType, typeDescriptor));
	}

	private <T> @Nullable T convert(Function<TypeConverter, @Nullable T> conversion) {
		SimpleTypeConverter converter = new SimpleTypeConverter();
		converter.setConversionService(this.beanFactory.getConversionService());
		this.beanFactory.copyRegisteredEditorsTo(converter);
		try {
			return conversion.apply(converter);
		}
		catch (TypeMismatchException ex) {
			throw withheld(ex);
		}
	}

	private static TypeMismatchException withheld(TypeMismatchException ex) {
		TypeMismatchException withheld = (ex instanceof ConversionNotSupportedException)
				? new ConversionNotSupportedException(WITHHELD, ex.getRequiredType(), null)
				: new TypeMismatchException(WITHHELD, ex.getRequiredType());
		withheld.setStackTrace(ex.getStackTrace());
		return withheld;
	}

}
