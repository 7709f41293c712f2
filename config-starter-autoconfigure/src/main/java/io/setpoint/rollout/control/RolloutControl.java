package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
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
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.TrialJudge;
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

	private static final Duration IDLE = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(RolloutControl.class);

	private final ThreadLoop loop = new ThreadLoop("setpoint-fleet");

	private final ExecutorService guards = Executors.newCachedThreadPool(RolloutControl::guardThread);

	private final Opening opening;

	private final ExecutorService trials = trials();

	private final @Nullable FleetRegistration registration;

	private final @Nullable Jury jury;

	private final Map<String, Controller> controllers = new LinkedHashMap<>();

	private final Map<String, Following> followings = new LinkedHashMap<>();

	private volatile boolean running;

	/**
	 * Create the part of an instance. Nothing happens until it is started.
	 * @param store gives etcd, which is asked for only if there are configurations
	 * @param settings what it depends on
	 * @param sensors what measures guards
	 * @param judge gives what judges by the classes of this application
	 * @param randomness numbers from 0 to below 1, for the spread of waits
	 * @param readinessAwaited whether {@link #measure(boolean)} will be called when the
	 * application is ready, before which it takes no part
	 */
	public RolloutControl(Supplier<WritableStore> store, ControlSettings settings, List<GuardSensor> sensors,
			Supplier<? extends TrialJudge> judge, DoubleSupplier randomness, boolean readinessAwaited) {
		this.opening = new Opening(this.loop, readinessAwaited, this::open);
		if (settings.configurations().isEmpty()) {
			this.registration = null;
			this.jury = null;
			return;
		}
		Surroundings<WritableStore> surroundings = new Surroundings<>(store.get(), this.loop, randomness);
		this.registration = new FleetRegistration(surroundings, settings, sensors, this.guards);
		this.jury = new Jury(surroundings, settings, judge, this.trials);
		if (settings.controls()) {
			settings.configurations()
				.forEach((name) -> this.controllers.put(name, new Controller(surroundings, settings, name)));
		}
	}

	private static Thread guardThread(Runnable worker) {
		return daemon(worker, "setpoint-guards");
	}

	/**
	 * Return what judges trials, one at a time, on a thread that is there only then.
	 * @return runs a task at a time
	 */
	private static ExecutorService trials() {
		ThreadPoolExecutor trials = new ThreadPoolExecutor(1, 1, IDLE.toSeconds(), TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (worker) -> daemon(worker, "setpoint-trials"));
		trials.allowCoreThreadTimeOut(true);
		return trials;
	}

	private static Thread daemon(Runnable worker, String name) {
		Thread thread = new Thread(worker, name);
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void summoned(String configuration, String trial, @Nullable Summons summons) {
		Jury jury = this.jury;
		if (jury != null) {
			this.loop.execute(() -> jury.summoned(configuration, trial, summons));
		}
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

	/**
	 * Have somebody told whenever this instance is in its fleets again after etcd had
	 * forgotten it.
	 * @param returned is told, on a thread that must not be held up
	 */
	public void returning(Runnable returned) {
		FleetRegistration registration = this.registration;
		if (registration != null) {
			this.loop.execute(() -> registration.returning(returned));
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
		FleetRegistration registration = this.registration;
		Jury jury = this.jury;
		if (registration != null && jury != null && this.running) {
			jury.open((bench) -> {
				if (this.running) {
					registration.describe(bench, jury::waiting);
					registration.start();
					this.followings.values().forEach(this::control);
				}
			});
		}
	}

	@Override
	public void stop() {
		FleetRegistration registration = this.registration;
		Jury jury = this.jury;
		if (!this.running || registration == null || jury == null) {
			return;
		}
		this.running = false;
		this.opening.end();
		CompletableFuture<Void> left = new CompletableFuture<>();
		this.loop.execute(() -> {
			this.controllers.values().forEach(Controller::stop);
			jury.close();
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
		this.trials.shutdownNow();
		this.loop.close();
	}

}
