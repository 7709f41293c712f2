package io.setpoint.store;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Ends the stream of a watch when etcd cancels the watch, with etcd's reason as status.
 * jetcd drops the reason of most refusals, and leaves the stream open on the server. A
 * watch fails at once where nothing can be reached, so that the reason is known.
 */
final class WatchCancellation implements ClientInterceptor {

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		if (!method.getFullMethodName().equals(WatchGrpc.getWatchMethod().getFullMethodName())) {
			return next.newCall(method, options);
		}
		return new WatchCall<>(next.newCall(method, options.withoutWaitForReady()));
	}

	/**
	 * The stream of a watch.
	 *
	 * @param <Q> the type of the requests
	 * @param <A> the type of the answers
	 */
	private static final class WatchCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

		WatchCall(ClientCall<Q, A> call) {
			super(call);
		}

		@Override
		public void start(Listener<A> listener, Metadata headers) {
			super.start(new Answers<>(this, listener), headers);
		}

	}

	/**
	 * What comes in on the stream, one callback at a time.
	 *
	 * @param <A> the type of the answers
	 */
	private static final class Answers<A> extends SimpleForwardingClientCallListener<A> {

		private final ClientCall<?, A> call;

		private boolean ended;

		Answers(ClientCall<?, A> call, ClientCall.Listener<A> listener) {
			super(listener);
			this.call = call;
		}

		@Override
		public void onMessage(A message) {
			if (this.ended) {
				return;
			}
			if (message instanceof WatchResponse response && response.getCanceled()) {
				end(Failures.ofCanceledWatch(response.getCompactRevision(), response.getCancelReason()));
				return;
			}
			super.onMessage(message);
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			if (!this.ended) {
				super.onClose(status, trailers);
			}
		}

		private void end(Status status) {
			this.ended = true;
			this.call.cancel("etcd has canceled the watch", null);
			super.onClose(status, new Metadata());
		}

	}

}
