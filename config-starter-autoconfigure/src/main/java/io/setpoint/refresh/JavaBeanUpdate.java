package io.setpoint.refresh;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Lets the singletons of setter-based properties classes follow accepted changes: each
 * takes over what has changed from an instance that was bound and validated off to the
 * side. A bean that does not exist yet is not created; it follows when it is.
 *
 * @since 0.1.0
 */
public final class JavaBeanUpdate implements AcceptanceFollower, BeanPostProcessor, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(JavaBeanUpdate.class);

	private final BoundTypes types;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<BoundType, Object> beans = new HashMap<>();

	private final Map<BoundType, AcceptedChange> missed = new HashMap<>();

	/**
	 * Create an update.
	 * @param types the application's bound types
	 * @param beanFactory the factory of their beans
	 */
	public JavaBeanUpdate(BoundTypes types, ConfigurableListableBeanFactory beanFactory) {
		this.types = types;
		this.beanFactory = beanFactory;
	}

	/**
	 * Right after Boot has bound a bean, and before it is initialized or gets a proxy.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 2;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		BoundType type = this.types.get(beanName);
		if (type != null && isUpdated(type)) {
			AcceptedChange change = missedBy(type, bean);
			while (change != null) {
				update(type, bean, change);
				change = missedBy(type, bean);
			}
		}
		return bean;
	}

	private static boolean isUpdated(BoundType type) {
		return !type.isValueObject() && type.singleton();
	}

	/**
	 * A change may be accepted while the bean is created, and then it may have been bound
	 * half before and half after it.
	 * @param type the type
	 * @param bean its bean, which follows directly once there is nothing that it missed
	 * @return what it missed
	 */
	private synchronized @Nullable AcceptedChange missedBy(BoundType type, Object bean) {
		AcceptedChange change = this.missed.remove(type);
		if (change == null) {
			this.beans.put(type, bean);
		}
		return change;
	}

	@Override
	public Turn turn() {
		return Turn.BEANS;
	}

	@Override
	public boolean follows(AcceptedChange change) {
		return change.types().stream().anyMatch(JavaBeanUpdate::isUpdated);
	}

	@Override
	public void accepted(AcceptedChange change) {
		for (BoundType type : change.types()) {
			if (isUpdated(type)) {
				follow(type, change);
			}
		}
	}

	private void follow(BoundType type, AcceptedChange change) {
		AcceptedChange whole = withMissed(type, change);
		Object bean = beanOrMissed(type, whole);
		if (bean != null && !update(type, bean, whole)) {
			miss(type, whole);
		}
	}

	private synchronized AcceptedChange withMissed(BoundType type, AcceptedChange change) {
		AcceptedChange missed = this.missed.remove(type);
		return (missed != null) ? missed.then(change) : change;
	}

	private synchronized @Nullable Object beanOrMissed(BoundType type, AcceptedChange change) {
		Object bean = this.beans.computeIfAbsent(type, this::existing);
		if (bean == null) {
			miss(type, change);
		}
		return bean;
	}

	private synchronized void miss(BoundType type, AcceptedChange change) {
		this.missed.put(type, change);
	}

	private @Nullable Object existing(BoundType type) {
		String beanName = type.beanName();
		Object bean = this.beanFactory.containsSingleton(beanName) ? this.beanFactory.getSingleton(beanName) : null;
		return (bean != null) ? target(bean) : null;
	}

	private static Object target(Object bean) {
		Object target = bean;
		for (Object next = bean; next != null; next = AopProxyUtils.getSingletonTarget(next)) {
			target = next;
		}
		return target;
	}

	private static boolean update(BoundType type, Object bean, AcceptedChange change) {
		Object before = change.valueBefore(type);
		Object after = Objects.requireNonNull(change.valueAfter(type));
		Map<String, Throwable> failures = new JavaBeanTransfer().transfer(type.prefix().toString(), bean,
				(before != null) ? before : bean, after);
		failures.forEach((name,
				failure) -> logger.warn("Bean '" + type.beanName() + "' of " + type
						+ " does not take over the property '" + name + "' (" + failure.getClass().getName()
						+ "); it keeps the old value there, its other properties follow"));
		return failures.isEmpty();
	}

}
