package io.setpoint.configdata;

import io.setpoint.document.LocationContent;

/**
 * An entry of {@code spring.config.import} that is followed in etcd.
 */
sealed interface ImportedLocation permits Location, RolloutLocation {

	/**
	 * Return the prefix of the keys that its content is made of.
	 * @return the prefix, ending with a slash
	 */
	String prefix();

	/**
	 * Return what the import says.
	 * @return the name, as in origins
	 */
	String displayName();

	/**
	 * Return its content before anything is read.
	 * @return an empty content
	 */
	LocationContent empty();

}
