package io.setpoint.configdata;

import java.util.List;

import io.setpoint.binding.WithholdingTypeConverter;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.document.YieldingPropertySource;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets Boot read through whatever is around the sources of locations, before anything is
 * bound, what Spring Cloud has decrypted from files give way to them, and no failed
 * conversion of a bean factory quote a value.
 */
class LocationInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private static final String DECRYPTED = "decrypted";

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		YieldingPropertySource.install(environment, DECRYPTED);
		List<LocationPropertySource> locations = LocationPropertySource.in(environment);
		locations.forEach((location) -> location.follow(environment));
		if (!locations.isEmpty()) {
			WithholdingTypeConverter.install(context.getBeanFactory());
		}
	}

}
