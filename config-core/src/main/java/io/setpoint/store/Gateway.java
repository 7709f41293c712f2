package io.setpoint.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Etcd's HTTP gateway at one endpoint, by what the JDK has: an exchange on the thread of
 * the caller. Proxies and credentials of the JVM and redirections have no part in it.
 */
final class Gateway {

	private static final int OK = 200;

	/**
	 * How long one of several members may take to be connected to, and to answer.
	 */
	private static final Duration ONE_OF_SEVERAL = Duration.ofSeconds(1);

	/**
	 * Keeps what the application has set for other servers from being sent to this one.
	 */
	private static final Authenticator NOBODY = new Authenticator() {
	};

	private final EtcdConnection connection;

	private final String endpoint;

	private final EtcdErrors errors;

	private final @Nullable SSLSocketFactory sockets;

	private @Nullable HttpURLConnection last;

	/**
	 * Create a gateway, without connecting.
	 * @param connection how etcd is reached
	 * @param endpoint the endpoint
	 * @param sockets the sockets for {@code https}
	 */
	Gateway(EtcdConnection connection, String endpoint, @Nullable SSLSocketFactory sockets) {
		this.connection = connection;
		this.endpoint = endpoint;
		this.errors = new EtcdErrors(connection.withEndpoint(endpoint));
		this.sockets = sockets;
	}

	/**
	 * Ask.
	 * @param request what to ask for
	 * @param token shows who asks, {@code null} for nobody in particular
	 * @param patience how long the whole exchange may take
	 * @return the answer
	 * @throws StoreException if etcd refuses, is silent or is not there
	 * @throws GatewayUnusableException if it cannot be understood what was answered
	 */
	GatewayAnswer ask(GatewayRequest request, @Nullable String token, Patience patience) {
		try {
			HttpURLConnection http = open(request, token);
			http.setConnectTimeout(millis(this.connection.connectTimeout(), patience));
			http.setReadTimeout(millis(this.connection.callTimeout(), patience));
			this.last = http;
			connect(http);
			http.getOutputStream().write(request.body());
			return answer(http, patience);
		}
		catch (SocketTimeoutException ex) {
			throw this.errors.late(ex);
		}
		catch (IOException | IllegalArgumentException | IllegalStateException | SecurityException ex) {
			throw unusable("it cannot be understood (" + ex.getClass().getSimpleName() + ")", ex);
		}
	}

	private HttpURLConnection open(GatewayRequest request, @Nullable String token) throws IOException {
		HttpURLConnection http = (HttpURLConnection) URI.create(this.endpoint + request.path())
			.toURL()
			.openConnection(Proxy.NO_PROXY);
		http.setRequestMethod("POST");
		http.setDoOutput(true);
		http.setInstanceFollowRedirects(false);
		http.setUseCaches(false);
		http.setAuthenticator(NOBODY);
		http.setRequestProperty("Content-Type", "application/json");
		http.setRequestProperty("Accept", "application/json");
		if (token != null) {
			http.setRequestProperty("Authorization", token);
		}
		if (http instanceof HttpsURLConnection https && this.sockets != null) {
			https.setSSLSocketFactory(this.sockets);
			https.setHostnameVerifier((host, session) -> false);
		}
		return http;
	}

	private int millis(Duration limit, Patience patience) {
		long most = (this.connection.endpoints().size() > 1) ? ONE_OF_SEVERAL.toMillis() : limit.toMillis();
		return (int) Math.max(1, Math.min(Math.min(limit.toMillis(), most), patience.left().toMillis()));
	}

	private void connect(HttpURLConnection http) throws IOException {
		try {
			http.connect();
		}
		catch (IOException ex) {
			if (ex instanceof SocketTimeoutException && !isOfConnection(ex)) {
				throw ex;
			}
			StoreException nobody = this.errors.ofConnection(ex);
			if (nobody != null) {
				throw nobody;
			}
			throw ex;
		}
	}

	/**
	 * Return whether it was the connection that took too long, and not the handshake on
	 * it.
	 * @param ex the failure
	 * @return whether nobody has taken the connection
	 */
	private static boolean isOfConnection(IOException ex) {
		return String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
	}

	private GatewayAnswer answer(HttpURLConnection http, Patience patience) throws IOException {
		int status = http.getResponseCode();
		InputStream body = (status == OK) ? http.getInputStream() : http.getErrorStream();
		if (body == null) {
			throw unusable("it answers with HTTP status " + status, null);
		}
		try (body) {
			byte[] bytes = read(body, patience);
			if (status != OK && (bytes.length == 0 || bytes[0] != '{')) {
				throw unusable("it answers with HTTP status " + status, null);
			}
			GatewayAnswer answer = GatewayAnswer.of(bytes);
			if (status == OK) {
				return answer;
			}
			throw refusal(status, answer);
		}
	}

	private RuntimeException refusal(int status, GatewayAnswer answer) {
		if (!EtcdErrors.isOfEtcd(answer.message())) {
			return unusable("it answers with HTTP status " + status, null);
		}
		return this.errors.of(answer.code(), answer.message(),
				new GatewayRefusalException(answer.code(), String.valueOf(answer.message())));
	}

	/**
	 * Read a body as long as it comes. It is a third longer than what it stands for.
	 * @param body the body
	 * @param patience when to stop
	 * @return its bytes
	 * @throws IOException if it breaks off
	 */
	private byte[] read(InputStream body, Patience patience) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		long limit = this.connection.maxInboundMessageSize() * 3L / 2;
		byte[] buffer = new byte[64 * 1024];
		for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
			bytes.write(buffer, 0, count);
			if (bytes.size() > limit) {
				throw this.errors.answerTooLarge(null);
			}
			if (patience.left().isZero()) {
				throw this.errors.late(null);
			}
		}
		return bytes.toByteArray();
	}

	private GatewayUnusableException unusable(String reason, @Nullable Throwable cause) {
		return new GatewayUnusableException("The HTTP gateway of " + this.errors.where() + " is not used: " + reason,
				cause);
	}

	/**
	 * Keep no connection.
	 */
	void close() {
		if (this.last != null) {
			this.last.disconnect();
		}
	}

}
