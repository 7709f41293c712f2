package io.setpoint.configdata;

import java.util.List;

/**
 * The settings of an application as they were before anything was read from etcd, all of
 * them valid. Nobody binds them again: what is in etcd has no say in them.
 *
 * @param properties the settings
 * @param application the name of the application
 */
record Settings(SetpointProperties properties, String application) {

	/**
	 * Return what {@code etcd:} alone imports for all profiles.
	 * @return the locations, weakest first
	 */
	List<Location> conventionalLocations() {
		return Location.conventional(this.properties.config().root(), this.application, List.of());
	}

	/**
	 * Return what {@code etcd:} alone imports for some profiles.
	 * @param profiles the active profiles
	 * @return the locations, weakest first
	 */
	List<Location> conventionalLocations(List<String> profiles) {
		return Location.conventional(this.properties.config().root(), this.application, profiles)
			.stream()
			.filter(Location::profileSpecific)
			.toList();
	}

	Restrictions restrictions() {
		return new Restrictions(this.properties.restrict());
	}

}
