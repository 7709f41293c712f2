package io.setpoint.autoconfigure;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import io.setpoint.ConfigurationChangedEvent;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.document.LocationPropertySource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The locations that a context has in its environment because one of its ancestors has
 * imported them. They are followed there, once: here what has changed is bound and
 * validated again, as with any source that somebody else changes.
 */
class InheritedLocations implements DisposableBean {

	private final ConfigurableApplicationContext context;

	private final Set<ConfigurableApplicationContext> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());

	private volatile Runnable end = () -> {
	};

	InheritedLocations(ConfigurableApplicationContext context) {
		this.context = context;
		for (ApplicationContext parent = context.getParent(); parent != null; parent = parent.getParent()) {
			if (parent instanceof ConfigurableApplicationContext ancestor) {
				this.ancestors.add(ancestor);
			}
		}
	}

	/**
	 * Return the locations that the context follows itself.
	 * @return the sources, strongest first
	 */
	List<LocationPropertySource> own() {
		ConfigurableEnvironment environment = this.context.getEnvironment();
		Set<LocationPropertySource> inherited = Collections.newSetFromMap(new IdentityHashMap<>());
		this.ancestors.stream()
			.map(ConfigurableApplicationContext::getEnvironment)
			.filter((above) -> above != environment)
			.forEach((above) -> inherited.addAll(LocationPropertySource.in(above)));
		return LocationPropertySource.in(environment).stream().filter((source) -> !inherited.contains(source)).toList();
	}

	/**
	 * Follow what the ancestors accept.
	 * @param pipeline binds what it changes
	 */
	void follow(AcceptancePipeline pipeline) {
		for (ConfigurableApplicationContext ancestor : this.ancestors) {
			Listener listener = new Listener(ancestor, pipeline);
			ancestor.addApplicationListener(listener);
			Runnable before = this.end;
			this.end = () -> {
				before.run();
				ancestor.removeApplicationListener(listener);
			};
		}
	}

	@Override
	public void destroy() {
		this.end.run();
	}

	/**
	 * Hears of what one ancestor has accepted, and not of what others publish by way of
	 * it.
	 */
	private record Listener(ApplicationContext ancestor,
			AcceptancePipeline pipeline) implements ApplicationListener<ConfigurationChangedEvent> {

		@Override
		public void onApplicationEvent(ConfigurationChangedEvent event) {
			if (event.getSource() == this.ancestor) {
				Set<ConfigurationPropertyName> names = new HashSet<>();
				event.getPropertyNames().forEach((name) -> names.add(ConfigurationPropertyName.adapt(name, '.')));
				this.pipeline.rebind(names);
			}
		}

	}

}
