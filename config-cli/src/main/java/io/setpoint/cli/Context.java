package io.setpoint.cli;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How an etcd is reached, as the file of contexts says it.
 *
 * @param endpoints the members' URLs
 * @param user the user, or {@code null}
 * @param passwordFile a file with the user's password, or {@code null}
 * @param ca a file with the certificates that are trusted, or {@code null}
 * @param certificate a file with the client's own certificate, or {@code null}
 * @param key a file with the key of that certificate, or {@code null}
 * @param rolloutRoot the root of versions and states, or {@code null}
 * @param fleetRoot the root of the live instances, or {@code null}
 * @param schemaRoot the root of the schemas, or {@code null}
 */
record Context(List<String> endpoints, @Nullable String user,
		@JsonProperty("password-file") @Nullable String passwordFile, @Nullable String ca, @Nullable String certificate,
		@Nullable String key, @JsonProperty("rollout-root") @Nullable String rolloutRoot,
		@JsonProperty("fleet-root") @Nullable String fleetRoot,
		@JsonProperty("schema-root") @Nullable String schemaRoot) {

	static final Context EMPTY = new Context(List.of(), null, null, null, null, null, null, null, null);

	Context {
		endpoints = List.copyOf(endpoints);
	}

	/**
	 * Return this context with what another one says instead.
	 * @param over the other one, which wins
	 * @return both
	 */
	Context overlaidBy(Context over) {
		return new Context(over.endpoints.isEmpty() ? this.endpoints : over.endpoints, either(over.user, this.user),
				either(over.passwordFile, this.passwordFile), either(over.ca, this.ca),
				either(over.certificate, this.certificate), either(over.key, this.key),
				either(over.rolloutRoot, this.rolloutRoot), either(over.fleetRoot, this.fleetRoot),
				either(over.schemaRoot, this.schemaRoot));
	}

	private static @Nullable String either(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

}
