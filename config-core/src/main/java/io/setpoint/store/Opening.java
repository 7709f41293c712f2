package io.setpoint.store;

import java.util.concurrent.CompletableFuture;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/**
 * How far a client is on its way to etcd, seen from its first calls: until one is made,
 * the client is being loaded; when one has a connection, etcd has let it in. Completed on
 * threads of the client.
 */
final class Opening implements ClientInterceptor {

	private final CompletableFuture<Void> begun = new CompletableFuture<>();

	private final CompletableFuture<Void> open = new CompletableFuture<>();

	/**
	 * Return when the client is there and begins to connect, which loads some more.
	 * @return completes when it does, at once if it has
	 */
	CompletableFuture<Void> begun() {
		return this.begun;
	}

	/**
	 * Return when there is a connection.
	 * @return completes with the first one, at once if there has been one
	 */
	CompletableFuture<Void> open() {
		return this.open;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		this.begun.complete(null);
		return next.newCall(method, this.open.isDone() ? options : options.withStreamTracerFactory(new Tracers()));
	}

	/**
	 * Make a tracer for each stream.
	 */
	private final class Tracers extends ClientStreamTracer.Factory {

		@Override
		public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
			return new Tracer();
		}

	}

	/**
	 * Sees that a stream has a connection.
	 */
	private final class Tracer extends ClientStreamTracer {

		@Override
		public void streamCreated(Attributes transport, Metadata headers) {
			Opening.this.open.complete(null);
		}

	}

}
