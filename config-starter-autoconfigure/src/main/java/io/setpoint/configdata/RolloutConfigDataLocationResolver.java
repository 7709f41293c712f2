package io.setpoint.configdata;

import java.util.List;

import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;

/**
 * Resolves {@code rollout:} imports. All work is done when the profiles are known,
 * because what is for a profile may say where etcd is and who the instance is.
 */
class RolloutConfigDataLocationResolver implements ConfigDataLocationResolver<RolloutConfigDataResource> {

	private final DeferredLogFactory logFactory;

	RolloutConfigDataLocationResolver(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(RolloutLocation.PREFIX);
	}

	@Override
	public List<RolloutConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		context.getBootstrapContext()
			.registerIfAbsent(LocationSources.class, InstanceSupplier.from(LocationSources::new));
		return List.of(new RolloutConfigDataResource(location(context.getBinder(), location), location.isOptional()));
	}

	@Override
	public List<RolloutConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		ImportSessions.of(context.getBootstrapContext(), context.getBinder(), this.logFactory)
			.load(location(context.getBinder(), location), location.isOptional());
		return List.of();
	}

	private static RolloutLocation location(Binder binder, ConfigDataLocation location) {
		String root = binder.bind("setpoint.rollout.root", String.class).orElse("/rollouts");
		return new RolloutLocation(location.getNonPrefixedValue(RolloutLocation.PREFIX), root);
	}

}
