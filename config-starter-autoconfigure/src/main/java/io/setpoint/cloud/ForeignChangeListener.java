package io.setpoint.cloud;

import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.refresh.AcceptancePipeline;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;

/**
 * Hears of changes that come from elsewhere than etcd: a refresh by Spring Cloud, an
 * event by somebody else. The types that read them are bound and validated again.
 *
 * @since 0.1.0
 */
public final class ForeignChangeListener implements ApplicationListener<EnvironmentChangeEvent> {

	private final AcceptancePipeline pipeline;

	/**
	 * Create a listener.
	 * @param pipeline binds the types
	 */
	public ForeignChangeListener(AcceptancePipeline pipeline) {
		this.pipeline = pipeline;
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		Set<ConfigurationPropertyName> names = event.getKeys()
			.stream()
			.map((name) -> ConfigurationPropertyName.adapt(name, '.'))
			.collect(Collectors.toSet());
		this.pipeline.rebind(names);
	}

}
