package io.setpoint.document;

import java.util.Comparator;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ObjectUtils;

/**
 * A property as one key contributes it.
 *
 * @param name the name, in its original spelling
 * @param sortKey the {@link SortKey} of the name
 * @param spelling the name as text, as it is written
 * @param value the value as Boot's loaders give it
 * @param origin where it is written
 * @param placement the key that contributes it
 * @param ordinal its place among the properties of that key
 */
record Property(ConfigurationPropertyName name, String sortKey, String spelling, Object value, EtcdOrigin origin,
		Placement placement, int ordinal) {

	private static final Comparator<Property> WRITTEN = Comparator
		.comparing((Property property) -> property.placement.key())
		.thenComparingInt(Property::ordinal);

	/**
	 * Return the order in which properties are written, which is the one that maps show.
	 * @return the order of the keys, and the order in each document
	 */
	static Comparator<Property> written() {
		return WRITTEN;
	}

	boolean bindsLike(Property other) {
		return this.spelling.equals(other.spelling) && ObjectUtils.nullSafeEquals(this.value, other.value);
	}

	@Override
	public String toString() {
		return this.name + " from " + this.origin;
	}

}
