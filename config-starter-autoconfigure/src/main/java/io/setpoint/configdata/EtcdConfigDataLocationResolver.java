package io.setpoint.configdata;

import java.util.List;

import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
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
		return List.of();
	}

	@Override
	public List<EtcdConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		Binder binder = context.getBinder();
		List<Location> locations = locations(binder, location.getNonPrefixedValue(PREFIX), profiles.getActive());
		registerSession(context.getBootstrapContext(), binder);
		return locations.stream()
			.map((candidate) -> new EtcdConfigDataResource(candidate, location.isOptional()))
			.toList();
	}

	private static List<Location> locations(Binder binder, String path, List<String> profiles) {
		if (StringUtils.hasText(path)) {
			return Location.explicit(path, profiles);
		}
		String root = binder.bind("setpoint.config.root", String.class).orElse("/config");
		String application = binder.bind("spring.application.name", String.class).orElse("application");
		return Location.conventional(root, application, profiles);
	}

	private void registerSession(ConfigurableBootstrapContext bootstrapContext, Binder binder) {
		if (!bootstrapContext.isRegistered(ImportSession.class)) {
			ImportSession session = ImportSessions.create(binder, this.logFactory);
			bootstrapContext.register(ImportSession.class, (context) -> session);
			bootstrapContext
				.addCloseListener((event) -> session.promote(event.getApplicationContext().getBeanFactory()));
		}
	}

}
