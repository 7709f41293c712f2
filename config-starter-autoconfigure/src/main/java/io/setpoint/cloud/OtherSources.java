package io.setpoint.cloud;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Reads the sources of the environment again that do not follow by themselves: files,
 * configuration servers. Spring Cloud loads them and tells who reads them; only those
 * beans of the refresh scope are created anew that depend on what has changed.
 *
 * @since 0.1.0
 */
public final class OtherSources implements Supplier<Collection<String>> {

	private final ContextRefresher refresher;

	private final ApplicationEventPublisher publisher;

	/**
	 * Create the sources.
	 * @param refresher loads them
	 * @param publisher publishes that the refresh scope is up to date
	 */
	public OtherSources(ContextRefresher refresher, ApplicationEventPublisher publisher) {
		this.refresher = refresher;
		this.publisher = publisher;
	}

	@Override
	public Collection<String> get() {
		Set<String> names = this.refresher.refreshEnvironment();
		if (!names.isEmpty()) {
			this.publisher.publishEvent(new RefreshScopeRefreshedEvent());
		}
		return names;
	}

}
