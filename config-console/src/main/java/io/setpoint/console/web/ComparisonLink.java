package io.setpoint.console.web;

import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.Configuration.VersionKey;
import org.jspecify.annotations.Nullable;

/**
 * Where two versions are compared.
 *
 * @param from the old one
 * @param to the new one
 * @param address the address of the page
 */
record ComparisonLink(String from, String to, String address) {

	/**
	 * Return where two versions of a configuration are compared.
	 * @param configuration the configuration
	 * @param from the old version, or {@code null}
	 * @param to the new version, or {@code null}
	 * @param links the addresses
	 * @return the link, {@code null} if there are no two such versions any more
	 */
	static @Nullable ComparisonLink of(Configuration configuration, @Nullable String from, @Nullable String to,
			Links links) {
		if (from == null || to == null || from.equals(to)) {
			return null;
		}
		Set<String> kept = configuration.versions().stream().map(VersionKey::id).collect(Collectors.toSet());
		return (kept.contains(from) && kept.contains(to))
				? new ComparisonLink(from, to, links.comparison(configuration.name(), from, to)) : null;
	}

}
