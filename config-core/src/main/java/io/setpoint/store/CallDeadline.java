package io.setpoint.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/**
 * Gives every unary call a deadline, which jetcd does not. Streams live as long as they
 * are wanted.
 *
 * @param timeout how long a call may take
 */
record CallDeadline(Duration timeout) implements ClientInterceptor {

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		return next.newCall(method, (method.getType() == MethodType.UNARY) ? limit(options) : options);
	}

	private CallOptions limit(CallOptions options) {
		return options.withDeadlineAfter(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

}
