package io.setpoint.coordination;

import io.setpoint.loop.Presence;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Leaves nothing in etcd and closes the connection while the context is stopped, as it is
 * before a checkpoint of the JVM. One that is closed keeps the connection until its beans
 * are destroyed, which may need it.
 */
class PresenceLifecycle implements SmartLifecycle {

	private final ConfigurableApplicationContext context;

	private final Presence presence;

	/**
	 * Create a lifecycle.
	 * @param context the context of the application
	 * @param presence what there is in etcd
	 */
	PresenceLifecycle(ConfigurableApplicationContext context, Presence presence) {
		this.context = context;
		this.presence = presence;
	}

	@Override
	public void start() {
		this.presence.resume();
	}

	@Override
	public void stop() {
		if (!this.context.isClosed()) {
			this.presence.suspend();
		}
	}

	@Override
	public boolean isRunning() {
		return !this.presence.isSuspended();
	}

	/**
	 * Stops after all that may use it, and starts before that.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
