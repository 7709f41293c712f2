package io.setpoint.configdata;

import org.springframework.boot.context.config.ConfigDataResource;

/**
 * An import from etcd as config data.
 */
class EtcdConfigDataResource extends ConfigDataResource {

	private final ImportPlace place;

	private final boolean profileSpecific;

	EtcdConfigDataResource(ImportPlace place, boolean profileSpecific) {
		super(place.isOptional());
		this.place = place;
		this.profileSpecific = profileSpecific;
	}

	ImportPlace place() {
		return this.place;
	}

	boolean isProfileSpecific() {
		return this.profileSpecific;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EtcdConfigDataResource that && this.place.equals(that.place);
	}

	@Override
	public int hashCode() {
		return this.place.hashCode();
	}

	@Override
	public String toString() {
		return this.place.getName();
	}

}
