package io.setpoint.configdata;

import java.util.List;
import java.util.Objects;

import io.setpoint.document.LocationPropertySource;

import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigData.Option;
import org.springframework.boot.context.config.ConfigData.Options;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;

/**
 * Loads a location of etcd. A load that is repeated later, by a refresh of whatever
 * origin, gets the source that is live already.
 */
class EtcdConfigDataLoader implements ConfigDataLoader<EtcdConfigDataResource> {

	@Override
	public ConfigData load(ConfigDataLoaderContext context, EtcdConfigDataResource resource) {
		ImportSession session = Objects.requireNonNull(context.getBootstrapContext().get(ImportSession.class));
		LocationPropertySource source = session.load(resource.location(), resource.isOptional());
		Options options = Options.of(Option.IGNORE_IMPORTS, Option.IGNORE_PROFILES);
		boolean profileSpecific = resource.location().profileSpecific();
		return new ConfigData(List.of(source),
				(propertySource) -> profileSpecific ? options.with(Option.PROFILE_SPECIFIC) : options);
	}

}
