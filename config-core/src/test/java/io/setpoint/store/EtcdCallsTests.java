package io.setpoint.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdCalls}, on a server that implements nothing and notes what is sent
 * to it.
 */
class EtcdCallsTests {

	private static final Metadata.Key<String> KEY = SentHeaders.key("x-key");

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private final Server server = NettyServerBuilder.forPort(0)
		.intercept(new Noting())
		.addService(new KVGrpc.KVImplBase() {
		})
		.addService(new WatchGrpc.WatchImplBase() {
		})
		.build();

	@BeforeEach
	void start() throws Exception {
		this.server.start();
	}

	@AfterEach
	void close() {
		this.server.shutdownNow();
	}

	@Test
	void taskOfAnObserverThatFailsIsRunAllTheSame() {
		List<String> run = new ArrayList<>();
		EtcdCalls calls = new EtcdCalls("test").observe(new CallObserver() {

			@Override
			public Observed begin(String client, String method, BiConsumer<String, String> headers) {
				return (status, failure) -> {
				};
			}

			@Override
			public Runnable carry(Runnable task) {
				throw new IllegalStateException("no context");
			}

		});
		calls.carry(() -> run.add("answer")).run();
		assertThat(run).containsExactly("answer");
	}

	@Test
	void headersGoWithEveryCallAndWithStreams() {
		try (WritableStore store = Stores.connect(connection().withHeaders(Map.of("X-Key", "abc")))) {
			assertThat(store.read(List.of("/a/"))).failsWithin(20, TimeUnit.SECONDS);
			await().until(() -> this.received.contains("etcdserverpb.KV/Txn abc"));
			store.watch("/a/", 1, new RecordingNothing());
			await().until(() -> this.received.contains("etcdserverpb.Watch/Watch abc"));
		}
	}

	@Test
	void interceptorSeesEveryCall() {
		List<String> seen = new ArrayList<>();
		ClientInterceptor interceptor = new ClientInterceptor() {

			@Override
			public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
					Channel next) {
				seen.add(method.getFullMethodName());
				return next.newCall(method, options);
			}

		};
		try (WritableStore store = Stores
			.connect(connection().withCustomizers(List.of((calls) -> calls.intercept(interceptor))))) {
			assertThat(store.read(List.of("/a/"))).failsWithin(20, TimeUnit.SECONDS);
		}
		assertThat(seen).contains("etcdserverpb.KV/Txn");
	}

	@Test
	void callIsObservedWithWhatTheThreadHadThatMadeIt() {
		Observer observer = new Observer();
		EtcdConnection connection = connection().withClient("test")
			.withCustomizers(List.of((calls) -> calls.observe(observer)));
		try (WritableStore store = Stores.connect(connection)) {
			observer.current.set("request 5");
			assertThat(store.commit(Transaction.builder().delete("/a/b").build())).failsWithin(20, TimeUnit.SECONDS);
			observer.current.remove();
		}
		await().until(() -> observer.observed.contains("test etcdserverpb.KV/Txn of request 5: UNIMPLEMENTED"));
		assertThat(this.received).contains("etcdserverpb.KV/Txn request 5");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			host,        a
			Token,       a
			grpc-status, a
			x key,       a
			x-bin,       a
			'',          a
			""")
	void headerThatCannotBeSentIsRefused(String name, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> connection().withHeaders(Map.of(name, value)))
			.withMessage("The header '" + name + "' cannot be sent to etcd: it has another character than letters,"
					+ " digits, '-', '_' and '.', or is one of gRPC's own");
	}

	@Test
	void valueThatCannotBeSentIsRefusedAndNotShown() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection().withHeaders(Map.of("a", "s3cr3t\r\nhost: b")))
			.withMessage("The value of the header 'a' cannot be sent to etcd: it has a character that is not printable"
					+ " ASCII");
		assertThat(connection().withHeaders(Map.of("a", "s3cr3t")).customizers().get(0)).hasToString("headers [a]");
	}

	private EtcdConnection connection() {
		return EtcdConnection.to("http://127.0.0.1:" + this.server.getPort());
	}

	/**
	 * Notes the method and a header of each call.
	 */
	private final class Noting implements ServerInterceptor {

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			EtcdCallsTests.this.received.add(call.getMethodDescriptor().getFullMethodName() + " " + headers.get(KEY));
			return next.startCall(call, headers);
		}

	}

	/**
	 * Observes calls, and sends what the thread has as a header.
	 */
	private static final class Observer implements CallObserver {

		private final ThreadLocal<String> current = ThreadLocal.withInitial(() -> "nothing");

		private final Queue<String> observed = new ConcurrentLinkedQueue<>();

		@Override
		public Observed begin(String client, String method, BiConsumer<String, String> headers) {
			String had = this.current.get();
			headers.accept("x-key", had);
			return (status, failure) -> this.observed.add(client + " " + method + " of " + had + ": " + status);
		}

		@Override
		public Runnable carry(Runnable task) {
			String had = this.current.get();
			return () -> {
				String before = this.current.get();
				this.current.set(had);
				try {
					task.run();
				}
				finally {
					this.current.set(before);
				}
			};
		}

	}

	/**
	 * Listens to a watch that leads nowhere.
	 */
	private static final class RecordingNothing implements WatchListener {

		@Override
		public void created(Header header) {
		}

		@Override
		public void changed(Header header, List<Change> changes) {
		}

		@Override
		public void progressed(Header header) {
		}

		@Override
		public void ended(StoreException cause) {
		}

	}

}
