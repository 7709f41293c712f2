package io.setpoint.configdata;

/**
 * {@code setpoint.etcd.ssl.bundle} names a bundle that does not exist.
 *
 * @since 0.1.0
 */
public class UnknownSslBundleException extends RuntimeException {

	UnknownSslBundleException(String name) {
		super("'setpoint.etcd.ssl.bundle' names the SSL bundle '" + name
				+ "', which neither 'spring.ssl.bundle.pem' nor 'spring.ssl.bundle.jks' defines");
	}

}
