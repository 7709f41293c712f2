package io.setpoint.configdata;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * A setting that is not valid. Holds nothing of its value.
 *
 * @param name the name of the setting
 * @param origin where it is set, or {@code null} if that is not known
 * @param reason what is wrong, without a full stop
 * @param remedy what to do about it, without a full stop
 */
record InvalidSetting(String name, @Nullable Origin origin, String reason, String remedy) {

	String problem() {
		return "'" + this.name + "'" + ((this.origin != null) ? " (" + this.origin + ") " : " ") + this.reason + ".";
	}

	String action() {
		return "'" + this.name + "': " + this.remedy + ".";
	}

}
