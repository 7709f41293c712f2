package io.setpoint.cloud;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.refresh.AcceptanceFollower;
import io.setpoint.refresh.AcceptedChange;
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
 * directly or by way of other beans, and on the properties of its {@code @Value}
 * expressions; one that takes the environment depends on everything. A
 * {@link io.setpoint.Live} value is followed by whoever holds it and is no reason.
 *
 * <p>
 * The scope waits for calls to a bean before it gives the bean up. They may take long:
 * then later followers go ahead of it.
 *
 * @since 0.1.0
 */
public final class RefreshScopeUpdate implements AcceptanceFollower {

	private static final String SCOPE = "refresh";

	private static final long PATIENCE_SECONDS = 3;

	private static final Log logger = LogFactory.getLog(RefreshScopeUpdate.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	private final RefreshScope scope;

	private final Executor executor;

	private @Nullable List<ScopedBean> beans;

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
	public void accepted(AcceptedChange change) {
		Set<String> names = affectedBy(change);
		if (!names.isEmpty()) {
			logger.debug("Re-creating the beans " + names + " of the refresh scope");
			await(CompletableFuture.allOf(names.stream()
				.map((name) -> CompletableFuture.runAsync(() -> recreate(name), this.executor))
				.toArray(CompletableFuture<?>[]::new)));
		}
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
		List<ScopedBean> beans = this.beans;
		if (beans == null) {
			beans = ScopedBean.in(this.beanFactory, SCOPE);
			this.beans = beans;
		}
		return beans;
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

	private static void await(CompletableFuture<Void> recreated) {
		try {
			recreated.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("Beans of the refresh scope are busy for more than " + PATIENCE_SECONDS
					+ " s; they are re-created when the calls to them have returned");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
