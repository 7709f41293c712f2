package io.setpoint.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Etcd's HTTP gateway at one endpoint: an exchange on the thread of the caller. Whatever
 * the JVM is told to do for HTTP by default has no part in it.
 */
final class Gateway {

	private static final Log logger = LogFactory.getLog(Gateway.class);

	private static final int OK = 200;

	/**
	 * How long one of several members may take to be connected to, and to answer.
	 */
	private static final Duration ONE_OF_SEVERAL = Duration.ofSeconds(1);

	private final EtcdConnection connection;

	private final Endpoint endpoint;

	private final EtcdErrors errors;

	private final @Nullable GatewaySockets sockets;

	private @Nullable GatewayLink link;

	/**
	 * Create a gateway, without connecting.
	 * @param connection how etcd is reached
	 * @param endpoint the endpoint
	 * @param sockets the sockets for {@code https}
	 */
	Gateway(EtcdConnection connection, String endpoint, @Nullable GatewaySockets sockets) {
		this.connection = connection;
		this.endpoint = Endpoint.of(endpoint);
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
			return answer(request, token, patience);
		}
		catch (SocketTimeoutException ex) {
			throw this.errors.late(ex);
		}
		catch (IOException | IllegalArgumentException | IllegalStateException | SecurityException ex) {
			throw unusable("it cannot be understood (" + ex.getClass().getSimpleName() + ")", ex);
		}
	}

	private GatewayAnswer answer(GatewayRequest request, @Nullable String token, Patience patience) throws IOException {
		GatewayLink kept = this.link;
		if (kept != null && kept.isKept()) {
			try {
				return answer(kept, request, token, patience);
			}
			catch (SocketTimeoutException ex) {
				throw ex;
			}
			catch (IOException ex) {
				logger.debug("The HTTP gateway of etcd has ended a connection and is connected to again");
			}
		}
		return answer(connected(patience), request, token, patience);
	}

	private GatewayAnswer answer(GatewayLink link, GatewayRequest request, @Nullable String token, Patience patience)
			throws IOException {
		HttpHead head = link.ask(request, token, limit(this.connection.callTimeout(), patience));
		byte[] body = read(link, head, patience);
		link.keep(head);
		return answer(head, body);
	}

	private GatewayLink connected(Patience patience) throws IOException {
		close();
		GatewayLink link = new GatewayLink(this.endpoint, this.connection.calls().headers());
		this.link = link;
		connect(link, patience);
		link.open(this.sockets, limit(this.connection.callTimeout(), patience));
		return link;
	}

	private void connect(GatewayLink link, Patience patience) throws IOException {
		try {
			link.connect(limit(this.connection.connectTimeout(), patience));
		}
		catch (IOException ex) {
			StoreException nobody = this.errors.ofConnection(ex);
			if (nobody != null) {
				throw nobody;
			}
			throw ex;
		}
	}

	private Duration limit(Duration limit, Patience patience) {
		Duration most = (this.connection.endpoints().size() > 1) ? ONE_OF_SEVERAL : limit;
		long millis = Math.min(Math.min(limit.toMillis(), most.toMillis()), patience.left().toMillis());
		return Duration.ofMillis(Math.max(1, millis));
	}

	private GatewayAnswer answer(HttpHead head, byte[] body) {
		if (head.status() != OK && (body.length == 0 || body[0] != '{')) {
			throw unusable("it answers with HTTP status " + head.status(), null);
		}
		GatewayAnswer answer = GatewayAnswer.of(body);
		if (head.status() == OK) {
			return answer;
		}
		throw refusal(head.status(), answer);
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
	 * @param link the connection
	 * @param head what was said before the body
	 * @param patience when to stop
	 * @return its bytes
	 * @throws IOException if it breaks off
	 */
	private byte[] read(GatewayLink link, HttpHead head, Patience patience) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		long limit = this.connection.maxInboundMessageSize() * 3L / 2;
		byte[] buffer = new byte[64 * 1024];
		HttpBody body = link.body(head);
		for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
			bytes.write(buffer, 0, count);
			if (bytes.size() > limit) {
				throw this.errors.answerTooLarge(null);
			}
			if (patience.left().isZero()) {
				throw this.errors.late(null);
			}
			link.readWithin(limit(this.connection.callTimeout(), patience));
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
		if (this.link != null) {
			this.link.close();
			this.link = null;
		}
	}

}
