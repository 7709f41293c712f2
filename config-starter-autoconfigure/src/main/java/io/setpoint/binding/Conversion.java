package io.setpoint.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionService;

/**
 * How configuration properties are converted.
 *
 * @param services the conversion services that count, in the order in which Boot asks
 * them
 * @param customized whether beans of the application are among them: what these make of a
 * text need not be the same each time
 */
record Conversion(List<ConversionService> services, boolean customized) {

	static Conversion of(ConfigurableApplicationContext context) {
		String beanName = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
		if (context.containsBean(beanName) && context.isTypeMatch(beanName, ConversionService.class)) {
			return new Conversion(List.of(context.getBean(beanName, ConversionService.class)), true);
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
		return new Conversion(services, !converters.isEmpty());
	}

}
