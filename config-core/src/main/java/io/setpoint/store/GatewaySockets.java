package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
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
final class GatewaySockets extends SSLSocketFactory {

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

	private Socket configured(Socket socket) {
		if (socket instanceof SSLSocket secure) {
			SSLParameters parameters = secure.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			if (this.options != null && this.options.getCiphers() != null) {
				parameters.setCipherSuites(this.options.getCiphers());
			}
			if (this.options != null && this.options.getEnabledProtocols() != null) {
				parameters.setProtocols(this.options.getEnabledProtocols());
			}
			secure.setSSLParameters(parameters);
		}
		return socket;
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.sockets.getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.sockets.getSupportedCipherSuites();
	}

	@Override
	public Socket createSocket() throws IOException {
		return configured(this.sockets.createSocket());
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return configured(this.sockets.createSocket(socket, host, port, autoClose));
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return configured(this.sockets.createSocket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
		return configured(this.sockets.createSocket(host, port, local, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return configured(this.sockets.createSocket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
		return configured(this.sockets.createSocket(host, port, local, localPort));
	}

}
