package io.setpoint.configdata;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.util.StringUtils;

/**
 * Resolves {@code etcd:} imports: the places that they have among the property sources.
 */
class EtcdConfigDataLocationResolver implements ConfigDataLocationResolver<EtcdConfigDataResource> {

	static final String PREFIX = "etcd:";

	/**
	 * What Boot takes for a file, and leaves out silently where it is optional.
	 */
	private static final Pattern MISSPELT = Pattern
		.compile("(?:\\s+|optional:)(?:\\s|optional:)*((?:etcd|rollout):.*)");

	private final DeferredLogFactory logFactory;

	EtcdConfigDataLocationResolver(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(PREFIX) || MISSPELT.matcher(location.getValue()).matches();
	}

	@Override
	public List<EtcdConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		checkSpelling(location);
		Imports.register(context.getBootstrapContext(), this.logFactory);
		String path = location.getNonPrefixedValue(PREFIX);
		if (StringUtils.hasText(path)) {
			return List.of(resource(new Location(path, false), location.isOptional()));
		}
		return List.of(new EtcdConfigDataResource(
				new ImportPlace(PREFIX, Settings::conventionalLocations, location.isOptional()), false));
	}

	private static void checkSpelling(ConfigDataLocation location) {
		Matcher misspelt = MISSPELT.matcher(location.getValue());
		if (misspelt.matches()) {
			throw new MalformedLocationException(location.toString(),
					"'optional:' may stand before it once, and no white space", "optional:" + misspelt.group(1));
		}
	}

	@Override
	public List<EtcdConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		List<String> active = profiles.getActive();
		if (active.isEmpty()) {
			return List.of();
		}
		String path = location.getNonPrefixedValue(PREFIX);
		if (StringUtils.hasText(path)) {
			Location base = new Location(path, false);
			return active.stream().map((profile) -> resource(base.forProfile(profile), location.isOptional())).toList();
		}
		return List.of(new EtcdConfigDataResource(new ImportPlace(PREFIX + " for " + active,
				(settings) -> settings.conventionalLocations(active), location.isOptional()), true));
	}

	private static EtcdConfigDataResource resource(Location location, boolean optional) {
		return new EtcdConfigDataResource(
				new ImportPlace(location.displayName(), (settings) -> List.of(location), optional),
				location.profileSpecific());
	}

}
