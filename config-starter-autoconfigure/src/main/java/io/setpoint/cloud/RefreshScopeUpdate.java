package io.setpoint.cloud;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.acceptance.Lane;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Re-creates the beans in refresh scope that depend on what an accepted change has
 * changed, and no others. A bean depends on the beans that were injected into it,
 * directly or by way of other beans, and on the properties of the placeholders in its
 * annotations; one that holds the environment or the context, or whose factory does,
 * depends on everything. A {@link io.setpoint.Live} value is followed by whoever holds it
 * and is no reason.
 *
 * <p>
 * The scope waits for calls to a bean before it gives the bean up. They may take long:
 * each bean has a lane of its own, and others go ahead of it.
 *
 * @since 0.1.0
 */
public final class RefreshScopeUpdate implements AcceptanceFollower {

	private static final String SCOPE = "refresh";

	private static final Log logger = LogFactory.getLog(RefreshScopeUpdate.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	private final RefreshScope scope;

	private final Executor executor;

	private final Map<String, Lane<AcceptedChange>> lanes = new ConcurrentHashMap<>();

	private volatile @Nullable Scoped scoped;

	/**
	 * Create an update.
	 * @param beanFactory the factory of the scoped beans
	 * @param environment the environment that they read
	 * @param scope the refresh scope
	 * @param executor re-creates beans
	 */
	public RefreshScopeUpdate(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment,
			RefreshScope scope, Executor executor) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.scope = scope;
		this.executor = executor;
	}

	@Override
	public Turn turn() {
		return Turn.SCOPES;
	}

	/**
	 * Nothing concerns a scope that is known to have no beans.
	 */
	@Override
	public boolean follows(AcceptedChange change) {
		Scoped known = known();
		return known == null || !known.beans().isEmpty();
	}

	@Override
	public void accepted(AcceptedChange change) {
		Set<String> names = affectedBy(change);
		if (!names.isEmpty()) {
			logger.debug("Re-creating the beans " + names + " of the refresh scope");
			names.forEach((name) -> this.lanes.computeIfAbsent(name, this::laneOf).add(change));
		}
	}

	private Lane<AcceptedChange> laneOf(String beanName) {
		return new Lane<>((change) -> recreate(beanName, change), AcceptedChange::then, 1, this.executor);
	}

	@Override
	public CompletableFuture<Void> followed() {
		return CompletableFuture
			.allOf(this.lanes.values().stream().map(Lane::idle).toArray(CompletableFuture<?>[]::new));
	}

	private Set<String> affectedBy(AcceptedChange change) {
		Set<String> direct = new LinkedHashSet<>();
		for (ScopedBean bean : beans()) {
			if (bean.reads(change, dependencies(bean.name()), this.environment)) {
				direct.add(bean.name());
			}
		}
		Set<String> changed = new HashSet<>(direct);
		change.types().forEach((type) -> changed.add(type.beanName()));
		Set<String> affected = new LinkedHashSet<>(direct);
		beans().stream().map(ScopedBean::name).filter((name) -> isReachable(name, changed)).forEach(affected::add);
		return affected;
	}

	private List<ScopedBean> beans() {
		Scoped known = known();
		if (known == null) {
			int definitions = this.beanFactory.getBeanDefinitionCount();
			known = new Scoped(definitions, ScopedBean.in(this.beanFactory, SCOPE));
			this.scoped = known;
		}
		return known.beans();
	}

	/**
	 * Return what was found when the scope was looked through.
	 * @return the beans, {@code null} if others may have been registered since
	 */
	private @Nullable Scoped known() {
		Scoped scoped = this.scoped;
		return (scoped != null && scoped.definitions() == this.beanFactory.getBeanDefinitionCount()) ? scoped : null;
	}

	private boolean isSearching(String beanName) {
		return beans().stream().anyMatch((bean) -> bean.searching() && bean.name().equals(beanName));
	}

	private List<String> dependencies(String beanName) {
		return List.of(this.beanFactory.getDependenciesForBean(beanName));
	}

	private boolean isReachable(String beanName, Set<String> changed) {
		Set<String> seen = new HashSet<>();
		Deque<String> ahead = new ArrayDeque<>(dependencies(beanName));
		for (String name = ahead.poll(); name != null; name = ahead.poll()) {
			String target = ScopedProxyUtils.getTargetBeanName(name);
			if (changed.contains(name) || changed.contains(target)) {
				return true;
			}
			if (seen.add(name)) {
				ahead.addAll(dependencies(name));
				ahead.addAll(dependencies(target));
			}
		}
		return false;
	}

	/**
	 * Re-create a bean when the setter-based beans that it is made of have followed, so
	 * that it is not made of their old values.
	 * @param beanName the name of the bean
	 * @param change what has changed
	 */
	private void recreate(String beanName, AcceptedChange change) {
		change.types()
			.stream()
			.filter((type) -> !change.followed(type).isDone()
					&& (isSearching(beanName) || isReachable(beanName, Set.of(type.beanName()))))
			.forEach((type) -> change.followed(type).join());
		recreate(beanName);
	}

	private void recreate(String beanName) {
		try {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				this.beanFactory.destroyScopedBean(beanName);
			}
			else if (this.scope.refresh(beanName)) {
				this.beanFactory.getBean(beanName);
			}
		}
		catch (Throwable ex) {
			logger
				.error("Bean '" + beanName + "' of the refresh scope was not re-created after a configuration change ("
						+ ex.getClass().getName() + "); it is tried again when it is called");
		}
	}

	/**
	 * The beans of the scope.
	 *
	 * @param definitions how many beans of any scope were defined then
	 * @param beans those of the scope
	 */
	private record Scoped(int definitions, List<ScopedBean> beans) {

	}

}
