package io.setpoint.console.autoconfigure;

import java.util.List;

import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.EtcdConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Where everything lies, by the settings that an application has for it too.
 *
 * @param etcd how etcd is reached
 * @param rollout where rollouts lie
 * @param fleet where live instances lie
 */
@ConfigurationProperties("setpoint")
record EtcdSettings(@DefaultValue Etcd etcd, @DefaultValue Rollout rollout, @DefaultValue Fleet fleet) {

	RolloutKeys keys() {
		return new RolloutKeys(this.rollout.root(), this.fleet.root());
	}

	EtcdConnection connection(SslBundles bundles) {
		EtcdConnection connection = EtcdConnection.to(this.etcd.endpoints())
			.withUser(this.etcd.user(), this.etcd.password());
		String bundle = this.etcd.ssl().bundle();
		return StringUtils.hasText(bundle) ? connection.withSsl(bundles.getBundle(bundle)) : connection;
	}

	/**
	 * How etcd is reached.
	 *
	 * @param endpoints the URLs of the members
	 * @param user the user
	 * @param password the password of the user
	 * @param ssl the certificates
	 */
	record Etcd(@DefaultValue("http://127.0.0.1:2379") List<String> endpoints, @Nullable String user,
			@Nullable String password, @DefaultValue Ssl ssl) {
	}

	/**
	 * Certificates.
	 *
	 * @param bundle the name of the SSL bundle
	 */
	record Ssl(@Nullable String bundle) {
	}

	/**
	 * Where rollouts lie.
	 *
	 * @param root the root
	 * @param keepVersions how many versions of a configuration are kept at least
	 */
	record Rollout(@DefaultValue("/rollouts") String root, @DefaultValue("50") int keepVersions) {
	}

	/**
	 * Where live instances lie.
	 *
	 * @param root the root
	 */
	record Fleet(@DefaultValue("/fleet") String root) {
	}

}
