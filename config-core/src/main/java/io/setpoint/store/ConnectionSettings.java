package io.setpoint.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * How etcd is reached, as {@code setpoint.etcd.*} says it, for whoever needs etcd without
 * importing anything from it.
 *
 * @param endpoints URLs of the members, {@code http://} or {@code https://}
 * @param user name of the user, {@code null} if etcd's authentication is off
 * @param password password of the user
 * @param ssl TLS settings
 * @param connectTimeout how long a connection may take to be established
 * @param callTimeout deadline of every call
 * @param headers headers that are sent with every call, by their names
 * @since 0.1.0
 */
public record ConnectionSettings(@DefaultValue("http://127.0.0.1:2379") List<String> endpoints, @Nullable String user,
		@Nullable String password, @DefaultValue Ssl ssl, @DefaultValue("3s") Duration connectTimeout,
		@DefaultValue("3s") Duration callTimeout, @DefaultValue Map<String, String> headers) {

	private static final String PREFIX = "setpoint.etcd";

	/**
	 * Return what an environment says.
	 * @param environment the environment
	 * @return the settings
	 */
	public static ConnectionSettings of(Environment environment) {
		return Binder.get(environment).bindOrCreate(PREFIX, ConnectionSettings.class);
	}

	/**
	 * Return the connection that they stand for.
	 * @param bundles the SSL bundles, {@code null} if there are none
	 * @return the connection
	 */
	public EtcdConnection connection(@Nullable SslBundles bundles) {
		EtcdConnection connection = EtcdConnection.to(this.endpoints)
			.withUser(this.user, this.password)
			.withTimeouts(this.connectTimeout, this.callTimeout)
			.withHeaders(this.headers);
		if (!StringUtils.hasLength(this.ssl.bundle())) {
			return connection;
		}
		Assert.notNull(bundles, () -> "'" + PREFIX + ".ssl.bundle' is set, but there are no SSL bundles");
		return connection.withSsl(bundles.getBundle(this.ssl.bundle()));
	}

	/**
	 * Do something whenever the certificates have been reloaded.
	 * @param bundles the SSL bundles, {@code null} if there are none
	 * @param reconnect connects anew
	 */
	public void whenReloaded(@Nullable SslBundles bundles, Runnable reconnect) {
		if (bundles != null && StringUtils.hasLength(this.ssl.bundle())) {
			bundles.addBundleUpdateHandler(this.ssl.bundle(), (reloaded) -> reconnect.run());
		}
	}

	/**
	 * Says where etcd is and who asks, never the password.
	 */
	@Override
	public String toString() {
		return "ConnectionSettings[endpoints=" + this.endpoints + ", user=" + this.user + "]";
	}

	/**
	 * TLS settings.
	 *
	 * @param bundle name of the SSL bundle, {@code null} for what the JVM trusts
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
