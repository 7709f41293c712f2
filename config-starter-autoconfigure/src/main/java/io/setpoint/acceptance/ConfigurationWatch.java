package io.setpoint.acceptance;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.setpoint.loop.Opening;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.RefreshOutcome;
import io.setpoint.store.Calls;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Follows etcd while the application runs: what the mirrors report is proposed to the
 * pipeline on the watch thread. The watch is opened behind the readiness of the
 * application, which loads the client, and stays until after the last request is
 * answered.
 *
 * @since 0.1.0
 */
public final class ConfigurationWatch implements SmartLifecycle, DisposableBean {

	/**
	 * Before web servers start and after they stop.
	 */
	private static final int PHASE = DEFAULT_PHASE - 4096;

	/**
	 * How long a refresh waits for a bean that is slow to follow.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final AcceptancePipeline pipeline;

	private final Map<String, String> ranges;

	private final Interpreter interpreter;

	private final ThreadLoop loop = new ThreadLoop();

	private final Intake intake;

	private final Insistent repairs;

	private final @Nullable Mirrors mirrors;

	private final Opening opening;

	private final Set<CompletableFuture<?>> refreshes = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	/**
	 * Create a watch over plain locations. Nothing happens until it is started.
	 * @param pipeline decides about what is read
	 * @param prefixes the prefixes of the locations, none if nothing is imported
	 * @param mirrors creates the mirrors of the locations on a loop
	 */
	public ConfigurationWatch(AcceptancePipeline pipeline, List<String> prefixes, MirrorsFactory mirrors) {
		this(pipeline, identity(prefixes), Interpreter.PLAIN, List.of(), mirrors, false);
	}

	/**
	 * Create a watch. Nothing happens until it is started.
	 * @param pipeline decides about what is read
	 * @param ranges what is mirrored for each location, by the prefix of its content:
	 * that prefix, or the key that says what its content is
	 * @param interpreter puts what is read into terms of the contents
	 * @param observers watch how it is applied
	 * @param mirrors creates the mirrors of the ranges on a loop
	 * @param readinessAwaited whether {@link #ready()} will be called, before which etcd
	 * is not followed unless somebody refreshes
	 */
	public ConfigurationWatch(AcceptancePipeline pipeline, Map<String, String> ranges, Interpreter interpreter,
			List<ApplyObserver> observers, MirrorsFactory mirrors, boolean readinessAwaited) {
		this.pipeline = pipeline;
		this.ranges = new LinkedHashMap<>(ranges);
		this.interpreter = interpreter;
		this.intake = new Intake(pipeline, interpreter, new ApplyObservers(observers), this.loop);
		this.repairs = new Insistent(this.loop, "Trying again what was left undone", () -> {
			pipeline.retryFailed();
			return !pipeline.isAnythingFailed();
		});
		this.mirrors = ranges.isEmpty() ? null
				: mirrors.create(List.copyOf(this.ranges.values()), this.loop, this.intake);
		this.opening = new Opening(this.loop, readinessAwaited, this::open);
	}

	private static Map<String, String> identity(List<String> prefixes) {
		Map<String, String> ranges = new LinkedHashMap<>();
		prefixes.forEach((prefix) -> ranges.put(prefix, prefix));
		return ranges;
	}

	/**
	 * Read etcd now, without waiting for the watch, and try again what was refused.
	 * @return the names of the properties that this changed, when beans have followed;
	 * fails with a {@link StoreException} if etcd is out of reach
	 */
	public CompletableFuture<Set<String>> refresh() {
		Mirrors mirrors = this.mirrors;
		if (mirrors == null) {
			return CompletableFuture.completedFuture(Set.of());
		}
		CompletableFuture<Set<String>> names = new CompletableFuture<>();
		this.refreshes.add(names);
		this.opening.ready();
		CompletableFuture.supplyAsync(mirrors::refresh, this.loop::execute)
			.thenCompose((refreshed) -> refreshed)
			.thenComposeAsync((outcome) -> this.intake.workedOff().thenApply((none) -> outcome), this.loop::execute)
			.thenApplyAsync(this::refreshed, this.loop::execute)
			.thenCompose((found) -> this.pipeline.followed()
				.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.thenApply((followed) -> found))
			.whenComplete((found, ex) -> {
				this.refreshes.remove(names);
				if (ex == null) {
					names.complete(found);
				}
				else {
					names.completeExceptionally(Calls.causeOf(ex));
				}
			});
		return names;
	}

