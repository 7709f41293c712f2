package io.setpoint.console.autoconfigure;

import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.ConnectionSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where everything lies, by the settings that an application has for it too.
 *
 * @param etcd how etcd is reached
 * @param rollout where rollouts lie
 * @param fleet where live instances lie
 * @param schema where the schemas of builds lie
 */
@ConfigurationProperties("setpoint")
record EtcdSettings(@DefaultValue ConnectionSettings etcd, @DefaultValue Rollout rollout, @DefaultValue Fleet fleet,
		@DefaultValue Schema schema) {

	RolloutKeys keys() {
		return new RolloutKeys(this.rollout.root(), this.fleet.root());
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
	 * Where the schemas of builds lie.
	 *
	 * @param root the root
	 */
	record Schema(@DefaultValue("/schemas") String root) {
	}

	/**
	 * Where live instances lie.
	 *
	 * @param root the root
	 */
	record Fleet(@DefaultValue("/fleet") String root) {
	}

}
