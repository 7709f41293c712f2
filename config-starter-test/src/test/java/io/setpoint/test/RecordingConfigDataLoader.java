package io.setpoint.test;

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.core.env.MapPropertySource;

/**
 * Stands in for the loader of etcd locations: it keeps the endpoints that were visible
 * while config data was loaded.
 */
class RecordingConfigDataLoader implements ConfigDataLoader<RecordingConfigDataLoader.Recorded> {

	@Override
	public ConfigData load(ConfigDataLoaderContext context, Recorded resource) {
		return new ConfigData(
				List.of(new MapPropertySource("recorded", Map.of("recorded.endpoints", resource.endpoints))));
	}

	static class Resolver implements ConfigDataLocationResolver<Recorded> {

		@Override
		public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
			return location.hasPrefix("recorded:");
		}

		@Override
		public List<Recorded> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
			return List
				.of(new Recorded(context.getBinder().bind("setpoint.etcd.endpoints", String.class).orElse("none")));
		}

	}

	static class Recorded extends ConfigDataResource {

		private final String endpoints;

		Recorded(String endpoints) {
			this.endpoints = endpoints;
		}

	}

}
