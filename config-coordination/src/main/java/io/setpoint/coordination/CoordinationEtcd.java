package io.setpoint.coordination;

import java.time.Duration;

import io.setpoint.loop.Presence;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.EtcdSource;
import io.setpoint.store.WritableStore;

import org.springframework.beans.factory.DisposableBean;

/**
 * The connection and the thread of coordination. Neither is there before it is needed.
 */
class CoordinationEtcd implements DisposableBean {

	private static final String CLIENT = "coordination";

	private final Presence presence;

	private final String instance;

	CoordinationEtcd(EtcdSource source, String instance) {
		this.presence = new Presence(CLIENT, source);
		this.instance = instance;
	}

	Surroundings<WritableStore> surroundings() {
		return this.presence.surroundings();
	}

	/**
	 * Return what there is in etcd only while the application is not stopped: all of
	 * this.
	 * @return what is told so
	 */
	Presence presence() {
		return this.presence;
	}

	/**
	 * Return who this instance is.
	 * @return its id
	 */
	String instance() {
		return this.instance;
	}

	/**
	 * Claim locks.
	 * @param root what their keys begin with
	 * @param lease how long a lock outlives this process
	 * @return what claims them
	 */
	Claims claims(String root, Duration lease) {
		Claims claims = new Claims(surroundings(), root, this.instance, lease);
		this.presence.include(claims);
		return claims;
	}

	/**
	 * Connect anew, with certificates that have been reloaded.
	 */
	void reconnect() {
		this.presence.reconnect();
	}

	@Override
	public void destroy() {
		this.presence.close();
	}

}
