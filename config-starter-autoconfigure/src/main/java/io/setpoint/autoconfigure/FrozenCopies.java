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
 * Names at start the singletons that took a record itself and so keep a copy that never
 * changes: those of the application in a warning. Those of libraries, which nobody here
 * can define otherwise, are no reason to be warned each time.
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
			ApplicationBeans application = new ApplicationBeans(this.beanFactory);
			this.types.forEach((type) -> tell(type, application));
		}
	}

	private void tell(BoundType type, ApplicationBeans application) {
		if (type.isValueObject() && type.singleton() && !BoundTypes.isInfrastructure(type.type())) {
			for (String dependent : this.beanFactory.getDependentBeans(type.beanName())) {
				if (this.beanFactory.containsSingleton(dependent)) {
					tell(dependent, type, application.includes(dependent));
				}
			}
		}
	}

	private static void tell(String dependent, BoundType type, boolean own) {
		String copy = "Bean '" + dependent + "' holds a copy of " + type + " that stays as it was at start. ";
		if (own) {
			logger.warn(copy + "Inject Live<" + type.type().getSimpleName()
					+ "> instead to follow its changes, or put the bean into the refresh scope");
		}
		else {
			logger.info(copy + "It is a library's: restart the application when the values have changed");
		}
	}

}
