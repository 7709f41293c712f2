package io.setpoint.refresh;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.setpoint.mirror.Cause;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.RefreshOutcome;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.mirror.ThreadLoop;
import io.setpoint.refresh.Proposal.Kind;
import io.setpoint.store.Change;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Follows etcd while the application runs: what the mirrors report is proposed to the
 * pipeline on the watch thread. It is running before the web server takes requests and
 * until after the last one is answered.
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

	private final Deque<Revision> backlog = new ArrayDeque<>();

	private final List<Runnable> whenWorkedOff = new ArrayList<>();

	private final ThreadLoop loop = new ThreadLoop();

	private final @Nullable Mirrors mirrors;

	private final Set<String> refreshed = new LinkedHashSet<>();

	private volatile boolean running;

	/**
	 * Create a watch over plain locations. Nothing happens until it is started.
	 * @param pipeline decides about what is read
	 * @param prefixes the prefixes of the locations, none if nothing is imported
	 * @param mirrors creates the mirrors of the locations on a loop
	 */
	public ConfigurationWatch(AcceptancePipeline pipeline, List<String> prefixes, MirrorsFactory mirrors) {
		this(pipeline, identity(prefixes), Interpreter.PLAIN, mirrors);
	}

	/**
	 * Create a watch. Nothing happens until it is started.
	 * @param pipeline decides about what is read
	 * @param ranges what is mirrored for each location, by the prefix of its content:
	 * that prefix, or the key that says what its content is
	 * @param interpreter puts what is read into terms of the contents
	 * @param mirrors creates the mirrors of the ranges on a loop
	 */
	public ConfigurationWatch(AcceptancePipeline pipeline, Map<String, String> ranges, Interpreter interpreter,
			MirrorsFactory mirrors) {
		this.pipeline = pipeline;
		this.ranges = new LinkedHashMap<>(ranges);
		this.interpreter = interpreter;
		this.mirrors = ranges.isEmpty() ? null
				: mirrors.create(List.copyOf(this.ranges.values()), this.loop, this::changed);
	}

	private static Map<String, String> identity(List<String> prefixes) {
		Map<String, String> ranges = new LinkedHashMap<>();
		prefixes.forEach((prefix) -> ranges.put(prefix, prefix));
		return ranges;
	}

	private void changed(List<Revision> revisions) {
		this.backlog.addAll(revisions);
		workOff();
	}

	/**
	 * Propose revisions in their order, up to the first that has to wait.
	 */
	private void workOff() {
		List<Proposal> proposals = new ArrayList<>(this.backlog.size());
		for (Proposal next = next(); next != null; next = next()) {
			if (this.backlog.remove().cause() == Cause.REFRESH) {
				propose(proposals);
				proposals.clear();
				this.refreshed.addAll(propose(List.of(next)));
			}
			else {
				proposals.add(next);
			}
		}
		propose(proposals);
		this.interpreter.workedOff();
		if (this.backlog.isEmpty()) {
			List.copyOf(this.whenWorkedOff).forEach(Runnable::run);
			this.whenWorkedOff.clear();
		}
	}

	private @Nullable Proposal next() {
		Revision revision = this.backlog.peek();
		Map<String, ? extends Collection<Change>> contents = (revision != null) ? this.interpreter.contents(revision)
				: null;
		return (revision != null && contents != null) ? new Proposal(revision.number(), kind(revision), contents)
				: null;
	}

	private Set<String> propose(List<Proposal> backlog) {
		return backlog.isEmpty() ? Set.of() : this.pipeline.propose(backlog);
	}

	private static Kind kind(Revision revision) {
		if (revision.reason() == ResyncReason.STORE_REPLACED) {
			return Kind.REPLACED;
		}
		return (revision.cause() == Cause.WATCH) ? Kind.REVISION : Kind.REREAD;
	}

	/**
	 * Read etcd now, without waiting for the watch, and try again what was refused.
	 * @return the names of the properties that this changed, when beans have followed;
	 * fails with a {@link StoreException} if etcd is out of reach
	 */
	public CompletableFuture<Set<String>> refresh() {
		if (this.mirrors == null) {
			return CompletableFuture.completedFuture(Set.of());
		}
		return this.mirrors.refresh().thenCompose(this::workedOff).thenApply((outcome) -> {
			Set<String> names = new LinkedHashSet<>(this.refreshed);
			this.refreshed.clear();
			names.addAll(this.pipeline.retry());
			this.interpreter.workedOff();
			outcome.unreadable().values().stream().findFirst().ifPresent((failure) -> {
				throw failure;
			});
			return names;
		})
			.thenCompose((names) -> this.pipeline.followed()
				.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.thenApply((followed) -> names));
	}

	private CompletableFuture<RefreshOutcome> workedOff(RefreshOutcome outcome) {
		CompletableFuture<RefreshOutcome> workedOff = new CompletableFuture<>();
		if (this.backlog.isEmpty()) {
			workedOff.complete(outcome);
		}
		else {
			this.whenWorkedOff.add(() -> workedOff.complete(outcome));
		}
		return workedOff;
	}

	/**
	 * Say how current each location is.
	 * @return the status by prefix
	 */
	public Map<String, MirrorStatus> statuses() {
		Map<String, MirrorStatus> statuses = new LinkedHashMap<>();
		Mirrors mirrors = this.mirrors;
		if (mirrors != null) {
			this.ranges.forEach((prefix, range) -> statuses.put(prefix, mirrors.status(range)));
		}
		return statuses;
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
		this.loop.execute(this.pipeline::completeStart);
		this.loop.execute(() -> this.interpreter.start(this.loop, this::workOff));
		if (this.mirrors != null) {
			this.mirrors.start();
		}
	}

	@Override
	public void stop() {
		if (this.mirrors != null) {
			this.mirrors.stop();
		}
		this.running = false;
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
