package io.setpoint.configdata;

import java.util.List;

import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.util.StringUtils;

/**
 * Resolves {@code etcd:} imports. All work is done when the profiles are known: what is
 * in etcd cannot choose them.
 */
class EtcdConfigDataLocationResolver implements ConfigDataLocationResolver<EtcdConfigDataResource> {

	static final String PREFIX = "etcd:";

	private final DeferredLogFactory logFactory;

	EtcdConfigDataLocationResolver(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(PREFIX);
	}

	@Override
	public List<EtcdConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		context.getBootstrapContext()
			.registerIfAbsent(LocationSources.class, InstanceSupplier.from(LocationSources::new));
		return resources(locations(context.getBinder(), location, List.of()), location);
	}

	@Override
	public List<EtcdConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		List<Location> locations = locations(context.getBinder(), location, profiles.getActive());
		ImportSession session = ImportSessions.of(context.getBootstrapContext(), context.getBinder(), this.logFactory);
		locations.stream()
			.filter((candidate) -> !candidate.profileSpecific())
			.forEach((candidate) -> session.load(candidate, location.isOptional()));
		return resources(locations.stream().filter(Location::profileSpecific).toList(), location);
	}

	private static List<EtcdConfigDataResource> resources(List<Location> locations, ConfigDataLocation location) {
		return locations.stream()
			.map((candidate) -> new EtcdConfigDataResource(candidate, location.isOptional()))
			.toList();
	}

	private static List<Location> locations(Binder binder, ConfigDataLocation location, List<String> profiles) {
		String path = location.getNonPrefixedValue(PREFIX);
		if (StringUtils.hasText(path)) {
			return Location.explicit(path, profiles);
		}
		String root = binder.bind("setpoint.config.root", String.class).orElse("/config");
		String application = binder.bind("spring.application.name", String.class).orElse("application");
		return Location.conventional(root, application, profiles);
	}

}
