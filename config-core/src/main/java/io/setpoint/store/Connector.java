package io.setpoint.store;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Turns settings into clients of jetcd.
 */
final class Connector {

	private Connector() {
	}

	/**
	 * Build a client. It connects when it is first used. Its channel is there at once: a
	 * client that is closed before its first call would make one for that call, which
	 * nobody closed.
	 * @param connection the settings
	 * @param executor runs the calls
	 * @param waitForReady whether calls wait for a connection, up to their deadline, or
	 * fail at once with the reason why there is none
	 * @param opening told how far the client is
	 * @return the client
	 */
	static Client open(EtcdConnection connection, ExecutorService executor, boolean waitForReady, Opening opening) {
		EtcdCalls calls = connection.calls();
		ClientBuilder builder = Client.builder()
			.target(target(connection))
			.executorService(CarryingExecutor.of(executor, calls))
			.waitForReady(waitForReady)
			.retryMaxAttempts(1)
			.retryDelay(1)
			.retryMaxDelay(2)
			.loadBalancerPolicy("round_robin")
			.connectTimeout(connection.connectTimeout())
			.keepaliveTime(connection.keepAliveTime())
			.keepaliveTimeout(connection.keepAliveTimeout())
			.keepaliveWithoutCalls(false)
			.maxInboundMessageSize(connection.maxInboundMessageSize())
			.interceptor(new CallDeadline(connection.callTimeout()), new OneShotWatches(), opening);
		calls.interceptors().forEach(builder::interceptor);
		if (connection.user() != null && connection.password() != null) {
			builder.user(bytes(connection.user())).password(bytes(connection.password()));
		}
		if (connection.isSecure()) {
			builder.sslContext(sslContext(connection));
		}
		Client client = builder.build();
		client.getKVClient();
		return client;
	}

	static String target(EtcdConnection connection) {
		return connection.endpoints()
			.stream()
			.map((endpoint) -> Endpoint.of(endpoint).target())
			.collect(Collectors.joining(",", "ip:///", ""));
	}

	private static SslContext sslContext(EtcdConnection connection) {
		SslContextBuilder builder = GrpcSslContexts.forClient();
		try {
			configure(builder, connection.ssl());
			return builder.build();
		}
		catch (SSLException | RuntimeException ex) {
			throw new TlsFailedException("The SSL bundle for " + connection + " cannot be used: " + ex.getMessage(),
					ex);
		}
	}

	private static void configure(SslContextBuilder builder, @Nullable SslBundle bundle) {
		if (bundle == null) {
			return;
		}
		builder.keyManager(bundle.getManagers().getKeyManagerFactory());
		builder.trustManager(bundle.getManagers().getTrustManagerFactory());
		SslOptions options = bundle.getOptions();
		if (options.getCiphers() != null) {
			builder.ciphers(SslOptions.asSet(options.getCiphers()));
		}
		if (options.getEnabledProtocols() != null) {
			builder.protocols(options.getEnabledProtocols());
		}
	}

	private static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

}
