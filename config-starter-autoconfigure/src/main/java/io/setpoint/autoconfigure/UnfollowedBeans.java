package io.setpoint.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.JavaBeanUpdate;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.StandIns;
import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Names at start the setter-based properties beans that do not follow their properties,
 * or not wholly, and says what to do: those of the application in one warning. Those of
 * libraries, which nobody here can define otherwise, are no reason to be warned each
 * time.
 */
class UnfollowedBeans implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnfollowedBeans.class);

	private final AcceptancePipeline pipeline;

	private final StandIns standIns;

	private final JavaBeanUpdate update;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	UnfollowedBeans(AcceptancePipeline pipeline, StandIns standIns, JavaBeanUpdate update,
			ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		this.pipeline = pipeline;
		this.standIns = standIns;
		this.update = update;
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (LocationPropertySource.in(this.environment).isEmpty()) {
			return;
		}
		List<BoundType> types = this.pipeline.completeBeans();
		ApplicationBeans application = new ApplicationBeans(this.beanFactory);
		List<String> own = new ArrayList<>();
		List<String> others = new ArrayList<>();
		BiConsumer<String, String> limits = (beanName, limit) -> (application.includes(beanName) ? own : others)
			.add(limit);
		this.standIns.limits(types, limits);
		this.update.limits(types, this.pipeline.accepted()::handed, limits);
		if (!own.isEmpty()) {
			logger.warn("Not every bean follows its properties: " + String.join(". ", own));
		}
		if (!others.isEmpty()) {
			logger.info("Not every bean of a library follows its properties: restart the application when they have"
					+ " changed. To those who make the library: " + String.join(". ", others));
		}
	}

}
