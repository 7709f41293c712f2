package io.setpoint.memory;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets files refer to an etcd in the JVM.
 *
 * @see EtcdInMemoryPropertySource
 */
class EtcdInMemoryEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final Log logger;

	EtcdInMemoryEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(EtcdInMemoryPropertySource.class);
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new EtcdInMemoryPropertySource(this.logger));
	}

}
