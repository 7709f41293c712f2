package io.setpoint.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.JavaBeanUpdate;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.StandIns;
import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Names at start, in one warning, the setter-based properties beans that do not follow
 * their properties, or not wholly, and says what to do.
 */
class UnfollowedBeans implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnfollowedBeans.class);

	private final AcceptancePipeline pipeline;

	private final StandIns standIns;

	private final JavaBeanUpdate update;

	private final ConfigurableEnvironment environment;

	UnfollowedBeans(AcceptancePipeline pipeline, StandIns standIns, JavaBeanUpdate update,
			ConfigurableEnvironment environment) {
		this.pipeline = pipeline;
		this.standIns = standIns;
		this.update = update;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (LocationPropertySource.in(this.environment).isEmpty()) {
			return;
		}
		List<BoundType> types = this.pipeline.completeBeans();
		List<String> limits = new ArrayList<>(this.standIns.limits(types));
		limits.addAll(this.update.limits(types, this.pipeline.accepted()::handed));
		if (!limits.isEmpty()) {
			logger.warn("Not every bean follows its properties: " + String.join(". ", limits));
		}
	}

}
