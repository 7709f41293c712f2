package io.setpoint.grpc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.setpoint.naming.Naming;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Has the server of gRPC listed while the application takes calls, and lets it drain only
 * after others were told that it goes. It depends on the server's own life, so it starts
 * after it and stops before it, whatever their phases.
 */
class CallsLifecycle implements SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	/**
	 * Longer than etcd and the drain take, unless something is wrong.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final ApplicationContext context;

	private final List<GrpcServerLifecycle> servers;

	private final Listing listing;

	private final Naming naming;

	private final boolean readinessAwaited;

	private volatile boolean running;

	private volatile boolean accepting;

	/**
	 * Create a lifecycle.
	 * @param context the context of the application
	 * @param servers the servers of gRPC
	 * @param listing has the server known to others
	 * @param naming knows when they know that it goes
	 * @param readinessAwaited whether somebody says when the application takes calls;
	 * otherwise it does when the server listens
	 */
	CallsLifecycle(ApplicationContext context, List<GrpcServerLifecycle> servers, Listing listing, Naming naming,
			boolean readinessAwaited) {
		this.context = context;
		this.servers = servers;
		this.listing = listing;
		this.naming = naming;
		this.readinessAwaited = readinessAwaited;
	}

	/**
	 * Lists also a server that was stopped and is started again: nobody says then that
	 * the application is ready.
	 */
	@Override
	public void start() {
		this.running = true;
		this.servers.stream()
			.map(GrpcServerLifecycle::getPort)
			.filter((port) -> port > 0)
			.findFirst()
			.ifPresent(this.listing::listensAt);
		if (this.accepting || !this.readinessAwaited) {
			this.listing.arrive();
		}
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		if (event.getSource() instanceof ApplicationContext source && source != this.context) {
			return;
		}
		this.accepting = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
		if (!this.accepting) {
			this.listing.leave();
		}
		else if (this.running) {
			this.listing.arrive();
		}
	}

	/**
	 * Waits, because the server is stopped as soon as this returns.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.listing.leave();
		this.naming.departed().completeOnTimeout(null, LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * That of the server: it is stopped with it, and Spring waits for as many as a phase
	 * has.
	 */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
