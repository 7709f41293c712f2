package io.setpoint.document;

import org.jspecify.annotations.Nullable;

/**
 * How a location takes what is written there.
 *
 * @param decryption decrypts values
 * @param restriction what the location may not say
 * @param recent what was read last, {@code null} if nothing is kept of it
 */
record Intake(Decryption decryption, Restriction restriction, @Nullable RecentEntries recent) {

	static final Intake PLAIN = new Intake(Decryption.NONE, Restriction.NONE, null);

	static Intake ofVersions() {
		return new Intake(Decryption.NONE, Restriction.NONE, new RecentEntries());
	}

	Intake decryptedBy(Decryption decryption) {
		return new Intake(decryption, this.restriction, anew());
	}

	Intake restrictedBy(Restriction restriction) {
		return new Intake(this.decryption, restriction, anew());
	}

	private @Nullable RecentEntries anew() {
		return (this.recent != null) ? new RecentEntries() : null;
	}

}
