package io.setpoint.cloud;

import java.util.List;

import io.setpoint.document.LocationPropertySource;

import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration.RefreshProperties;
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
		List<PropertySource<?>> wrappers = sources.stream().filter(WrapperKeepingContextRefresher::isAround).toList();
		super.updateEnvironment();
		wrappers.forEach((wrapper) -> restore(wrapper, sources));
	}

	private static boolean isAround(PropertySource<?> source) {
		return !(source instanceof LocationPropertySource) && !"configurationProperties".equals(source.getName())
				&& !LocationPropertySource.behind(source).isEmpty();
	}

	private static void restore(PropertySource<?> wrapper, MutablePropertySources sources) {
		for (LocationPropertySource location : LocationPropertySource.behind(wrapper)) {
			if (sources.get(location.getName()) == location) {
				if (sources.contains(wrapper.getName()) && !wrapper.getName().equals(location.getName())) {
					sources.remove(location.getName());
				}
				else {
					sources.replace(location.getName(), wrapper);
				}
			}
		}
	}

}
