package io.setpoint.autoconfigure;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Warns at start of singletons that took a record itself and so keep a copy that never
 * changes.
 */
class FrozenCopies implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(FrozenCopies.class);

	private final BoundTypes types;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	FrozenCopies(BoundTypes types, ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		this.types = types;
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!LocationPropertySource.in(this.environment).isEmpty()) {
			this.types.forEach(this::warn);
		}
	}

	private void warn(BoundType type) {
		if (type.isValueObject() && type.singleton() && !BoundTypes.isInfrastructure(type.type())) {
			for (String dependent : this.beanFactory.getDependentBeans(type.beanName())) {
				if (this.beanFactory.containsSingleton(dependent)) {
					String name = type.type().getSimpleName();
					logger.warn("Bean '" + dependent + "' holds a copy of " + type
							+ " that stays as it was at start. Inject Live<" + name
							+ "> instead to follow its changes, or put the bean into the refresh scope");
				}
			}
		}
	}

}
