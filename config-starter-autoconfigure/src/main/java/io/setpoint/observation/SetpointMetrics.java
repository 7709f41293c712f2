package io.setpoint.observation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.Rejection;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.observation.SetpointMeters.Tag;
import io.setpoint.store.AnswerTooLargeException;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.LeaderLostException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.TlsFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to the configuration and measures how current it is.
 *
 * @since 0.1.0
 */
public class SetpointMetrics implements MeterBinder, MirrorListener, AcceptanceFollower {

	private static final Map<Class<? extends StoreException>, String> CAUSES = Map.of(StoreUnreachableException.class,
			"unreachable", AuthenticationFailedException.class, "authentication", PermissionDeniedException.class,
			"permission", TlsFailedException.class, "tls", LeaderLostException.class, "leader-lost",
			RevisionCompactedException.class, "compacted", FutureRevisionException.class, "future-revision",
			AnswerTooLargeException.class, "answer-too-large");

	private static final String OTHER_CAUSE = "other";

	private static final String NO_CAUSE = "none";

	private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Supplier<Map<String, MirrorStatus>> statuses;

	private final Supplier<List<Refusal>> refusals;

	private final Function<String, String> names;

	private final Clock clock;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	/**
	 * Create the metrics. Nothing is asked for before they are bound.
	 * @param statuses says how current each location is, by prefix
	 * @param refusals says what is refused
	 * @param names gives the name of a location for its prefix
	 * @param clock the time of day
	 */
	public SetpointMetrics(Supplier<Map<String, MirrorStatus>> statuses, Supplier<List<Refusal>> refusals,
			Function<String, String> names, Clock clock) {
		this.statuses = statuses;
		this.refusals = refusals;
		this.names = names;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		count(SetpointMeters.CHANGES, outcome(true), 0);
		count(SetpointMeters.CHANGES, outcome(false), 0);
		for (ResyncReason reason : ResyncReason.values()) {
			count(SetpointMeters.RESYNCS, reason(reason), 0);
		}
		this.statuses.get().keySet().forEach((prefix) -> {
			gauge(registry, SetpointMeters.STALENESS, prefix, (metrics) -> metrics.staleness(prefix));
			gauge(registry, SetpointMeters.REVISION, prefix, (metrics) -> metrics.revision(prefix));
			gauge(registry, SetpointMeters.BEHIND, prefix, (metrics) -> metrics.behind(prefix));
			gauge(registry, SetpointMeters.PENDING, prefix, (metrics) -> metrics.pending(prefix));
			count(SetpointMeters.CONNECTIONS_RENEWED, location(prefix), 0);
			count(SetpointMeters.DUPLICATES_DROPPED, location(prefix), 0);
			Stream.concat(CAUSES.values().stream(), Stream.of(OTHER_CAUSE, NO_CAUSE))
				.forEach((cause) -> count(SetpointMeters.RECONNECTS, cause(prefix, cause), 0));
		});
	}

	private void gauge(MeterRegistry registry, SetpointMeters meter, String prefix,
			ToDoubleFunction<SetpointMetrics> value) {
		meter.gauge(this, value).tags(location(prefix)).register(registry);
	}

	private double staleness(String prefix) {
		MirrorStatus status = this.statuses.get().get(prefix);
		if (status == null || status.state() == State.LIVE) {
			return 0;
		}
		return Math.max(0, Duration.between(status.since(), this.clock.instant()).toNanos() / NANOS);
	}

	private double revision(String prefix) {
		MirrorStatus status = this.statuses.get().get(prefix);
		return (status != null) ? status.revision() : 0;
	}

	private double behind(String prefix) {
		MirrorStatus status = this.statuses.get().get(prefix);
		return (status != null) ? status.behind() : 0;
	}

	private double pending(String prefix) {
		return this.refusals.get().stream().filter((refusal) -> refusal.prefix().equals(prefix)).count();
	}

	@Override
	public void accepted(AcceptedChange change) {
		count(SetpointMeters.CHANGES, outcome(true), change.count());
	}

	@Override
	public void rejected(Rejection rejection) {
		count(SetpointMeters.CHANGES, outcome(false), rejection.count());
	}

	@Override
	public void changed(List<Revision> revisions) {
	}

	@Override
	public void reconnected(String prefix, @Nullable StoreException cause) {
		count(SetpointMeters.RECONNECTS, cause(prefix, kind(cause)), 1);
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		count(SetpointMeters.RESYNCS, reason(reason), 1);
	}

	@Override
	public void connectionRenewed(String prefix) {
		count(SetpointMeters.CONNECTIONS_RENEWED, location(prefix), 1);
	}

	@Override
	public void duplicatesDropped(String prefix, int count) {
		count(SetpointMeters.DUPLICATES_DROPPED, location(prefix), count);
	}

	private void count(SetpointMeters meter, Tags tags, double amount) {
		for (MeterRegistry registry : this.registries) {
			Counter.builder(meter.getName())
				.description(meter.description())
				.tags(tags)
				.register(registry)
				.increment(amount);
		}
	}

	private Tags location(String prefix) {
		return Tags.of(Tag.LOCATION.asString(), this.names.apply(prefix));
	}

	private Tags cause(String prefix, String cause) {
		return location(prefix).and(Tag.CAUSE.asString(), cause);
	}

	private static Tags reason(ResyncReason reason) {
		return Tags.of(Tag.REASON.asString(), reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	private static Tags outcome(boolean accepted) {
		return Tags.of(Tag.OUTCOME.asString(), accepted ? "accepted" : "rejected");
	}

	private static String kind(@Nullable StoreException cause) {
		return (cause != null) ? CAUSES.getOrDefault(cause.getClass(), OTHER_CAUSE) : NO_CAUSE;
	}

}
