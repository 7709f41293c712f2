package io.setpoint.autoconfigure;

/**
 * Knows a JSON Schema of what the application binds. A bean of it is there where
 * {@code setpoint-schema} is on the class path.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SchemaSource {

	/**
	 * Return the schema. May take a while when it is asked for the first time.
	 * @return a JSON Schema (2020-12) of all types that the application binds
	 */
	String schema();

}
