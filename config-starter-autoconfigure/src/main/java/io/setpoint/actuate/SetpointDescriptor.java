package io.setpoint.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.setpoint.LiveOrigin;
import io.setpoint.acceptance.Refusal;
import io.setpoint.binding.BoundType;
import io.setpoint.document.LocationContent;
import io.setpoint.document.Warning;
import io.setpoint.mirror.MirrorStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How current an application's configuration is, and where it comes from. Never carries
 * values.
 *
 * @param locations the imported locations, strongest first
 * @param types the application's bound types, and those of Spring Boot that owe something
 * to etcd
 * @param remarks what others have made of the locations' sources in the environment that
 * does not follow etcd, none if everything does
 * @since 0.1.0
 */
public record SetpointDescriptor(List<LocationDescriptor> locations, List<TypeDescriptor> types,
		@Nullable List<String> remarks) implements OperationResponseBody {

	/**
	 * How current a location is.
	 *
	 * @param location the name of the location
	 * @param version the version that it shows, none for a plain location
	 * @param state whether what is held is current
	 * @param revision the etcd revision up to which everything has been seen
	 * @param accepted the last revision that was taken over up to which nothing is
	 * pending here
	 * @param since since when the state is so
	 * @param lastHeard the last sign of life of etcd, if there was one
	 * @param failure what stands in the way, if anything does
	 * @param emptied {@code true} if the store was replaced by one that has nothing under
	 * the location
	 * @param behind how many revisions have arrived and are not worked off
	 * @param keys how many keys are accepted
	 * @param pendingKeys how many keys have a newest change that is refused
	 * @param pending the first of these keys
	 * @param leftOut the first of the keys, and parts of documents, that carry no
	 * property and have no effect, none if there are none
	 */
	public record LocationDescriptor(String location, @Nullable String version, MirrorStatus.State state, long revision,
			long accepted, Instant since, @Nullable Instant lastHeard, @Nullable String failure,
			@Nullable Boolean emptied, int behind, int keys, int pendingKeys, List<PendingDescriptor> pending,
			@Nullable List<LeftOutDescriptor> leftOut) {

		/**
		 * How many keys are listed of each kind.
		 */
		private static final int LISTED = 200;

		static LocationDescriptor of(LocationContent content, MirrorStatus status, long workedOff,
				List<Refusal> refusals) {
			long accepted = refusals.stream().mapToLong((refusal) -> refusal.revision() - 1).min().orElse(workedOff);
			return new LocationDescriptor(content.displayName(), content.version(), status.state(), status.revision(),
					Math.min(accepted, workedOff), status.since(), status.lastHeard(),
					(status.failure() != null) ? status.failure().getMessage() : null, status.emptied() ? true : null,
					status.behind(), content.keyCount(), refusals.size(),
					refusals.stream().limit(LISTED).map(PendingDescriptor::of).toList(), leftOut(content));
		}

		private static @Nullable List<LeftOutDescriptor> leftOut(LocationContent content) {
			List<LeftOutDescriptor> leftOut = content.warnings()
				.stream()
				.limit(LISTED)
				.map(LeftOutDescriptor::of)
				.toList();
			return leftOut.isEmpty() ? null : leftOut;
		}

	}

	/**
	 * A key whose newest change is in etcd, but refused here.
	 *
	 * @param key the key
	 * @param revision the revision that changed it
	 * @param reason why it is not accepted
	 * @param since since when it waits
	 * @param types the types that wait for the repair
	 */
	public record PendingDescriptor(String key, long revision, String reason, Instant since, Set<String> types) {

		static PendingDescriptor of(Refusal refusal) {
			return new PendingDescriptor(refusal.key(), refusal.revision(), refusal.reason(), refusal.since(),
					refusal.types());
		}

	}

	/**
	 * A key, or a part of a document, that was left out.
	 *
	 * @param key the key
	 * @param revision the revision of the key
	 * @param property the property, none if it is the key itself
	 * @param reason why it has no effect
	 */
	public record LeftOutDescriptor(String key, long revision, @Nullable String property, String reason) {

		static LeftOutDescriptor of(Warning warning) {
			return new LeftOutDescriptor(warning.key(), warning.revision(), warning.property(), warning.reason());
		}

	}

	/**
	 * Where the value of a type comes from.
	 *
	 * @param type the name of the class
	 * @param bean the name of the bean
	 * @param prefix the prefix of its properties
	 * @param revision the etcd revision that made the value visible, 0 if it has never
	 * come from etcd
	 * @param version the version of the configuration, none for a plain location
	 * @param since when the value was accepted
	 */
	public record TypeDescriptor(String type, String bean, String prefix, long revision, @Nullable String version,
			Instant since) {

		static TypeDescriptor of(BoundType type, LiveOrigin origin) {
			return new TypeDescriptor(type.type().getName(), type.beanName(), type.prefix().toString(),
					origin.revision(), origin.version(), origin.acceptedAt());
		}

	}

}
