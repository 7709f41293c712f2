package io.setpoint.rollout;

import java.util.Collection;

/**
 * The application does not import such a configuration.
 *
 * @since 0.1.0
 */
public class UnknownConfigurationException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param configuration the name of the configuration
	 * @param imported the names of those that are imported
	 */
	public UnknownConfigurationException(String configuration, Collection<String> imported) {
		super("'" + configuration + "' is not imported here, only '" + String.join("', '", imported)
				+ "': add 'rollout:" + configuration
				+ "' to 'spring.config.import', or ask an instance that imports it");
	}

}
