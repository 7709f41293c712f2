package io.setpoint.memory;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;

/**
 * What etcd refuses, with its own codes and texts ({@code api/v3rpc/rpctypes/error.go}).
 */
enum Refusal {

	EMPTY_KEY(Code.INVALID_ARGUMENT, "etcdserver: key is not provided"),

	KEY_NOT_FOUND(Code.INVALID_ARGUMENT, "etcdserver: key not found"),

	VALUE_PROVIDED(Code.INVALID_ARGUMENT, "etcdserver: value is provided"),

	LEASE_PROVIDED(Code.INVALID_ARGUMENT, "etcdserver: lease is provided"),

	TOO_MANY_OPERATIONS(Code.INVALID_ARGUMENT, "etcdserver: too many operations in txn request"),

	DUPLICATE_KEY(Code.INVALID_ARGUMENT, "etcdserver: duplicate key given in txn request"),

	INVALID_SORT_OPTION(Code.INVALID_ARGUMENT, "etcdserver: invalid sort option"),

	REQUEST_TOO_LARGE(Code.INVALID_ARGUMENT, "etcdserver: request is too large"),

	COMPACTED(Code.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted"),

	FUTURE_REVISION(Code.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision"),

	LEASE_NOT_FOUND(Code.NOT_FOUND, "etcdserver: requested lease not found"),

	LEASE_EXISTS(Code.FAILED_PRECONDITION, "etcdserver: lease already exists"),

	LEASE_TOO_LONG(Code.OUT_OF_RANGE, "etcdserver: too large lease TTL"),

	AUTHENTICATION_OFF(Code.FAILED_PRECONDITION, "etcdserver: authentication is not enabled");

	private final Status status;

	Refusal(Code code, String text) {
		this.status = code.toStatus().withDescription(text);
	}

	StatusRuntimeException exception() {
		return this.status.asRuntimeException();
	}

}
