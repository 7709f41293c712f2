package io.setpoint.test.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves an {@link Engine} to gRPC clients on the loopback address, by one thread. It can
 * be stopped and started again, with what it holds, on the same port.
 *
 * @since 0.1.0
 */
public final class MemoryServer implements AutoCloseable {

	/**
	 * What a message may weigh: the limit of requests and what gRPC adds
	 * ({@code etcdserver/api/v3rpc/grpc.go}).
	 */
	static final int MAX_MESSAGE_BYTES = Operations.MAX_REQUEST_BYTES + 512 * 1024;

	/**
	 * How often clients may ask whether the connection is alive
	 * ({@code --grpc-keepalive-min-time}).
	 */
	private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

	/**
	 * How often leases are looked at ({@code lease/lessor.go}).
	 */
	private static final Duration EXPIRY = Duration.ofMillis(100);

	private final LongSupplier ticker;

	private final Duration progressInterval;

	private final ResponseHeader identity;

	private Engine engine;

	private int port;

	private @Nullable Server server;

	private @Nullable EventLoopGroup loop;

	/**
	 * Create a server that is not started.
	 * @param port the port, 0 for a free one
	 * @param ticker nanoseconds that pass, by which leases expire
	 * @param progressInterval how often watches that ask for it are told that they are up
	 * to date
	 */
	public MemoryServer(int port, LongSupplier ticker, Duration progressInterval) {
		this.port = port;
		this.ticker = ticker;
		this.progressInterval = progressInterval;
		this.identity = ResponseHeader.newBuilder()
			.setClusterId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))
			.setMemberId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))
			.setRaftTerm(2)
			.build();
		this.engine = new Engine(this.identity, ticker);
	}

	/**
	 * Serve clients from now on, with what was there when it was stopped. Leases begin
	 * anew. Does nothing if it is running.
	 */
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("etcd-in-memory", true),
				NioIoHandler.newFactory());
		Engine current = this.engine;
		current.call((engine) -> {
			engine.leases().renewAll();
			return engine;
		});
		try {
			this.server = build(group).build().start();
		}
		catch (IOException ex) {
			end(group);
			throw new UncheckedIOException("The etcd in the JVM cannot listen on port " + this.port, ex);
		}
		this.loop = group;
		this.port = this.server.getPort();
		group.scheduleWithFixedDelay(current::expireLeases, EXPIRY.toMillis(), EXPIRY.toMillis(),
				TimeUnit.MILLISECONDS);
		group.scheduleWithFixedDelay(() -> notifyOfProgress(current), this.progressInterval.toMillis(),
				this.progressInterval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private NettyServerBuilder build(EventLoopGroup group) {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", this.port))
			.channelType(NioServerSocketChannel.class)
			.bossEventLoopGroup(group)
			.workerEventLoopGroup(group)
			.directExecutor()
			.maxInboundMessageSize(MAX_MESSAGE_BYTES)
			.permitKeepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
		for (BindableService service : new Services(this.engine, operations()).all()) {
			builder.addService(service);
		}
		return builder;
	}

	private static void notifyOfProgress(Engine engine) {
		engine.call((guarded) -> {
			guarded.watchers().notifyOfProgress();
			return guarded;
		});
	}

	/**
	 * Break all connections and serve nobody until it is started again. What it holds
	 * stays. Does nothing if it is stopped.
	 */
	public synchronized void stop() {
		Server running = this.server;
		EventLoopGroup group = this.loop;
		this.server = null;
		this.loop = null;
		if (running != null) {
			running.shutdownNow();
			awaitEnd(running);
		}
		if (group != null) {
			end(group);
		}
		this.engine.call((engine) -> {
			engine.watchers().clear();
			return engine;
		});
	}

	private static void awaitEnd(Server running) {
		try {
			running.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void end(EventLoopGroup group) {
		group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
		group.terminationFuture().awaitUninterruptibly(10, TimeUnit.SECONDS);
	}

	/**
	 * Forget everything and begin at revision 1, with the same identity, as an etcd does
	 * whose data was deleted.
	 */
	public synchronized void wipe() {
		boolean running = isRunning();
		stop();
		this.engine = new Engine(this.identity, this.ticker);
		if (running) {
			start();
		}
	}

	/**
	 * Return whether clients are served.
	 * @return whether it is running
	 */
	public synchronized boolean isRunning() {
		return this.server != null;
	}

	/**
	 * Return the port.
	 * @return the port, 0 if it was never started and any will do
	 */
	public synchronized int port() {
		return this.port;
	}

	/**
	 * End the leases that have expired by now, without waiting until somebody looks.
	 */
	public void expireLeases() {
		engine().expireLeases();
	}

	/**
	 * Make a call as over etcd's JSON gateway.
	 * @param path the path
	 * @param body the request, keys and values in base64
	 * @return the answer
	 * @throws io.grpc.StatusRuntimeException if it is refused
	 */
	public Map<String, Object> call(String path, Map<String, ?> body) {
		return new JsonGateway(operations()).call(path, body);
	}

	private synchronized Engine engine() {
		return this.engine;
	}

	private Operations operations() {
		return new Operations(engine(), () -> "http://127.0.0.1:" + port());
	}

	@Override
	public void close() {
		stop();
	}

}
