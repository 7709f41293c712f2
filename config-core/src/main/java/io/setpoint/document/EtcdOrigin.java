package io.setpoint.document;

import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;

/**
 * Where in etcd a property comes from.
 *
 * @param location the display name of the location, such as
 * {@code etcd:/config/checkout/}
 * @param key the whole etcd key
 * @param revision the revision that wrote the key
 * @param line the line in the document, from 1, or {@code null} if the key is no document
 * @param column the column in the line, from 1, or {@code null} if the key is no document
 * @since 0.1.0
 */
public record EtcdOrigin(String location, String key, long revision, @Nullable Integer line,
		@Nullable Integer column) implements Origin {

	/**
	 * Return the origin in etcd that another origin stands for.
	 * @param origin the origin of a property, as Boot gives it
	 * @return the origin in etcd, or {@code null} if the property is from elsewhere
	 */
	public static @Nullable EtcdOrigin find(@Nullable Origin origin) {
		if (origin instanceof PropertySourceOrigin wrapper) {
			return find(wrapper.getOrigin());
		}
		return (origin instanceof EtcdOrigin etcdOrigin) ? etcdOrigin : null;
	}

	@Override
	public String toString() {
		String position = (this.line != null) ? ", " + this.line + ":" + this.column : "";
		String written = (this.revision > 0) ? " revision " + this.revision : "";
		return this.location + " key '" + OneLine.name(this.key) + "'" + written + position;
	}

}