	private Set<String> refreshed(RefreshOutcome outcome) {
		Set<String> names = this.intake.takeRefreshed();
		names.addAll(this.pipeline.retry());
		this.intake.workOff();
		outcome.unreadable().values().stream().findFirst().ifPresent((failure) -> {
			throw failure;
		});
		return names;
	}

	/**
	 * Say how current each location is.
	 * @return the status by prefix
	 */
	public Map<String, MirrorStatus> statuses() {
		Map<String, MirrorStatus> statuses = new LinkedHashMap<>();
		Mirrors mirrors = this.mirrors;
		if (mirrors != null) {
			int waiting = this.intake.size();
			this.ranges.forEach((prefix, range) -> statuses.put(prefix, mirrors.status(range).behindBy(waiting)));
		}
		return statuses;
	}

	/**
	 * Say why etcd is known to be out of reach, without asking it. It is tried again at
	 * once then, so that whoever comes next need not be told so if it is back.
	 * @return why no location can be followed, {@code null} if one can be, or if it is
	 * not known yet
	 */
	public @Nullable StoreException outage() {
		Collection<MirrorStatus> statuses = statuses().values();
		if (this.mirrors == null || !statuses.stream().allMatch(ConfigurationWatch::isAway)) {
			return null;
		}
		this.mirrors.look();
		return statuses.stream()
			.map(MirrorStatus::failure)
			.filter(Objects::nonNull)
			.findFirst()
			.map((failure) -> new StoreUnreachableException(
					"It is known to be out of reach, so it was not asked; it is tried again now: "
							+ failure.getMessage(),
					failure))
			.orElse(null);
	}

	private static boolean isAway(MirrorStatus status) {
		return status.phase() != MirrorPhase.LIVE && status.failure() instanceof StoreUnreachableException;
	}

	/**
	 * Say which cluster the locations were read from.
	 * @return the id of the cluster, 0 if none was ever read
	 */
	public long clusterId() {
		return (this.mirrors != null) ? this.mirrors.clusterId() : 0;
	}

	@Override
	public void start() {
		this.running = true;
		this.pipeline.whenFailed(() -> this.loop.execute(this.repairs::again));
		if (this.mirrors == null) {
			Thread completing = new Thread(
					Insistent.of(this.loop, "Completing the start", this.pipeline::completeStart), "setpoint-start");
			completing.setDaemon(true);
			completing.start();
			return;
		}
		this.opening.begin();
	}

	private void open() {
		Insistent.of(this.loop, "Completing the start", this.pipeline::completeStart).run();
		Insistent
			.of(this.loop, "Beginning to follow rollouts",
					() -> this.interpreter.start(this.loop, this.intake::workOff))
			.run();
		if (this.mirrors != null) {
			this.mirrors.start();
			if (!this.running) {
				this.mirrors.stop();
			}
			this.loop.execute(this.pipeline::warmUp);
		}
	}

	/**
	 * The application is ready: follow etcd from now on.
	 */
	public void ready() {
		if (this.mirrors != null) {
			this.opening.ready();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.mirrors != null) {
			this.opening.end();
			this.mirrors.stop();
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
		this.loop.close();
		StoreException stopped = new StoreException("The application stops", null);
		this.refreshes.forEach((refresh) -> refresh.completeExceptionally(stopped));
	}

	/**
	 * Creates the mirrors of some locations.
	 */
	@FunctionalInterface
	public interface MirrorsFactory {

		/**
		 * Create mirrors.
		 * @param prefixes the prefixes of the locations
		 * @param loop the thread that owns them
		 * @param listener told of what they read
		 * @return the mirrors, not started
		 */
		Mirrors create(List<String> prefixes, ThreadLoop loop, MirrorListener listener);

	}

}
