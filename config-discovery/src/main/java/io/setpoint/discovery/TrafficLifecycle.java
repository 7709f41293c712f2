package io.setpoint.discovery;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Has this instance registered while it takes requests, and lets its web server drain
 * only after others were told that it goes.
 */
class TrafficLifecycle implements SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	private final ApplicationContext context;

	private final EtcdAutoServiceRegistration registration;

	private final Supplier<CompletableFuture<Void>> departed;

	private volatile boolean running;

	private volatile boolean accepting;

	private volatile boolean registered;

	/**
	 * Create a lifecycle.
	 * @param context the context of the application
	 * @param registration registers this instance
	 * @param departed completes when others know that this instance goes
	 */
	TrafficLifecycle(ApplicationContext context, EtcdAutoServiceRegistration registration,
			Supplier<CompletableFuture<Void>> departed) {
		this.context = context;
		this.registration = registration;
		this.departed = departed;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		if (event.getSource() instanceof ApplicationContext source && source != this.context) {
			return;
		}
		this.accepting = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
		if (!this.accepting) {
			this.registration.stop();
		}
		else if (this.running) {
			register();
		}
	}

	/**
	 * Registers an application that was stopped and is started again: nobody says then
	 * that it is ready.
	 */
	@Override
	public void start() {
		this.running = true;
		if (this.accepting) {
			register();
		}
	}

	private void register() {
		this.registration.start();
		this.registered |= this.registration.isRunning();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.registered |= this.registration.isRunning();
		this.registration.stop();
		if (this.registered) {
			this.departed.get().whenComplete((done, failure) -> callback.run());
		}
		else {
			callback.run();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.registration.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Stops before the web server drains.
	 */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
