package io.setpoint.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Whether somebody says when an application is ready.
 */
final class Readiness {

	/**
	 * What {@code SpringApplication} registers in each context that it runs.
	 */
	private static final String OF_SPRING_APPLICATION = "springApplicationArguments";

	private Readiness() {
	}

	static boolean isAwaited(ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.containsSingleton(OF_SPRING_APPLICATION);
	}

}
