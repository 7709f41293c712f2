package io.setpoint.configdata;

import org.springframework.boot.context.config.ConfigDataResource;

/**
 * A location of etcd as config data.
 */
class EtcdConfigDataResource extends ConfigDataResource {

	private final Location location;

	private final boolean optional;

	EtcdConfigDataResource(Location location, boolean optional) {
		super(optional);
		this.location = location;
		this.optional = optional;
	}

	Location location() {
		return this.location;
	}

	boolean isOptional() {
		return this.optional;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EtcdConfigDataResource that && this.location.prefix().equals(that.location.prefix());
	}

	@Override
	public int hashCode() {
		return this.location.prefix().hashCode();
	}

	@Override
	public String toString() {
		return this.location.displayName();
	}

}
