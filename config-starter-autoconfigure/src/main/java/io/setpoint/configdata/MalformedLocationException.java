package io.setpoint.configdata;

/**
 * An import names no location of etcd.
 *
 * @since 0.1.0
 */
public class MalformedLocationException extends RuntimeException {

	private final String location;

	private final String suggestion;

	MalformedLocationException(String location, String reason, String suggestion) {
		super("The import '" + location + "' is malformed: " + reason);
		this.location = location;
		this.suggestion = suggestion;
	}

	/**
	 * Return what the import says.
	 * @return the location
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Return what it probably should say.
	 * @return a location that is well-formed
	 */
	public String getSuggestion() {
		return this.suggestion;
	}

}
