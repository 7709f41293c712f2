package io.setpoint.document;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ObjectUtils;

/**
 * A property as one key contributes it.
 *
 * @param name the name, in its original spelling
 * @param spelling the name as text, as it is written
 * @param value the value as Boot's loaders give it
 * @param origin where it is written
 * @param placement the key that contributes it
 */
record Property(ConfigurationPropertyName name, String spelling, Object value, EtcdOrigin origin, Placement placement) {

	boolean bindsLike(Property other) {
		return this.spelling.equals(other.spelling) && ObjectUtils.nullSafeEquals(this.value, other.value);
	}

	@Override
	public String toString() {
		return this.name + " from " + this.origin;
	}

}
