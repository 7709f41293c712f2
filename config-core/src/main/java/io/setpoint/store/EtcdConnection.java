package io.setpoint.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * How etcd is reached. Immutable, and checked when it is created.
 *
 * @param endpoints the members' URLs, all {@code http://host:port} or all
 * {@code https://host:port}
 * @param user the user, or {@code null} if etcd asks for none
 * @param password the user's password
 * @param ssl the certificates for {@code https}, or {@code null} for those that the JVM
 * trusts
 * @param connectTimeout how long one attempt to connect may take
 * @param callTimeout how long one call may take, waiting for a connection included; a
 * read takes one call for each page
 * @param keepAliveTime how long a connection may be silent before it is probed; gRPC
 * raises less than ten seconds to ten
 * @param keepAliveTimeout how long the answer to a probe may take
 * @param maxInboundMessageSize the largest answer that is taken, in bytes
 * @param client what the connection is for, in a word
 * @param customizers have a say in all calls
 * @since 0.1.0
 */
public record EtcdConnection(List<String> endpoints, @Nullable String user, @Nullable String password,
		@Nullable SslBundle ssl, Duration connectTimeout, Duration callTimeout, Duration keepAliveTime,
		Duration keepAliveTimeout, int maxInboundMessageSize, String client, List<EtcdClientCustomizer> customizers) {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration KEEP_ALIVE_TIME = Duration.ofSeconds(10);

	private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(3);

	private static final String CLIENT = "configuration";

	private static final int MAX_INBOUND_MESSAGE_SIZE = 64 * 1024 * 1024;

	public EtcdConnection {
		Assert.notEmpty(endpoints, "At least one endpoint of etcd is needed");
		List<Endpoint> parsed = endpoints.stream().map(Endpoint::of).distinct().toList();
		boolean secure = parsed.get(0).secure();
		Assert.isTrue(parsed.stream().allMatch((endpoint) -> endpoint.secure() == secure),
				() -> "The endpoints " + parsed + " mix http and https: use one of them");
		Assert.isTrue(secure || ssl == null,
				() -> "An SSL bundle is set, but the endpoints " + parsed + " are not https");
		Assert.isTrue(StringUtils.hasLength(user) == StringUtils.hasLength(password),
				"A user needs a password and a password needs a user");
		Assert.isTrue(maxInboundMessageSize > 0, "'maxInboundMessageSize' must be positive");
		checkPositive("connectTimeout", connectTimeout);
		checkPositive("callTimeout", callTimeout);
		checkPositive("keepAliveTime", keepAliveTime);
		checkPositive("keepAliveTimeout", keepAliveTimeout);
		endpoints = parsed.stream().map(Endpoint::toString).toList();
		user = StringUtils.hasLength(user) ? user : null;
		password = StringUtils.hasLength(password) ? password : null;
		customizers = List.copyOf(customizers);
	}

	private static void checkPositive(String name, Duration duration) {
		Assert.notNull(duration, () -> "'" + name + "' must not be null");
		Assert.isTrue(duration.toMillis() > 0 && duration.toMillis() <= Integer.MAX_VALUE,
				() -> "'" + name + "' must be a positive time of at most 24 days");
	}

	/**
	 * Create a connection with the default times and sizes, without user and bundle.
	 * @param endpoints the members' URLs
	 * @return the connection
	 */
	public static EtcdConnection to(List<String> endpoints) {
		return new EtcdConnection(endpoints, null, null, null, CONNECT_TIMEOUT, CALL_TIMEOUT, KEEP_ALIVE_TIME,
				KEEP_ALIVE_TIMEOUT, MAX_INBOUND_MESSAGE_SIZE, CLIENT, List.of());
	}

	/**
	 * Create a connection with the default times and sizes, without user and bundle.
	 * @param endpoints the members' URLs
	 * @return the connection
	 */
	public static EtcdConnection to(String... endpoints) {
		return to(List.of(endpoints));
	}

	/**
	 * Return this connection with a user.
	 * @param user the user
	 * @param password the password
	 * @return the new connection
	 */
	public EtcdConnection withUser(@Nullable String user, @Nullable String password) {
		return new EtcdConnection(this.endpoints, user, password, this.ssl, this.connectTimeout, this.callTimeout,
				this.keepAliveTime, this.keepAliveTimeout, this.maxInboundMessageSize, this.client, this.customizers);
	}

	/**
	 * Return whether the password and all values can be read by whoever is on the way: a
	 * member on another host is reached without TLS.
	 * @return whether there is a password that is sent as plain text
	 */
	public boolean isPasswordExposed() {
		return this.password != null && this.endpoints.stream()
			.map(Endpoint::of)
			.anyMatch((endpoint) -> !endpoint.secure() && !endpoint.isLoopback());
	}

	/**
	 * Return this connection with certificates.
	 * @param ssl the certificates, or {@code null} for those that the JVM trusts
	 * @return the new connection
	 */
	public EtcdConnection withSsl(@Nullable SslBundle ssl) {
		return new EtcdConnection(this.endpoints, this.user, this.password, ssl, this.connectTimeout, this.callTimeout,
				this.keepAliveTime, this.keepAliveTimeout, this.maxInboundMessageSize, this.client, this.customizers);
	}

	/**
	 * Return this connection with other limits for connecting and for calls.
	 * @param connectTimeout how long one attempt to connect may take
	 * @param callTimeout how long one call may take
	 * @return the new connection
	 */
	public EtcdConnection withTimeouts(Duration connectTimeout, Duration callTimeout) {
		return new EtcdConnection(this.endpoints, this.user, this.password, this.ssl, connectTimeout, callTimeout,
				this.keepAliveTime, this.keepAliveTimeout, this.maxInboundMessageSize, this.client, this.customizers);
	}

	/**
	 * Return this connection with other limits for a silent connection.
	 * @param keepAliveTime how long a connection may be silent before it is probed
	 * @param keepAliveTimeout how long the answer to a probe may take
	 * @return the new connection
	 */
	public EtcdConnection withKeepAlive(Duration keepAliveTime, Duration keepAliveTimeout) {
		return new EtcdConnection(this.endpoints, this.user, this.password, this.ssl, this.connectTimeout,
				this.callTimeout, keepAliveTime, keepAliveTimeout, this.maxInboundMessageSize, this.client,
				this.customizers);
	}

	/**
	 * Return this connection with another limit for answers.
	 * @param maxInboundMessageSize the largest answer that is taken, in bytes
	 * @return the new connection
	 */
	public EtcdConnection withMaxInboundMessageSize(int maxInboundMessageSize) {
		return new EtcdConnection(this.endpoints, this.user, this.password, this.ssl, this.connectTimeout,
				this.callTimeout, this.keepAliveTime, this.keepAliveTimeout, maxInboundMessageSize, this.client,
				this.customizers);
	}

	/**
	 * Return this connection for another purpose.
	 * @param client what it is for, in a word
	 * @return the new connection
	 */
	public EtcdConnection withClient(String client) {
		return new EtcdConnection(this.endpoints, this.user, this.password, this.ssl, this.connectTimeout,
				this.callTimeout, this.keepAliveTime, this.keepAliveTimeout, this.maxInboundMessageSize, client,
				this.customizers);
	}

	/**
	 * Return this connection with headers for all calls.
	 * @param headers the headers by their names
	 * @return the new connection
	 */
	public EtcdConnection withHeaders(Map<String, String> headers) {
		return headers.isEmpty() ? this : withCustomizers(List.of(new FixedHeaders(headers)));
	}

	/**
	 * Return this connection with others that have a say in all calls.
	 * @param customizers have a say besides those that have one already
	 * @return the new connection
	 */
	public EtcdConnection withCustomizers(List<EtcdClientCustomizer> customizers) {
		List<EtcdClientCustomizer> all = new ArrayList<>(this.customizers);
		all.addAll(customizers);
		return new EtcdConnection(this.endpoints, this.user, this.password, this.ssl, this.connectTimeout,
				this.callTimeout, this.keepAliveTime, this.keepAliveTimeout, this.maxInboundMessageSize, this.client,
				all);
	}

	/**
	 * Return what is added to all calls.
	 * @return it, as the customizers have it now
	 */
	EtcdCalls calls() {
		EtcdCalls calls = new EtcdCalls(this.client);
		this.customizers.forEach((customizer) -> customizer.customize(calls));
		return calls;
	}

	EtcdConnection withEndpoint(String endpoint) {
		return withEndpoints(List.of(endpoint));
	}

	EtcdConnection withEndpoints(List<String> endpoints) {
		return endpoints.equals(this.endpoints) ? this
				: new EtcdConnection(endpoints, this.user, this.password, this.ssl, this.connectTimeout,
						this.callTimeout, this.keepAliveTime, this.keepAliveTimeout, this.maxInboundMessageSize,
						this.client, this.customizers);
	}

	boolean isSecure() {
		return this.endpoints.get(0).startsWith("https:");
	}

	/**
	 * Says where etcd is and who asks, never the password.
	 */
	@Override
	public String toString() {
		return "etcd at " + String.join(", ", this.endpoints) + ((this.user != null) ? " as '" + this.user + "'" : "");
	}

}
