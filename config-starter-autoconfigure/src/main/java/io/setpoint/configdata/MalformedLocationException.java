package io.setpoint.configdata;

import org.jspecify.annotations.Nullable;

/**
 * An import names no location of etcd.
 *
 * @since 0.1.0
 */
public class MalformedLocationException extends RuntimeException {

	private final String location;

	private final String suggestion;

	private final @Nullable String endpoint;

	/**
	 * Create an exception.
	 * @param location what the import says
	 * @param reason why it names no location
	 * @param suggestion what it probably should say
	 */
	public MalformedLocationException(String location, String reason, String suggestion) {
		this(location, reason, suggestion, null);
	}

	MalformedLocationException(String location, String reason, String suggestion, @Nullable String endpoint) {
		super("The import '" + location + "' is malformed: " + reason);
		this.location = location;
		this.suggestion = suggestion;
		this.endpoint = endpoint;
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

	/**
	 * Return what 'setpoint.etcd.endpoints' probably should say.
	 * @return the server that the import names, {@code null} if it names none
	 */
	public @Nullable String getEndpoint() {
		return this.endpoint;
	}

}
