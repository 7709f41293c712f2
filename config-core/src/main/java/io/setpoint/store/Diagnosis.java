package io.setpoint.store;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

import javax.net.ssl.SSLException;

import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection came about, in one sentence with what to do.
 */
final class Diagnosis {

	private Diagnosis() {
	}

	/**
	 * Explain the status of a call that found no connection.
	 * @param status the status
	 * @param where what could not be reached
	 * @return the reason, or {@code null} if the status does not tell
	 */
	static @Nullable StoreException of(Status status, String where) {
		Throwable cause = status.getCause();
		if (Causes.find(cause, SSLException.class) != null) {
			return new TlsFailedException(tls(cause, where), cause);
		}
		return (Causes.find(cause, ConnectTimeoutException.class) != null) ? EtcdErrors.notTaken(cause, where)
				: EtcdErrors.nobodyListens(cause, where);
	}

	private static String tls(@Nullable Throwable cause, String where) {
		if (Causes.find(cause, NotSslRecordException.class) != null) {
			return where + " speaks plain text: use 'http://' in 'setpoint.etcd.endpoints' or switch on TLS in etcd";
		}
		if (Causes.find(cause, CertificateExpiredException.class) != null
				|| Causes.find(cause, CertificateNotYetValidException.class) != null) {
			return "The certificate of " + where + " has expired or is not valid yet: renew it";
		}
		if (Causes.find(cause, CertPathBuilderException.class) != null) {
			return "The certificate of " + where + " is not trusted: add its authority to the SSL bundle";
		}
		CertificateException refused = Causes.find(cause, CertificateException.class);
		if (refused != null && refused.getCause() == null) {
			return "The certificate of " + where + " is for other names: use one of them as endpoint or reissue it";
		}
		return (refused != null) ? "The certificate of " + where + " is not accepted: check the SSL bundle"
				: handshake(cause, where);
	}

	private static String handshake(@Nullable Throwable cause, String where) {
		SSLException failure = Causes.find(cause, SSLException.class);
		String message = (failure != null && failure.getMessage() != null) ? failure.getMessage() : "";
		if (message.contains("alert") && message.contains("certificate")) {
			return where + " wants a client certificate that it trusts: set one in the SSL bundle";
		}
		return "The TLS handshake with " + where + " failed: " + message;
	}

	/**
	 * Guess from how the first connection ended. Later it ends in the same ways when a
	 * server goes away. Whether a server that does not understand the first bytes is seen
	 * to close the connection or to reset it is a matter of timing.
	 * @param status the status of the first call
	 * @param where what could not be reached
	 * @param secure whether it was to be reached by TLS
	 * @return the probable reason, or {@code null} if there is none
	 */
	static @Nullable StoreException ofFirstConnection(Status status, String where, boolean secure) {
		String description = (status.getDescription() != null) ? status.getDescription() : "";
		boolean cut = Causes.find(status.getCause(), IOException.class) != null;
		if (secure && (cut || description.contains("Connection closed while performing TLS negotiation"))) {
			return new TlsFailedException(where + " seems to speak plain text: use 'http://' in "
					+ "'setpoint.etcd.endpoints' or switch on TLS in etcd", status.getCause());
		}
		if (!secure && (cut || description.contains("Network closed for unknown reason"))) {
			return new TlsFailedException(where + " seems to expect TLS: use 'https://' in 'setpoint.etcd.endpoints'",
					status.getCause());
		}
		return null;
	}

}
