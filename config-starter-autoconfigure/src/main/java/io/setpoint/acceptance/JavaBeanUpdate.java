package io.setpoint.acceptance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Handed;
import io.setpoint.binding.Recipient;
import io.setpoint.binding.Recipient.Taken;
import io.setpoint.binding.StandIns;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Lets the singletons of setter-based properties classes follow accepted changes: each is
 * handed what a stand-in was given that was bound and validated off to the side. A bean
 * that does not exist yet is not created; it follows when it is.
 *
 * @since 0.1.0
 */
public final class JavaBeanUpdate implements AcceptanceFollower, BeanPostProcessor, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(JavaBeanUpdate.class);

	private final BoundTypes types;

	private final ConfigurableListableBeanFactory beanFactory;

	private final StandIns standIns;

	private final Map<BoundType, Object> beans = new HashMap<>();

	private final Map<BoundType, Recipient> recipients = new HashMap<>();

	private final Map<BoundType, AcceptedChange> missed = new HashMap<>();

	private final Set<String> undeclared = new TreeSet<>();

	/**
	 * Create an update.
	 * @param types the application's bound types
	 * @param beanFactory the factory of their beans
	 * @param standIns makes second instances of them
	 */
	public JavaBeanUpdate(BoundTypes types, ConfigurableListableBeanFactory beanFactory, StandIns standIns) {
		this.types = types;
		this.beanFactory = beanFactory;
		this.standIns = standIns;
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
			forget(type);
			AcceptedChange change = missedBy(type, bean);
			while (change != null) {
				update(type, bean, change);
				change = missedBy(type, bean);
			}
		}
		else if (type == null && isUndeclared(bean)) {
			addUndeclared(beanName);
		}
		return bean;
	}

	/**
	 * Whether Boot finds on a bean itself what its definition does not say.
	 * @param bean the bean
	 * @return {@code true} if it is bound without anybody knowing before
	 */
	private static boolean isUndeclared(Object bean) {
		Class<?> type = bean.getClass();
		return !BoundTypes.isInfrastructure(type)
				&& MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(ConfigurationProperties.class);
	}

	private synchronized void addUndeclared(String beanName) {
		this.undeclared.add(beanName);
	}

	/**
	 * Compare the beans with stand-ins that were bound to the same, and say what does not
	 * follow.
	 * @param types the types to look at
	 * @param handed what stand-ins were given
	 * @param limits given the name of each bean that does not follow, or not wholly, and
	 * a sentence
	 */
	public synchronized void limits(Collection<BoundType> types, Function<BoundType, @Nullable Handed> handed,
			BiConsumer<String, String> limits) {
		for (BoundType type : types) {
			Handed given = handed.apply(type);
			Object bean = (given != null && isUpdated(type)) ? this.beans.computeIfAbsent(type, this::existing) : null;
			if (bean != null && given != null) {
				Recipient recipient = this.recipients.computeIfAbsent(type,
						(key) -> new Recipient(type, bean, given, this.standIns));
				Set<String> kept = recipient.keepDifferences(given);
				if (!kept.isEmpty()) {
					limits.accept(type.beanName(), "Bean '" + type.beanName() + "' of " + type
							+ " keeps what it has in '" + String.join("', '", kept)
							+ "': something other than its properties and its definition sets that, and a change does not"
							+ " replace it before a restart. Let it be set where the bean is defined");
				}
			}
		}
		this.undeclared.forEach((name) -> limits.accept(name, "Bean '" + name
				+ "' is neither checked nor follows, because its definition does not say that it has properties."
				+ " Declare its class as the return type of its bean method, or annotate the method"));
	}

	private static boolean isUpdated(BoundType type) {
		return !type.isValueObject() && type.singleton() && type.isFollowed();
	}

	private synchronized void forget(BoundType type) {
		this.beans.remove(type);
		this.recipients.remove(type);
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
		if (bean != null) {
			update(type, bean, whole);
		}
	}

	private synchronized AcceptedChange withMissed(BoundType type, AcceptedChange change) {
		AcceptedChange missed = this.missed.remove(type);
		return (missed != null) ? missed.then(change) : change;
	}

	private synchronized @Nullable Object beanOrMissed(BoundType type, AcceptedChange change) {
		Object bean = this.beans.computeIfAbsent(type, this::existing);
		if (bean == null) {
			this.missed.put(type, change);
		}
		return bean;
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

	private void update(BoundType type, Object bean, AcceptedChange change) {
		Handed handed = change.handedAfter(type);
		if (handed != null) {
			warn(type, recipient(type, bean, change).take(handed));
		}
	}

	private synchronized Recipient recipient(BoundType type, Object bean, AcceptedChange change) {
		return this.recipients.computeIfAbsent(type,
				(key) -> new Recipient(type, bean, change.handedBefore(type), this.standIns));
	}

	private static void warn(BoundType type, Taken taken) {
		String bean = "Bean '" + type.beanName() + "' of " + type;
		taken.failures()
			.forEach((name,
					failure) -> logger.warn(bean + " does not take over the property '" + name + "' ("
							+ failure.getClass().getName()
							+ "); it keeps the old value there until the next change, its other properties follow"));
		if (taken.underived() != null) {
			logger.warn(bean + " has its new properties and could not derive anew what it derives from them ("
					+ taken.underived().getClass().getName() + "); that is tried again with the next change");
		}
	}

}
