package io.setpoint.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A certificate authority for one test: it issues certificates for {@code localhost} and
 * {@code 127.0.0.1} that serve both as server and as client certificate.
 *
 * @since 0.1.0
 */
public final class CertificateAuthority {

	private static final Duration VALIDITY = Duration.ofDays(30);

	private static final byte[] SIGNATURE_ALGORITHM = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

	private static final byte[] EXTENSIONS_OF_AUTHORITY = Der.sequence(
			extension(Der.oid(2, 5, 29, 19), Der.sequence(Der.bool(true))),
			extension(Der.oid(2, 5, 29, 15), Der.bits(1, new byte[] { 0x06 })));

	private static final byte[] EXTENSIONS_OF_CERTIFICATE = Der.sequence(
			extension(Der.oid(2, 5, 29, 15), Der.bits(7, new byte[] { (byte) 0x80 })),
			extension(Der.oid(2, 5, 29, 37),
					Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1), Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2))),
			extension(Der.oid(2, 5, 29, 17),
					Der.sequence(Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
							Der.tagged(0x87, new byte[] { 127, 0, 0, 1 }))));

	private final SecureRandom random = new SecureRandom();

	private final KeyPair keys;

	private final byte[] name;

	private final X509Certificate certificate;

	private CertificateAuthority(String name) throws GeneralSecurityException {
		this.keys = keyPair();
		this.name = name(name);
		this.certificate = sign(this.name, this.keys.getPublic(), Instant.now().plus(VALIDITY),
				EXTENSIONS_OF_AUTHORITY);
	}

	/**
	 * Create an authority with a key of its own.
	 * @return the authority
	 */
	public static CertificateAuthority create() {
		try {
			return new CertificateAuthority("Setpoint test authority");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Cannot create a certificate authority", ex);
		}
	}

	/**
	 * Issue a certificate that is valid for 30 days.
	 * @param commonName the name of its owner
	 * @return the certificate
	 */
	public EtcdCertificate issue(String commonName) {
		return issue(commonName, Instant.now().plus(VALIDITY));
	}

	/**
	 * Issue a certificate.
	 * @param commonName the name of its owner
	 * @param expiry when it ends, possibly in the past
	 * @return the certificate
	 */
	public EtcdCertificate issue(String commonName, Instant expiry) {
		try {
			KeyPair pair = keyPair();
			return new EtcdCertificate(sign(name(commonName), pair.getPublic(), expiry, EXTENSIONS_OF_CERTIFICATE),
					pair.getPrivate());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Cannot issue a certificate", ex);
		}
	}

	/**
	 * Return the certificate of the authority itself, for trust stores.
	 * @return the PEM text
	 */
	public String certificatePem() {
		return EtcdCertificate.pem(this.certificate);
	}

	/**
	 * Return a context that trusts this authority.
	 * @param client the certificate to present, if any
	 * @return the context
	 */
	public SSLContext sslContext(@Nullable EtcdCertificate client) {
		try {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store(null));
			KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			key.init(store(client), new char[0]);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("Cannot set up TLS", ex);
		}
	}

	private KeyStore store(@Nullable EtcdCertificate client) throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("ca", this.certificate);
		if (client != null) {
			store.setKeyEntry("client", client.privateKey(), new char[0],
					new X509Certificate[] { client.certificate(), this.certificate });
		}
		return store;
	}

	private X509Certificate sign(byte[] subject, PublicKey key, Instant expiry, byte[] extensions)
			throws GeneralSecurityException {
		byte[] content = Der.sequence(Der.explicit(0, Der.integer(BigInteger.TWO)),
				Der.integer(new BigInteger(64, this.random).add(BigInteger.ONE)), SIGNATURE_ALGORITHM, this.name,
				Der.sequence(Der.time(expiry.minus(VALIDITY.multipliedBy(2))), Der.time(expiry)), subject,
				key.getEncoded(), Der.explicit(3, extensions));
		Signature signature = Signature.getInstance("SHA256withECDSA");
		signature.initSign(this.keys.getPrivate());
		signature.update(content);
		byte[] signed = Der.sequence(content, SIGNATURE_ALGORITHM, Der.bits(0, signature.sign()));
		return (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(signed));
	}

	private static KeyPair keyPair() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		return generator.generateKeyPair();
	}

	private static byte[] name(String commonName) {
		return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text(commonName))));
	}

	private static byte[] extension(byte[] oid, byte[] value) {
		return Der.sequence(oid, Der.octets(value));
	}

}
