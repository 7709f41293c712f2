package io.setpoint.memory;

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
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves an {@link Engine} on the loopback address: gRPC and the JSON gateway on one
 * port, by two threads. It can be stopped and started again, with what it holds, on the
 * same port.
 *
 * @since 0.1.0
 */
public final class MemoryServer implements AutoCloseable {

	/**
	 * How often etcd tells watches that ask for it that they are up to date
	 * ({@code etcdserver/api/v3rpc/watch.go}).
	 */
	public static final Duration PROGRESS_INTERVAL = Duration.ofMinutes(10);

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

	private @Nullable Running running;

	private @Nullable HeldPort held;

	/**
	 * Create a server that is not started, for a free port and by the time that passes.
	 */
	public MemoryServer() {
		this(0, System::nanoTime, PROGRESS_INTERVAL);
	}

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
		if (this.running != null) {
			return;
		}
		Engine current = this.engine;
		current.call((engine) -> {
			engine.leases().renewAll();
			return engine;
		});
		EventLoopGroup front = group(NioIoHandler.newFactory());
		EventLoopGroup back = group(LocalIoHandler.newFactory());
		try {
			LocalAddress address = new LocalAddress(MemoryServer.class);
			Server grpc = grpc(address, back).build().start();
			ChannelGroup clients = new DefaultChannelGroup(front.next());
			Channel channel = listen(address, clients, front, back);
			this.running = new Running(grpc, channel, clients, front, back);
			this.port = ((InetSocketAddress) channel.localAddress()).getPort();
		}
		catch (IOException ex) {
			end(front);
			end(back);
			throw new UncheckedIOException("The etcd in the JVM cannot listen on port " + this.port, ex);
		}
		back.scheduleWithFixedDelay(current::expireLeases, EXPIRY.toMillis(), EXPIRY.toMillis(), TimeUnit.MILLISECONDS);
		back.scheduleWithFixedDelay(() -> notifyOfProgress(current), this.progressInterval.toMillis(),
				this.progressInterval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static EventLoopGroup group(IoHandlerFactory handlers) {
		return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("etcd-in-memory", true), handlers);
	}

	private NettyServerBuilder grpc(LocalAddress address, EventLoopGroup group) {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
			.channelType(LocalServerChannel.class)
			.withChildOption(ChannelOption.SO_KEEPALIVE, null)
			.bossEventLoopGroup(group)
			.workerEventLoopGroup(group)
			.directExecutor()
			.maxInboundMessageSize(MAX_MESSAGE_BYTES)
			.permitKeepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
		for (BindableService service : new Services(operations()).all()) {
			builder.addService(service);
		}
		return builder;
	}

	private Channel listen(LocalAddress grpc, ChannelGroup clients, EventLoopGroup front, EventLoopGroup back)
			throws IOException {
		letGo();
		JsonGateway gateway = new JsonGateway(operations());
		ChannelFuture bound = new ServerBootstrap().group(front)
			.channel(NioServerSocketChannel.class)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					clients.add(channel);
					channel.pipeline().addLast(new PortSharing(grpc, back, gateway));
				}

			})
			.bind("127.0.0.1", this.port)
			.awaitUninterruptibly();
		if (!bound.isSuccess()) {
			throw new IOException(bound.cause());
		}
		return bound.channel();
	}

	private static void notifyOfProgress(Engine engine) {
		engine.call((guarded) -> {
			guarded.watchers().notifyOfProgress();
			return guarded;
		});
	}

	/**
	 * Break all connections and serve nobody until it is started again. What it holds
	 * stays, and its port is kept from others. Does nothing if it is stopped.
	 */
	public synchronized void stop() {
		end();
		if (this.held == null && this.port != 0) {
			this.held = HeldPort.of(this.port);
		}
	}

	private void end() {
		Running current = this.running;
		this.running = null;
		if (current != null) {
			current.channel.close().awaitUninterruptibly();
			current.clients.close().awaitUninterruptibly();
			current.grpc.shutdownNow();
			awaitEnd(current.grpc);
			end(current.front);
			end(current.back);
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
		return this.running != null;
	}

	/**
	 * Return the port.
	 * @return the port, 0 if it was never started and any will do
	 */
	public synchronized int port() {
		return this.port;
	}

	/**
	 * Return where clients find it.
	 * @return the URL, without a trailing slash
	 */
	public String endpoint() {
		return "http://127.0.0.1:" + port();
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
		return new Operations(engine(), this::endpoint);
	}

	/**
	 * Serve nobody any more. Its port is anybody's.
	 */
	@Override
	public synchronized void close() {
		end();
		letGo();
	}

	private void letGo() {
		HeldPort held = this.held;
		this.held = null;
		if (held != null) {
			held.close();
		}
	}

	/**
	 * What is there while clients are served.
	 *
	 * @param grpc the gRPC services, within the JVM
	 * @param channel what listens
	 * @param clients the connections of clients
	 * @param front the thread of the connections
	 * @param back the thread of the services
	 */
	private record Running(Server grpc, Channel channel, ChannelGroup clients, EventLoopGroup front,
			EventLoopGroup back) {
	}

}
