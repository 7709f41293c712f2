package io.setpoint.rollout.imports;

import java.util.List;

import io.setpoint.configdata.EtcdConfigDataResource;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.logging.DeferredLogFactory;

/**
 * Resolves {@code rollout:} imports: the places that they have among the property
 * sources. There is nothing of a version that is for a profile.
 */
class RolloutConfigDataLocationResolver implements ConfigDataLocationResolver<EtcdConfigDataResource> {

	private final DeferredLogFactory logFactory;

	RolloutConfigDataLocationResolver(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(RolloutLocation.PREFIX);
	}

	@Override
	public List<EtcdConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		String configuration = location.getNonPrefixedValue(RolloutLocation.PREFIX);
		RolloutLocation.checkName(configuration);
		return List.of(EtcdConfigDataResource.of(RolloutLocation.displayName(configuration), location.isOptional(),
				(properties) -> new RolloutLocation(configuration, ImportedRollouts.keys(properties)), context,
				this.logFactory));
	}

}
