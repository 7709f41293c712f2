package io.setpoint.coordination;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.setpoint.loop.Surroundings;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.store.EtcdSource;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;

import org.springframework.beans.factory.DisposableBean;

/**
 * The connection and the thread of coordination. Neither is there before it is needed.
 */
class CoordinationEtcd implements DisposableBean {

	private static final String CLIENT = "coordination";

	private final ThreadLoop loop = new ThreadLoop("setpoint-coordination");

	private final Surroundings<WritableStore> surroundings;

	private final String instance;

	CoordinationEtcd(EtcdSource source, String instance) {
		this.surroundings = new Surroundings<>(Stores.connectLater(() -> source.get().withClient(CLIENT)), this.loop,
				() -> ThreadLocalRandom.current().nextDouble());
		this.instance = instance;
	}

	Surroundings<WritableStore> surroundings() {
		return this.surroundings;
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
		return new Claims(this.surroundings, root, this.instance, lease);
	}

	/**
	 * Connect anew, with certificates that have been reloaded.
	 */
	void reconnect() {
		this.surroundings.store().reconnect();
	}

	@Override
	public void destroy() {
		this.loop.close();
		this.surroundings.store().close();
	}

}
