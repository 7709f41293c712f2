package io.setpoint.store;

import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.support.Errors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.setpoint.store.EtcdErrors.Code;
import org.jspecify.annotations.Nullable;

/**
 * What gRPC and jetcd call their failures, and those of etcd.
 */
final class Failures {

	private static final String COMPACTED = "required revision has been compacted";

	private static final String PERMISSION_DENIED = "permission denied";

	private static final String NO_LEADER = "no leader";

	private static final String LEARNER = "rpc not supported for learner";

	private static final String NO_USER = "user name is empty";

	private final EtcdConnection connection;

	private final EtcdErrors errors;

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
		this.errors = new EtcdErrors(connection);
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
		Throwable cause = Causes.unwrap(failure);
		if (cause instanceof StoreException exception) {
			return exception;
		}
		Status status = status(cause);
		return (status.getCause() instanceof StoreException exception) ? exception : translate(status, cause);
	}

	StoreException translateWrite(Throwable failure) {
		StoreException translated = translate(failure);
		return (translated instanceof PermissionDeniedException) ? this.errors.writeDenied(failure) : translated;
	}

	private StoreException translate(Status status, Throwable cause) {
		StoreException known = (status.getCode() == Status.Code.UNAVAILABLE && !Errors.isNoLeaderError(status))
				? diagnosis(status) : null;
		return (known != null) ? known : this.errors.of(code(status), status.getDescription(), cause);
	}

	private @Nullable StoreException diagnosis(Status status) {
		StoreException known = Diagnosis.of(status, this.errors.where());
		return (known == null && this.firstConnection)
				? Diagnosis.ofFirstConnection(status, this.errors.where(), this.connection.isSecure()) : known;
	}

	private static Code code(Status status) {
		return Code.of(status.getCode().value());
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
		Status status = status(Causes.unwrap(failure));
		return EtcdErrors.isOfOneMember(code(status), status.getDescription());
	}

	/**
	 * Return whether a member has answered that it is a learner.
	 * @param failure the failure of a call
	 * @return whether it is one that serves no requests yet
	 */
	static boolean isOfLearner(Throwable failure) {
		String description = status(Causes.unwrap(failure)).getDescription();
		return description != null && description.contains(LEARNER);
	}

}
