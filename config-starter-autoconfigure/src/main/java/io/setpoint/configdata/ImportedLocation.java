package io.setpoint.configdata;

import io.setpoint.document.LocationContent;

/**
 * An entry of {@code spring.config.import} that is followed in etcd.
 *
 * @since 0.1.0
 */
public interface ImportedLocation {

	/**
	 * Return the prefix of the keys that its content is made of.
	 * @return the prefix, ending with a slash
	 */
	String prefix();

	/**
	 * Return what is watched to know when its content changes.
	 * @return a prefix or a key, by default the prefix of the content
	 */
	default String watched() {
		return prefix();
	}

	/**
	 * Return the key that says what its content is.
	 * @return the key, by default what is watched
	 */
	default String told() {
		return watched();
	}

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

	/**
	 * Read it for the first time.
	 * @param start what it has at hand
	 * @return the content that the application starts with
	 * @throws io.setpoint.store.StoreException if it cannot be read from etcd
	 */
	LocationContent read(LocationStart start);

}
