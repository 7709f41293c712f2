package io.setpoint.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.setpoint.acceptance.AcceptedState;
import io.setpoint.acceptance.Refusal;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for the configuration in etcd. An application goes on with its
 * last good values when etcd is away, so it is never down because of it: the details say
 * that the values are stale, and for how long. It is unknown while somebody else keeps
 * copies in the environment that do not follow.
 *
 * @since 0.1.0
 */
public class SetpointHealthIndicator extends AbstractHealthIndicator {

	private final AcceptedState accepted;

	private final Supplier<Map<String, MirrorStatus>> statuses;

	private final Supplier<List<String>> remarks;

	private final Clock clock;

	/**
	 * Create a health indicator.
	 * @param accepted knows what is refused
	 * @param statuses says how current each location is, by prefix
	 * @param remarks says what in the environment does not follow the locations
	 * @param clock the time of day
	 */
	public SetpointHealthIndicator(AcceptedState accepted, Supplier<Map<String, MirrorStatus>> statuses,
			Supplier<List<String>> remarks, Clock clock) {
		super("The state of the configuration in etcd is not known");
		this.accepted = accepted;
		this.statuses = statuses;
		this.remarks = remarks;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, MirrorStatus> statuses = this.statuses.get();
		builder.up();
		statuses.values()
			.stream()
			.filter((status) -> status.state() != State.LIVE)
			.map(MirrorStatus::since)
			.min(Instant::compareTo)
			.ifPresent((since) -> builder.withDetail("stale", true).withDetail("age", age(since)));
		Map<String, Object> locations = new LinkedHashMap<>();
		this.accepted.locations().forEach((source) -> {
			MirrorStatus status = statuses.get(source.content().prefix());
			if (status != null) {
				locations.put(source.getName(), details(source.content().prefix(), status));
			}
		});
		builder.withDetail("locations", locations);
		List<String> remarks = this.remarks.get();
		if (!remarks.isEmpty()) {
			builder.unknown().withDetail("remarks", remarks);
		}
	}

	private Map<String, Object> details(String prefix, MirrorStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().name());
		details.put("since", status.since().toString());
		details.put("pending", this.accepted.refusals().stream().map(Refusal::prefix).filter(prefix::equals).count());
		return details;
	}

	private String age(Instant since) {
		Duration age = Duration.between(since, this.clock.instant());
		return (age.isNegative() ? Duration.ZERO : age).truncatedTo(ChronoUnit.SECONDS).toString();
	}

}
