package io.setpoint.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details required to reach etcd. Those of a bean count for the watch only: what
 * {@code spring.config.import} reads, it reads before there are beans, by
 * {@code setpoint.etcd.*}.
 *
 * @since 0.1.0
 */
public interface EtcdConnectionDetails extends ConnectionDetails {

	/**
	 * URLs of the members.
	 * @return the URLs, all {@code http://host:port} or all {@code https://host:port}
	 */
	List<String> getEndpoints();

	/**
	 * Name of the user.
	 * @return the name or {@code null} if etcd asks for none
	 */
	default @Nullable String getUser() {
		return null;
	}

	/**
	 * Password of the user.
	 * @return the password or {@code null} if there is no user
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * SSL bundle to use.
	 * @return the bundle or {@code null} for what the JVM trusts
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
