package io.setpoint.cli;

import java.time.Duration;
import java.util.List;

import io.setpoint.store.EtcdConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Where etcd is and who asks: by flag, else by environment variable, else by context.
 */
final class ConnectionOptions {

	private static final String DEFAULT_ENDPOINT = "http://127.0.0.1:2379";

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

	@Option(names = "--context", paramLabel = "NAME", scope = ScopeType.INHERIT,
			description = "context of the file with contexts; else SETPOINT_CONTEXT, else 'current' of the file")
	private @Nullable String context;

	@Option(names = "--endpoints", paramLabel = "URL", split = ",", scope = ScopeType.INHERIT,
			description = "members of etcd; else SETPOINT_ENDPOINTS, else the context, else " + DEFAULT_ENDPOINT)
	private @Nullable List<String> endpoints;

	@Option(names = "--user", paramLabel = "USER", scope = ScopeType.INHERIT,
			description = "user of etcd; else SETPOINT_USER. Its password comes from SETPOINT_PASSWORD or a file")
	private @Nullable String user;

	@Option(names = "--password-file", paramLabel = "FILE", scope = ScopeType.INHERIT,
			description = "file with the user's password")
	private @Nullable String passwordFile;

	@Option(names = "--ca", paramLabel = "FILE", scope = ScopeType.INHERIT,
			description = "certificates to trust, as PEM; else SETPOINT_CA")
	private @Nullable String ca;

	@Option(names = "--certificate", paramLabel = "FILE", scope = ScopeType.INHERIT,
			description = "own certificate for mutual TLS, as PEM; else SETPOINT_CERTIFICATE")
	private @Nullable String certificate;

	@Option(names = "--key", paramLabel = "FILE", scope = ScopeType.INHERIT,
			description = "key of the own certificate, as PEM; else SETPOINT_KEY")
	private @Nullable String key;

	/**
	 * Find out how etcd is reached.
	 * @param outside has the environment and the file of contexts
	 * @param named the name of a context that wins over all that was said, or
	 * {@code null}
	 * @return the context, whole
	 */
	Context context(Outside outside, @Nullable String named) {
		if (named != null) {
			return Contexts.read(outside).get(named);
		}
		String name = (this.context != null) ? this.context : outside.variable("SETPOINT_CONTEXT");
		Context flags = new Context((this.endpoints != null) ? this.endpoints : List.of(), this.user, this.passwordFile,
				this.ca, this.certificate, this.key, null, null, null);
		Context base = (name == null && !flags.endpoints().isEmpty()) ? Context.EMPTY
				: Contexts.read(outside).get(name);
		return base.overlaidBy(environment(outside)).overlaidBy(flags);
	}

	private static Context environment(Outside outside) {
		String endpoints = outside.variable("SETPOINT_ENDPOINTS");
		return new Context((endpoints != null) ? List.of(endpoints.split(",")) : List.of(),
				outside.variable("SETPOINT_USER"), outside.variable("SETPOINT_PASSWORD_FILE"),
				outside.variable("SETPOINT_CA"), outside.variable("SETPOINT_CERTIFICATE"),
				outside.variable("SETPOINT_KEY"), outside.variable("SETPOINT_ROLLOUT_ROOT"),
				outside.variable("SETPOINT_FLEET_ROOT"), outside.variable("SETPOINT_SCHEMA_ROOT"));
	}

	/**
	 * Make the connection that a context describes.
	 * @param context the context
	 * @param outside has the password and the files
	 * @return the connection
	 */
	static EtcdConnection connection(Context context, Outside outside) {
		List<String> endpoints = context.endpoints().isEmpty() ? List.of(DEFAULT_ENDPOINT) : context.endpoints();
		try {
			return EtcdConnection.to(endpoints)
				.withUser(context.user(), password(context, outside))
				.withSsl(Certificates.bundle(context, outside))
				.withTimeouts(CONNECT_TIMEOUT, CALL_TIMEOUT);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw RefusedException.usage(Failures.sentence(ex) + " (endpoints " + String.join(", ", endpoints) + ")");
		}
	}

	private static @Nullable String password(Context context, Outside outside) {
		if (context.user() == null) {
			return null;
		}
		if (context.passwordFile() != null) {
			return TextFile.read(TextFile.path(context.passwordFile(), outside), "password").strip();
		}
		String password = outside.variable("SETPOINT_PASSWORD");
		if (password == null) {
			throw RefusedException.usage("The user '" + context.user()
					+ "' needs a password: set SETPOINT_PASSWORD, or name a file by --password-file");
		}
		return password;
	}

}
