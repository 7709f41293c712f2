package io.setpoint.discovery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.setpoint.loop.Surroundings;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.naming.Directory;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;

import org.springframework.beans.factory.DisposableBean;

/**
 * The connection and the thread of discovery. Neither is there before it is needed.
 */
class DiscoveryEtcd implements DisposableBean {

	private final ThreadLoop loop = new ThreadLoop("setpoint-discovery");

	private final Surroundings<WritableStore> surroundings;

	private final Directory directory;

	DiscoveryEtcd(Supplier<EtcdConnection> connection, String root) {
		WritableStore store = Stores.connectLater(connection);
		this.surroundings = new Surroundings<>(store, this.loop, () -> ThreadLocalRandom.current().nextDouble());
		this.directory = new Directory(store, this.loop, MirrorSettings.defaults(), root,
				this.surroundings.randomness());
	}

	Surroundings<WritableStore> surroundings() {
		return this.surroundings;
	}

	Directory directory() {
		return this.directory;
	}

	/**
	 * Connect anew, with certificates that have been reloaded.
	 */
	void reconnect() {
		this.surroundings.store().reconnect();
	}

	/**
	 * Run a task when others have been told that this instance goes, and those have been
	 * answered that had chosen it before.
	 * @param registry tells them
	 * @param delay how long others may take to know
	 * @param task the task
	 */
	void afterDeparture(EtcdServiceRegistry registry, Duration delay, Runnable task) {
		registry.departed().whenComplete((done, failure) -> this.loop.schedule(task, delay));
	}

	@Override
	public void destroy() {
		this.directory.close();
		this.loop.close();
		this.surroundings.store().close();
	}

}
