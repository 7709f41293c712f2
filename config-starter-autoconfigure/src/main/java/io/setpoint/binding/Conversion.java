package io.setpoint.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionService;

/**
 * The conversion services that count for configuration properties, in the order in which
 * Boot asks them.
 */
final class Conversion {

	private Conversion() {
	}

	static List<ConversionService> services(ConfigurableApplicationContext context) {
		String beanName = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
		if (context.containsBean(beanName) && context.isTypeMatch(beanName, ConversionService.class)) {
			return List.of(context.getBean(beanName, ConversionService.class));
		}
		List<ConversionService> services = new ArrayList<>();
		ApplicationConversionService beans = new ApplicationConversionService();
		Map<String, Object> converters = ApplicationConversionService.addBeans(beans, context.getBeanFactory(),
				ConfigurationPropertiesBinding.VALUE);
		if (!converters.isEmpty()) {
			services.add(beans);
		}
		if (context.getBeanFactory().getConversionService() != null) {
			services.add(context.getBeanFactory().getConversionService());
		}
		return services;
	}

}
