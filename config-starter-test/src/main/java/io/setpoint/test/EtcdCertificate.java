package io.setpoint.test;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A certificate with its private key, for a server or a client of etcd.
 *
 * @param certificate the certificate
 * @param privateKey the private key
 * @since 0.1.0
 */
public record EtcdCertificate(X509Certificate certificate, PrivateKey privateKey) {

	/**
	 * Return the certificate as PEM.
	 * @return the PEM text
	 */
	public String certificatePem() {
		return pem(this.certificate);
	}

	/**
	 * Return the private key as PEM (PKCS#8).
	 * @return the PEM text
	 */
	public String privateKeyPem() {
		return pem("PRIVATE KEY", this.privateKey.getEncoded());
	}

	@Override
	public String toString() {
		return this.certificate.getSubjectX500Principal().getName();
	}

	static String pem(X509Certificate certificate) {
		try {
			return pem("CERTIFICATE", certificate.getEncoded());
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)
				+ "\n-----END " + type + "-----\n";
	}

}
