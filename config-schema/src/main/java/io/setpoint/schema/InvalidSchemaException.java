package io.setpoint.schema;

/**
 * A text is no schema that documents can be checked by.
 *
 * @since 0.1.0
 */
public class InvalidSchemaException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong and what to do, in sentences
	 */
	public InvalidSchemaException(String message) {
		super(message);
	}

}
