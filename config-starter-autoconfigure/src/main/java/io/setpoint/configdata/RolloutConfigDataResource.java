package io.setpoint.configdata;

import org.springframework.boot.context.config.ConfigDataResource;

/**
 * A versioned configuration as config data.
 */
class RolloutConfigDataResource extends ConfigDataResource {

	private final RolloutLocation location;

	RolloutConfigDataResource(RolloutLocation location, boolean optional) {
		super(optional);
		this.location = location;
	}

	RolloutLocation location() {
		return this.location;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RolloutConfigDataResource that && this.location.equals(that.location);
	}

	@Override
	public int hashCode() {
		return this.location.hashCode();
	}

	@Override
	public String toString() {
		return this.location.displayName();
	}

}
