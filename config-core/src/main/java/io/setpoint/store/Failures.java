package io.setpoint.store;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.support.Errors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows what etcd, gRPC and jetcd call their failures.
 */
final class Failures {

	private static final String COMPACTED = "required revision has been compacted";

	private static final String FUTURE = "required revision is a future revision";

	private static final String PERMISSION_DENIED = "permission denied";

	private static final String NO_LEADER = "no leader";

	private static final String FROM_ETCD = "etcdserver:";

	private static final String REQUEST_TOO_LARGE = "request is too large";

	private static final String REQUEST_TOO_LARGE_FOR_SERVER = "received message larger than max";

	private static final String AUTHENTICATION_OFF = "authentication is not enabled";

	private static final String LEARNER = "rpc not supported for learner";

	private static final String NO_USER = "user name is empty";

	private final EtcdConnection connection;

	private final boolean firstConnection;

	Failures(EtcdConnection connection) {
		this(connection, false);
	}

	/**
	 * Create a translation.
	 * @param connection what the calls were made on
	 * @param firstConnection whether they were the first ones, which never had worked
	 */
	Failures(EtcdConnection connection, boolean firstConnection) {
		this.connection = connection;
		this.firstConnection = firstConnection;
	}

	/**
	 * The status that stands for a watch that etcd has canceled. Its reasons are text
	 * only, and 3.4 wraps them in more text.
	 * @param compactRevision the oldest revision left, or 0 if this is not why
	 * @param reason why
	 * @return the status
	 */
	static Status ofCanceledWatch(long compactRevision, String reason) {
		if (compactRevision != 0) {
			return Status.OUT_OF_RANGE.withDescription(COMPACTED)
				.withCause(new RevisionCompactedException(compactRevision, null));
		}
		if (reason.contains(PERMISSION_DENIED)) {
			return Status.PERMISSION_DENIED.withDescription(reason);
		}
		if (reason.contains(NO_LEADER)) {
			return Status.UNAVAILABLE.withDescription(Errors.NO_LEADER_ERROR_MESSAGE);
		}
		if (reason.contains("auth") || reason.contains(NO_USER)) {
			return Status.UNAUTHENTICATED.withDescription(reason);
		}
		return Status.FAILED_PRECONDITION.withDescription(reason);
	}

