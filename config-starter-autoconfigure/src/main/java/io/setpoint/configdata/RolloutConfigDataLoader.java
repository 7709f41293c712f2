package io.setpoint.configdata;

import java.util.List;
import java.util.Objects;

import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigData.Option;
import org.springframework.boot.context.config.ConfigData.Options;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;

/**
 * Loads a versioned configuration: puts its one source into place, which is filled when
 * the profiles are known.
 */
class RolloutConfigDataLoader implements ConfigDataLoader<RolloutConfigDataResource> {

	@Override
	public ConfigData load(ConfigDataLoaderContext context, RolloutConfigDataResource resource) {
		LocationSources sources = Objects.requireNonNull(context.getBootstrapContext().get(LocationSources.class));
		Options options = Options.of(Option.IGNORE_IMPORTS, Option.IGNORE_PROFILES);
		return new ConfigData(List.of(sources.get(resource.location())), (propertySource) -> options);
	}

}
