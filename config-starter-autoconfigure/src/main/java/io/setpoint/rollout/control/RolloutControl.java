package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.setpoint.loop.Opening;
import io.setpoint.loop.Surroundings;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.FollowingListener;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The part of this instance in the rollouts of its configurations: it is in their fleets,
 * measures their guards, and moves them while it is elected.
 *
 * @since 0.1.0
 */
public final class RolloutControl implements FollowingListener, SmartLifecycle, DisposableBean {

	/**
	 * Before the watch starts and after it stops.
	 */
	private static final int PHASE = DEFAULT_PHASE - 4097;

	private static final Duration FAREWELL = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(RolloutControl.class);

	private final ThreadLoop loop = new ThreadLoop("setpoint-fleet");

	private final ExecutorService guards = Executors.newCachedThreadPool(RolloutControl::guardThread);

	private final Opening opening;

	private final @Nullable FleetRegistration registration;

	private final Map<String, Controller> controllers = new LinkedHashMap<>();

	private final Map<String, Following> followings = new LinkedHashMap<>();

	private volatile boolean running;

	/**
	 * Create the part of an instance. Nothing happens until it is started.
	 * @param store gives etcd, which is asked for only if there are configurations
	 * @param settings what it depends on
	 * @param sensors what measures guards
	 * @param randomness numbers from 0 to below 1, for the spread of waits
	 * @param readinessAwaited whether {@link #measure(boolean)} will be called when the
	 * application is ready, before which it takes no part
	 */
	public RolloutControl(Supplier<WritableStore> store, ControlSettings settings, List<GuardSensor> sensors,
			DoubleSupplier randomness, boolean readinessAwaited) {
		this.opening = new Opening(this.loop, readinessAwaited, this::open);
		if (settings.configurations().isEmpty()) {
			this.registration = null;
			return;
		}
		Surroundings<WritableStore> surroundings = new Surroundings<>(store.get(), this.loop, randomness);
		this.registration = new FleetRegistration(surroundings, settings, sensors, this.guards);
		if (settings.controls()) {
			settings.configurations()
				.forEach((name) -> this.controllers.put(name, new Controller(surroundings, settings, name)));
		}
	}

	private static Thread guardThread(Runnable worker) {
		Thread thread = new Thread(worker, "setpoint-guards");
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void following(String configuration, RolloutState state) {
		FleetRegistration registration = this.registration;
		StageWatch watch = (registration != null) ? registration.prepare(configuration, state) : null;
		if (registration != null && watch != null) {
			this.loop.execute(() -> registration.prepared(configuration, watch));
		}
	}

	@Override
	public void followed(Following following) {
		FleetRegistration registration = this.registration;
		if (registration == null) {
			return;
		}
		this.loop.execute(() -> {
			registration.followed(following);
			this.followings.put(following.configuration(), following);
			control(following);
		});
	}

	private void control(Following following) {
		Controller controller = this.controllers.get(following.configuration());
		if (controller != null && this.running) {
			controller.followed(following);
		}
	}

	/**
	 * Measure guards from now on, or no longer.
	 * @param measuring whether the application is ready, and not about to stop
	 */
	public void measure(boolean measuring) {
		FleetRegistration registration = this.registration;
		if (registration != null) {
			this.loop.execute(() -> registration.measure(measuring));
		}
		if (measuring) {
			this.opening.ready();
		}
	}

	@Override
	public void start() {
		if (this.registration != null) {
			this.running = true;
			this.opening.begin();
		}
	}

	private void open() {
		if (this.registration != null && this.running) {
			this.registration.start();
			this.followings.values().forEach(this::control);
		}
	}

	@Override
	public void stop() {
		FleetRegistration registration = this.registration;
		if (!this.running || registration == null) {
			return;
		}
		this.running = false;
		this.opening.end();
		CompletableFuture<Void> left = new CompletableFuture<>();
		this.loop.execute(() -> {
			this.controllers.values().forEach(Controller::stop);
			registration.leave().whenComplete((done, failure) -> left.complete(null));
		});
		await(left);
	}

	private static void await(CompletableFuture<Void> left) {
		try {
			left.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.info("This instance could not take its leave in time, so it may count as vanished");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void destroy() {
		stop();
		this.guards.shutdownNow();
		this.loop.close();
	}

}
