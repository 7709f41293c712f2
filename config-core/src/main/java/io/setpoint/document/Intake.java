package io.setpoint.document;

/**
 * How a location takes what is written there.
 *
 * @param decryption decrypts values
 * @param restriction what the location may not say
 */
record Intake(Decryption decryption, Restriction restriction) {

	static final Intake PLAIN = new Intake(Decryption.NONE, Restriction.NONE);

}
