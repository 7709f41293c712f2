package io.setpoint.autoconfigure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of one context without those of its ancestors, which follow what their own
 * context accepts.
 */
final class OwnBeans {

	private OwnBeans() {
	}

	/**
	 * Return the beans of a type, in their order.
	 * @param <T> the type
	 * @param beanFactory the factory of the context
	 * @param type the type
	 * @return the beans
	 */
	static <T> List<T> of(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		ObjectProvider<T> all = beanFactory.getBeanProvider(type);
		if (beanFactory.getParentBeanFactory() == null) {
			return all.orderedStream().toList();
		}
		Set<T> own = Collections.newSetFromMap(new IdentityHashMap<>());
		own.addAll(beanFactory.getBeansOfType(type).values());
		return all.orderedStream().filter(own::contains).toList();
	}

}
