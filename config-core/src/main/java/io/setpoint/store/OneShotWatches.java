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
 * Makes the stream of a watch end at the first thing that goes wrong, and say what it
 * was. What comes in on it is told of by the thread that reads the connection: whoever
 * hears of it hands over anyway, and through another thread each answer costs two
 * wake-ups, one to get there and one back to ask for the next.
 * <ul>
 * <li>When etcd cancels the watch, its reason becomes the status of the stream. jetcd
 * drops most reasons, and leaves the stream open on the server.</li>
 * <li>Every failure becomes one after which jetcd does not open the watch anew, with the
 * real status as its cause. jetcd's resume loses events.</li>
 * <li>Where nothing can be reached, the watch fails at once with the reason instead of
 * waiting.</li>
 * </ul>
 */
final class OneShotWatches implements ClientInterceptor {

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		if (!method.getFullMethodName().equals(WatchGrpc.getWatchMethod().getFullMethodName())) {
			return next.newCall(method, options);
		}
		return new WatchCall<>(next.newCall(method, options.withoutWaitForReady().withExecutor(Runnable::run)));
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
				cancel(Failures.ofCanceledWatch(response.getCompactRevision(), response.getCancelReason()));
			}
			else {
				super.onMessage(message);
			}
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			if (!this.ended) {
				super.onClose(status.isOk() ? status : end(status), trailers);
			}
		}

		private void cancel(Status reason) {
			this.ended = true;
			this.call.cancel("etcd has canceled the watch", null);
			super.onClose(end(reason), new Metadata());
		}

		private static Status end(Status reason) {
			return Status.ABORTED.withDescription("The watch has ended").withCause(reason.asRuntimeException());
		}

	}

}
