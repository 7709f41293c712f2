package io.setpoint.configdata;

import java.util.Objects;

import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigData.Option;
import org.springframework.boot.context.config.ConfigData.Options;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;

/**
 * Puts an import from etcd into its place. A load that is repeated later, by a refresh of
 * whatever origin, gets the sources that are live already.
 */
class EtcdConfigDataLoader implements ConfigDataLoader<EtcdConfigDataResource> {

	@Override
	public ConfigData load(ConfigDataLoaderContext context, EtcdConfigDataResource resource) {
		Imports imports = Objects.requireNonNull(context.getBootstrapContext().get(Imports.class));
		Options options = Options.of(Option.IGNORE_IMPORTS, Option.IGNORE_PROFILES);
		return new ConfigData(imports.sources(resource.place()),
				(propertySource) -> resource.isProfileSpecific() ? options.with(Option.PROFILE_SPECIFIC) : options);
	}

}