	StoreException translate(Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof StoreException exception) {
			return exception;
		}
		Status status = status(cause);
		return (status.getCause() instanceof StoreException exception) ? exception : translate(status, cause);
	}

	StoreException translateWrite(Throwable failure) {
		StoreException translated = translate(failure);
		return (translated instanceof PermissionDeniedException)
				? new PermissionDeniedException(
						who() + " may not write there: grant the user's role the right to write the prefix", failure)
				: translated;
	}

	private StoreException translate(Status status, Throwable cause) {
		String description = (status.getDescription() != null) ? status.getDescription() : "";
		return switch (status.getCode()) {
			case OUT_OF_RANGE -> outOfRange(description, cause);
			case UNAUTHENTICATED -> unauthenticated(description, cause);
			case INVALID_ARGUMENT, FAILED_PRECONDITION -> invalid(status, description, cause);
			case PERMISSION_DENIED -> new PermissionDeniedException(
					who() + " may not read there: grant the user's role the right to read the prefix", cause);
			case RESOURCE_EXHAUSTED -> exhausted(status, description, cause);
			case DEADLINE_EXCEEDED -> new StoreUnreachableException(
					"No answer from " + where() + " within " + this.connection.callTimeout().toMillis() + " ms", cause);
			case UNAVAILABLE -> Errors.isNoLeaderError(status)
					? new LeaderLostException("The member has no leader: " + where() + " has lost its majority", cause)
					: unavailable(status, cause);
			default -> other(status, cause);
		};
	}

	private StoreException outOfRange(String description, Throwable cause) {
		if (description.contains(FUTURE)) {
			return new FutureRevisionException("The store has not reached the revision", cause);
		}
		if (description.contains(COMPACTED)) {
			return new RevisionCompactedException(0, cause);
		}
		return new StoreException(where() + " refused the range: " + description, cause);
	}

	private StoreException unauthenticated(String description, Throwable cause) {
		if (description.contains(NO_USER)) {
			return noUser(cause);
		}
		return new AuthenticationFailedException(who() + " is not authenticated: " + description, cause);
	}

	private StoreException invalid(Status status, String description, Throwable cause) {
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
		return description.contains(REQUEST_TOO_LARGE) ? requestTooLarge(cause) : other(status, cause);
	}

	private StoreException requestTooLarge(Throwable cause) {
		return new RequestTooLargeException(
				where() + " takes no request of this size (1.5 MiB, unless it is told otherwise): write less at once",
				cause);
	}

	private StoreException noUser(Throwable cause) {
		return new AuthenticationFailedException(where() + " asks for a user and none is set: set user and password",
				cause);
	}

	private StoreException exhausted(Status status, String description, Throwable cause) {
		if (description.contains(REQUEST_TOO_LARGE_FOR_SERVER)) {
			return requestTooLarge(cause);
		}
		if (description.startsWith(FROM_ETCD)) {
			return other(status, cause);
		}
		return new AnswerTooLargeException(
				"An answer of " + where() + " exceeds " + this.connection.maxInboundMessageSize() + " bytes", cause);
	}

	private StoreException unavailable(Status status, Throwable cause) {
		StoreException known = Diagnosis.of(status, where());
		if (known == null && this.firstConnection) {
			known = Diagnosis.ofFirstConnection(status, where(), this.connection.isSecure());
		}
		if (known != null) {
			return known;
		}
		String description = status.getDescription();
		boolean said = (description != null) && description.startsWith(FROM_ETCD);
		return new StoreUnreachableException(where() + " is out of reach" + (said ? ": " + description : ""), cause);
	}

	private StoreException other(Status status, Throwable cause) {
		return new StoreException("The call to " + where() + " failed with " + status.getCode()
				+ ((status.getDescription() != null) ? ": " + status.getDescription() : ""), cause);
	}

	private String where() {
		return "etcd at " + String.join(", ", this.connection.endpoints());
	}

	private String who() {
		String user = this.connection.user();
		return (user != null) ? "The user '" + user + "' of " + where() : "A client without user of " + where();
	}

	static Throwable unwrap(Throwable failure) {
		Throwable result = failure;
		while ((result instanceof CompletionException || result instanceof ExecutionException)
				&& result.getCause() != null) {
			result = result.getCause();
		}
		return result;
	}

	/**
	 * The status of a failure. A failed login and an ended watch carry the one that
	 * matters as their cause.
	 * @param failure the failure
	 * @return its status
	 */
	private static Status status(Throwable failure) {
		Status status = (failure instanceof EtcdException exception) ? status(exception)
				: Status.fromThrowable(failure);
		return (status.getCause() instanceof StatusRuntimeException actual) ? actual.getStatus() : status;
	}

	private static Status status(EtcdException exception) {
		return Status.fromCodeValue(Status.Code.valueOf(exception.getErrorCode().name()).value())
			.withDescription(exception.getMessage())
			.withCause(exception.getCause());
	}

	/**
	 * Return whether a member has answered that it cannot serve, so that another one may.
	 * @param failure the failure of a call
	 * @return whether to ask another member
	 */
	static boolean isOfOneMember(Throwable failure) {
		Status status = status(unwrap(failure));
		String description = status.getDescription();
		return description != null && description.startsWith(FROM_ETCD) && (status.getCode() == Status.Code.UNAVAILABLE
				|| status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL);
	}

	/**
	 * Return whether an answer has not come in time.
	 * @param failure the failure of a call
	 * @return whether its deadline has passed
	 */
	static boolean isLate(Throwable failure) {
		Throwable cause = failure.getCause();
		return failure instanceof StoreUnreachableException && cause != null
				&& status(unwrap(cause)).getCode() == Status.Code.DEADLINE_EXCEEDED;
	}

	/**
	 * Return whether a member has answered that it is a learner.
	 * @param failure the failure of a call
	 * @return whether it is one that serves no requests yet
	 */
	static boolean isOfLearner(Throwable failure) {
		String description = status(unwrap(failure)).getDescription();
		return description != null && description.contains(LEARNER);
	}

	static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
