package io.setpoint.configdata;

import java.util.List;
import java.util.Objects;

import io.setpoint.document.LocationPropertySource;

import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
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
		LocationPropertySource source = source(context.getBootstrapContext(), resource);
		Options options = Options.of(Option.IGNORE_IMPORTS, Option.IGNORE_PROFILES);
		boolean profileSpecific = resource.location().profileSpecific();
		return new ConfigData(List.of(source),
				(propertySource) -> profileSpecific ? options.with(Option.PROFILE_SPECIFIC) : options);
	}

	private static LocationPropertySource source(ConfigurableBootstrapContext bootstrapContext,
			EtcdConfigDataResource resource) {
		if (!resource.location().profileSpecific()) {
			return Objects.requireNonNull(bootstrapContext.get(LocationSources.class)).get(resource.location());
		}
		ImportSession session = Objects.requireNonNull(bootstrapContext.get(ImportSession.class));
		return session.load(resource.location(), resource.isOptional());
	}

}
