package io.setpoint.configdata;

import io.setpoint.document.LocationPropertySource;
import io.setpoint.document.YieldingPropertySource;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets Boot read through whatever is around the sources of locations, before anything is
 * bound, and what Spring Cloud has decrypted from files give way to them.
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
		LocationPropertySource.in(environment).forEach((location) -> location.follow(environment));
	}

}
