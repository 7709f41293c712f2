package io.setpoint.store;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

import org.jspecify.annotations.Nullable;

/**
 * What etcd's codes and texts mean, whichever way they came: over gRPC or over its HTTP
 * gateway.
 */
final class EtcdErrors {

	private static final String FROM_ETCD = "etcdserver:";

	private static final String COMPACTED = "required revision has been compacted";

	private static final String FUTURE = "required revision is a future revision";

	private static final String NO_LEADER = "etcdserver: no leader";

	private static final String NO_USER = "user name is empty";

	private static final String REQUEST_TOO_LARGE = "request is too large";

	private static final String REQUEST_TOO_LARGE_FOR_SERVER = "received message larger than max";

	/**
	 * What a member says whose work was not done when the time of the call was over, if
	 * that comes before the caller has noticed it himself.
	 */
	private static final String OUT_OF_TIME = "context deadline exceeded";

	private static final String AUTHENTICATION_OFF = "authentication is not enabled";

	private final EtcdConnection connection;

	EtcdErrors(EtcdConnection connection) {
		this.connection = connection;
	}

	/**
	 * Return whether etcd itself says something, and nobody on the way to it.
	 * @param description what is said
	 * @return whether it is of etcd
	 */
	static boolean isOfEtcd(@Nullable String description) {
		return description != null && description.startsWith(FROM_ETCD);
	}

	/**
	 * Return whether a member has answered that it cannot serve, so that another one may.
	 * @param code the code
	 * @param description what is said
	 * @return whether to ask another member
	 */
	static boolean isOfOneMember(Code code, @Nullable String description) {
		return isOfEtcd(description) && (code == Code.UNAVAILABLE || code == Code.UNKNOWN || code == Code.INTERNAL);
	}

	StoreException of(Code code, @Nullable String said, @Nullable Throwable cause) {
		String description = (said != null) ? said : "";
		return switch (code) {
			case OUT_OF_RANGE -> outOfRange(description, cause);
			case UNAUTHENTICATED -> unauthenticated(description, cause);
			case INVALID_ARGUMENT, FAILED_PRECONDITION -> invalid(code, description, cause);
			case PERMISSION_DENIED -> new PermissionDeniedException(
					who() + " may not read there: grant the user's role the right to read the prefix", cause);
			case RESOURCE_EXHAUSTED -> exhausted(code, description, cause);
			case DEADLINE_EXCEEDED -> late(cause);
			case UNKNOWN -> description.equals(OUT_OF_TIME) ? late(cause) : other(code, description, cause);
			case UNAVAILABLE -> unavailable(description, cause);
			default -> other(code, description, cause);
		};
	}

	StoreException late(@Nullable Throwable cause) {
		return new AnswerLateException(
				"No answer from " + where() + " within " + this.connection.callTimeout().toMillis() + " ms", cause);
	}

	PermissionDeniedException writeDenied(Throwable cause) {
		return new PermissionDeniedException(
				who() + " may not write there: grant the user's role the right to write the prefix", cause);
	}

	/**
	 * Explain why nobody takes a connection.
	 * @param failure the failure of the connection
	 * @return the reason, or {@code null} if somebody is there
	 */
	@Nullable StoreException ofConnection(@Nullable Throwable failure) {
		return nobodyListens(failure, where());
	}

	static @Nullable StoreException nobodyListens(@Nullable Throwable failure, String where) {
		if (Causes.find(failure, UnknownHostException.class) != null
				|| Causes.find(failure, UnresolvedAddressException.class) != null) {
			return new NobodyListensException("The host of " + where + " is unknown: correct 'setpoint.etcd.endpoints'",
					failure);
		}
		if (Causes.find(failure, LateLookupException.class) != null) {
			return new NobodyListensException(
					"The host of " + where + " is not looked up in time: check the name server,"
							+ " or write an address in 'setpoint.etcd.endpoints'",
					failure);
		}
		if (Causes.find(failure, SocketTimeoutException.class) != null) {
			return notTaken(failure, where);
		}
		if (Causes.find(failure, ConnectException.class) != null) {
			return new NobodyListensException(
					"Nothing listens for " + where + ": start it or correct 'setpoint.etcd.endpoints'", failure);
		}
		return null;
	}

