package io.setpoint.store;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/**
 * Has every call observed that has one answer. A stream lives as long as it is wanted,
 * which may be for days.
 *
 * @param client what the connection is for
 * @param observer told of the calls
 */
record ObservedCalls(String client, CallObserver observer) implements ClientInterceptor {

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		ClientCall<Q, A> call = next.newCall(method, options);
		return (method.getType() == MethodType.UNARY) ? new ObservedCall<>(call, method.getFullMethodName()) : call;
	}

	/**
	 * A call that is observed from its start.
	 *
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 */
	private final class ObservedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

		private final String method;

		ObservedCall(ClientCall<Q, A> call, String method) {
			super(call);
			this.method = method;
		}

		@Override
		public void start(Listener<A> listener, Metadata headers) {
			CallObserver.Observed observed = observer().begin(client(), this.method,
					(name, value) -> headers.put(SentHeaders.key(name), value));
			super.start(new SimpleForwardingClientCallListener<>(listener) {

				@Override
				public void onClose(Status status, Metadata trailers) {
					observed.end(status.getCode().name(), status.isOk() ? null : status.asRuntimeException());
					super.onClose(status, trailers);
				}

			}, headers);
		}

	}

}
