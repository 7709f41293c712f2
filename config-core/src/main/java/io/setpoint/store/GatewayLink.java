package io.setpoint.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * A connection to etcd's HTTP gateway, which speaks as much HTTP/1.1 as that needs.
 * Whatever the other end does, nothing takes longer than it is given.
 */
final class GatewayLink {

	private static final int BUFFER = 64 * 1024;

	private final Endpoint endpoint;

	private final Map<String, String> headers;

	private final PunctualSocket socket = new PunctualSocket();

	private Socket secured = this.socket;

	private InputStream in = InputStream.nullInputStream();

	private boolean kept;

	GatewayLink(Endpoint endpoint, Map<String, String> headers) {
		this.endpoint = endpoint;
		this.headers = headers;
	}

	/**
	 * Connect to the endpoint.
	 * @param time how long that may take
	 * @throws IOException if nobody takes the connection
	 */
	void connect(Duration time) throws IOException {
		this.socket.readWithin(time);
		InetAddress address = HostLookup.shared().address(this.endpoint.bareHost(), time);
		this.socket.connect(new InetSocketAddress(address, this.endpoint.port()), this.socket.millisLeft());
		this.socket.setTcpNoDelay(true);
	}

	/**
	 * Make the connection ready to ask, and secure if it has to be.
	 * @param sockets the sockets for TLS, {@code null} for plain text
	 * @param time how long that may take
	 * @throws IOException if the ends do not agree
	 */
	void open(@Nullable GatewaySockets sockets, Duration time) throws IOException {
		if (sockets != null) {
			this.socket.readWithin(time);
			SSLSocket secure = sockets.over(this.socket, this.endpoint.bareHost());
			this.secured = secure;
			secure.startHandshake();
		}
		this.in = new BufferedInputStream(this.secured.getInputStream(), BUFFER);
	}

	/**
	 * Ask.
	 * @param request what to ask for
	 * @param token shows who asks, {@code null} for nobody in particular
	 * @param time how long the head of the answer may take
	 * @return the head of the answer
	 * @throws IOException if the connection breaks off
	 */
	HttpHead ask(GatewayRequest request, @Nullable String token, Duration time) throws IOException {
		this.socket.readWithin(time);
		OutputStream out = this.secured.getOutputStream();
		out.write(text(request, token).getBytes(StandardCharsets.ISO_8859_1));
		out.write(request.body());
		out.flush();
		this.kept = false;
		return HttpHead.read(this.in);
	}

	private String text(GatewayRequest request, @Nullable String token) {
		if (token != null && !token.chars().allMatch((character) -> character > ' ' && character < 127)) {
			throw new IllegalArgumentException("A token of etcd is one printable word");
		}
		StringBuilder added = new StringBuilder();
		this.headers.forEach((name, value) -> added.append(name).append(": ").append(value).append("\r\n"));
		return "POST " + request.path() + " HTTP/1.1\r\nHost: " + this.endpoint.host() + ":" + this.endpoint.port()
				+ "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
				+ request.body().length + "\r\n" + ((token != null) ? "Authorization: " + token + "\r\n" : "") + added
				+ "\r\n";
	}

	HttpBody body(HttpHead head) {
		return new HttpBody(this.in, head);
	}

	/**
	 * Go on to wait for the body of an answer.
	 * @param time how long the next part of it may take
	 */
	void readWithin(Duration time) {
		this.socket.readWithin(time);
	}

	/**
	 * An answer was read to its end.
	 * @param head what was said before its body
	 */
	void keep(HttpHead head) {
		this.kept = head.isConnectionKept();
	}

	/**
	 * Return whether something else can be asked for on the same connection.
	 * @return whether it was kept, as far as is known at this end
	 */
	boolean isKept() {
		return this.kept;
	}

	void close() {
		try {
			this.secured.close();
			this.socket.close();
		}
		catch (IOException ex) {
			this.kept = false;
		}
	}

}