	static StoreException notTaken(@Nullable Throwable failure, String where) {
		return new NobodyListensException(
				where + " does not take the connection in time: check the address, the network and firewalls", failure);
	}

	private StoreException outOfRange(String description, @Nullable Throwable cause) {
		if (description.contains(FUTURE)) {
			return new FutureRevisionException("The store has not reached the revision", cause);
		}
		if (description.contains(COMPACTED)) {
			return new RevisionCompactedException(0, cause);
		}
		return new StoreException(where() + " refused the range: " + description, cause);
	}

	private StoreException unauthenticated(String description, @Nullable Throwable cause) {
		if (description.contains(NO_USER)) {
			return noUser(cause);
		}
		return new AuthenticationFailedException(who() + " is not authenticated: " + description, cause);
	}

	private StoreException invalid(Code code, String description, @Nullable Throwable cause) {
		if (description.contains("authentication failed")) {
			return new AuthenticationFailedException(
					where() + " does not know the user '" + this.connection.user() + "' or refuses the password",
					cause);
		}
		if (description.contains(NO_USER)) {
			return noUser(cause);
		}
		if (description.contains(AUTHENTICATION_OFF)) {
			return new AuthenticationFailedException("Authentication is switched off in " + where()
					+ ": remove the user '" + this.connection.user() + "' or switch it on", cause);
		}
		return description.contains(REQUEST_TOO_LARGE) ? requestTooLarge(cause) : other(code, description, cause);
	}

	private StoreException requestTooLarge(@Nullable Throwable cause) {
		return new RequestTooLargeException(
				where() + " takes no request of this size (1.5 MiB, unless it is told otherwise): write less at once",
				cause);
	}

	private StoreException noUser(@Nullable Throwable cause) {
		return new AuthenticationFailedException(where() + " asks for a user and none is set: set user and password",
				cause);
	}

	private StoreException exhausted(Code code, String description, @Nullable Throwable cause) {
		if (description.contains(REQUEST_TOO_LARGE_FOR_SERVER)) {
			return requestTooLarge(cause);
		}
		return isOfEtcd(description) ? other(code, description, cause) : answerTooLarge(cause);
	}

	StoreException answerTooLarge(@Nullable Throwable cause) {
		return new AnswerTooLargeException(
				"An answer of " + where() + " exceeds " + this.connection.maxInboundMessageSize() + " bytes", cause);
	}

	private StoreException unavailable(String description, @Nullable Throwable cause) {
		if (description.contains(NO_LEADER)) {
			return new LeaderLostException("The member has no leader: " + where() + " has lost its majority", cause);
		}
		return new StoreUnreachableException(
				where() + " is out of reach" + (isOfEtcd(description) ? ": " + description : ""), cause);
	}

	private StoreException other(Code code, String description, @Nullable Throwable cause) {
		return new StoreException(
				"The call to " + where() + " failed with " + code + (description.isEmpty() ? "" : ": " + description),
				cause);
	}

	String where() {
		return "etcd at " + String.join(", ", this.connection.endpoints());
	}

	private String who() {
		String user = this.connection.user();
		return (user != null) ? "The user '" + user + "' of " + where() : "A client without user of " + where();
	}

	/**
	 * The codes, each at the place that is its number.
	 */
	enum Code {

		OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED,
		RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS,
		UNAUTHENTICATED;

		private static final Code[] ALL = values();

		static Code of(int number) {
			return (number >= 0 && number < ALL.length) ? ALL[number] : UNKNOWN;
		}

	}

}
