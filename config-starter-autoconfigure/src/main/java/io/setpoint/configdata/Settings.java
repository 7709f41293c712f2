package io.setpoint.configdata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The settings of an application as they were before anything was read from etcd, all of
 * them valid. Nobody binds them again: what is in etcd has no say in them.
 *
 * @param properties the settings
 * @param name the name of the application, {@code null} if it has none
 */
record Settings(SetpointProperties properties, @Nullable String name) {

	/**
	 * What an application without a name is called, as Spring Cloud does.
	 */
	private static final String UNNAMED = "application";

	String application() {
		return (this.name != null) ? this.name : UNNAMED;
	}

	/**
	 * Return what {@code etcd:} alone imports for all profiles.
	 * @return the locations, weakest first
	 */
	List<Location> conventionalLocations() {
		return Location.conventional(this.properties.config().root(), application(), List.of());
	}

	/**
	 * Return what {@code etcd:} alone imports for some profiles.
	 * @param profiles the active profiles
	 * @return the locations, weakest first
	 */
	List<Location> conventionalLocations(List<String> profiles) {
		return Location.conventional(this.properties.config().root(), application(), profiles)
			.stream()
			.filter(Location::profileSpecific)
			.toList();
	}

	Restrictions restrictions() {
		return new Restrictions(this.properties.restrict());
	}

}
