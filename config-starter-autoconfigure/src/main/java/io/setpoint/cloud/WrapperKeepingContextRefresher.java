package io.setpoint.cloud;

import java.util.List;

import io.setpoint.document.LocationPropertySource;
import io.setpoint.document.YieldingPropertySource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration.RefreshProperties;
import org.springframework.cloud.bootstrap.encrypt.AbstractEnvironmentDecrypt;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Spring Cloud's refresh, which leaves in place what others have put around locations. It
 * loads all sources anew and puts them where the old ones were.
 *
 * @since 0.1.0
 */
public class WrapperKeepingContextRefresher extends ConfigDataContextRefresher {

	/**
	 * Create a refresher.
	 * @param context the context
	 * @param scope the refresh scope
	 * @param properties the settings of refreshes
	 */
	public WrapperKeepingContextRefresher(ConfigurableApplicationContext context, RefreshScope scope,
			RefreshProperties properties) {
		super(context, scope, properties);
	}

	@Override
	protected void updateEnvironment() {
		MutablePropertySources sources = getContext().getEnvironment().getPropertySources();
		List<PropertySource<?>> wrappers = sources.stream().filter((source) -> isWrapper(source, sources)).toList();
		super.updateEnvironment();
		wrappers.forEach((wrapper) -> restore(wrapper, sources));
		YieldingPropertySource.install(getContext().getEnvironment(),
				AbstractEnvironmentDecrypt.DECRYPTED_PROPERTY_SOURCE_NAME);
	}

	private static boolean isWrapper(PropertySource<?> source, MutablePropertySources sources) {
		return !(source instanceof LocationPropertySource)
				&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
				&& LocationPropertySource.behind(source).stream().anyMatch((location) -> !isIn(location, sources));
	}

	private static boolean isIn(LocationPropertySource location, MutablePropertySources sources) {
		return sources.get(location.getName()) == location;
	}

	private static void restore(PropertySource<?> wrapper, MutablePropertySources sources) {
		for (LocationPropertySource location : LocationPropertySource.behind(wrapper)) {
			if (!isIn(location, sources)) {
				continue;
			}
			if (sources.stream().anyMatch((source) -> source == wrapper)) {
				sources.remove(location.getName());
			}
			else {
				sources.replace(location.getName(), wrapper);
			}
		}
	}

}
