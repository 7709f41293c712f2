package io.setpoint.cloud;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.setpoint.acceptance.AcceptancePipeline;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Hears of changes that come from elsewhere than etcd: a refresh by Spring Cloud, an
 * event by somebody else. The types that read them are bound and validated again before
 * others hear of it, but after those who put something around sources that were loaded
 * anew.
 *
 * @since 0.1.0
 */
public final class ForeignChangeListener implements ApplicationListener<EnvironmentChangeEvent>, Ordered {

	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	private static final long PATIENCE_SECONDS = 3;

	private static final Log logger = LogFactory.getLog(ForeignChangeListener.class);

	private final AcceptancePipeline pipeline;

	/**
	 * Create a listener.
	 * @param pipeline binds the types
	 */
	public ForeignChangeListener(AcceptancePipeline pipeline) {
		this.pipeline = pipeline;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		if (!SpringCloudEvents.isFollowed(event)) {
			rebind(event);
		}
	}

	private void rebind(EnvironmentChangeEvent event) {
		Set<ConfigurationPropertyName> names = event.getKeys()
			.stream()
			.map((name) -> ConfigurationPropertyName.adapt(name, '.'))
			.collect(Collectors.toSet());
		this.pipeline.rebind(names);
		awaitBeans();
	}

	/**
	 * Beans are busy for a while at most, and who publishes the event may be one of those
	 * who follow.
	 */
	private void awaitBeans() {
		try {
			this.pipeline.followed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Others hear of a change before all beans have followed it");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
