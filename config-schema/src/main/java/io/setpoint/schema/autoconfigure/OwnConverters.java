package io.setpoint.schema.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.SimpleTypeConverter;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.Parser;
import org.springframework.util.ClassUtils;

/**
 * Knows which types the application reads in ways of its own: by converters, by editors,
 * or by a conversion service that takes the place of Spring Boot's.
 */
final class OwnConverters implements Predicate<Class<?>> {

	private final Set<Class<?>> targets = new HashSet<>();

	private final SimpleTypeConverter editors = new SimpleTypeConverter();

	private final @Nullable ConversionService service;

	OwnConverters(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.copyRegisteredEditorsTo(this.editors);
		String name = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
		this.service = (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, ConversionService.class))
				? beanFactory.getBean(name, ConversionService.class) : null;
		for (Class<?> type : List.of(Converter.class, Parser.class)) {
			beans(beanFactory, type).keySet().forEach((bean) -> this.targets.add(target(beanFactory, bean, type)));
		}
		beans(beanFactory, GenericConverter.class).values().forEach(this::add);
	}

	private static <T> Map<String, T> beans(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		return BeanFactoryAnnotationUtils.qualifiedBeansOfType(beanFactory, type, ConfigurationPropertiesBinding.VALUE);
	}

	/**
	 * Find what a converter or parser gives.
	 * @param beanFactory has it
	 * @param bean the name of its bean
	 * @param type the interface, whose last type argument is the target
	 * @return the target, {@code Object} if that cannot be known
	 */
	private static Class<?> target(ConfigurableListableBeanFactory beanFactory, String bean, Class<?> type) {
		ResolvableType declared = beanFactory.getMergedBeanDefinition(bean).getResolvableType().as(type);
		if (!declared.hasGenerics()) {
			declared = ResolvableType.forClass(type, beanFactory.getBean(bean).getClass());
		}
		ResolvableType[] generics = declared.getGenerics();
		return (generics.length > 0) ? generics[generics.length - 1].resolve(Object.class) : Object.class;
	}

	private void add(GenericConverter converter) {
		Set<GenericConverter.ConvertiblePair> pairs = converter.getConvertibleTypes();
		if (pairs == null) {
			this.targets.add(Object.class);
		}
		else {
			pairs.forEach((pair) -> this.targets.add(pair.getTargetType()));
		}
	}

	/**
	 * Ask for a type. Whoever converts to a type is asked for what is more special, too.
	 */
	@Override
	public boolean test(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		return this.targets.stream().anyMatch((target) -> target.isAssignableFrom(boxed))
				|| this.editors.findCustomEditor(type, null) != null
				|| (this.service != null && this.service.canConvert(String.class, type));
	}

}
