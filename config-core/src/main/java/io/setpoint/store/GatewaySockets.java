package io.setpoint.store;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Sockets with the certificates, protocols and ciphers of a bundle, which check for whom
 * the certificate of the other end is. What the JVM is told to do by default for
 * {@code https} does not matter.
 */
final class GatewaySockets {

	private final SSLSocketFactory sockets;

	private final @Nullable SslOptions options;

	private GatewaySockets(SSLSocketFactory sockets, @Nullable SslOptions options) {
		this.sockets = sockets;
		this.options = options;
	}

	static GatewaySockets of(@Nullable SslBundle bundle) {
		return (bundle != null) ? new GatewaySockets(bundle.createSslContext().getSocketFactory(), bundle.getOptions())
				: new GatewaySockets(trustedByTheJvm().getSocketFactory(), null);
	}

	private static SSLContext trustedByTheJvm() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM has no TLS", ex);
		}
	}

	/**
	 * Make a connection secure.
	 * @param socket the connection, which is closed with what is returned
	 * @param host for whom the certificate of the other end has to be
	 * @return a socket over it, before the handshake
	 * @throws IOException if the socket cannot be made
	 */
	SSLSocket over(Socket socket, String host) throws IOException {
		SSLSocket secure = (SSLSocket) this.sockets.createSocket(socket, host, socket.getPort(), true);
		SSLParameters parameters = secure.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		if (this.options != null && this.options.getCiphers() != null) {
			parameters.setCipherSuites(this.options.getCiphers());
		}
		if (this.options != null && this.options.getEnabledProtocols() != null) {
			parameters.setProtocols(this.options.getEnabledProtocols());
		}
		secure.setSSLParameters(parameters);
		return secure;
	}

}
