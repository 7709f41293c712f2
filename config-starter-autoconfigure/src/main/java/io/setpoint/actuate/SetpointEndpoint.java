package io.setpoint.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.setpoint.LiveOrigin;
import io.setpoint.acceptance.AcceptedState;
import io.setpoint.acceptance.Refusal;
import io.setpoint.actuate.SetpointDescriptor.LocationDescriptor;
import io.setpoint.actuate.SetpointDescriptor.TypeDescriptor;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.SourceReview;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.mirror.MirrorStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link Endpoint @Endpoint} that says how current the configuration is, what is pending
 * and why, and where every value comes from. Never shows values.
 *
 * @since 0.1.0
 */
@Endpoint(id = "setpoint")
public class SetpointEndpoint {

	private static final String SCHEMA = "schema";

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final AcceptedState accepted;

	private final Supplier<Map<String, MirrorStatus>> statuses;

	private final ConfigurableEnvironment environment;

	private final SourceReview review;

	private final Supplier<@Nullable String> schema;

	/**
	 * Create an endpoint.
	 * @param accepted knows what is accepted and what is refused
	 * @param statuses says how current each location is, by prefix
	 * @param environment holds the locations
	 * @param review knows what others have made of them
	 * @param schema gives the JSON Schema of what the application binds, or {@code null}
	 */
	public SetpointEndpoint(AcceptedState accepted, Supplier<Map<String, MirrorStatus>> statuses,
			ConfigurableEnvironment environment, SourceReview review, Supplier<@Nullable String> schema) {
		this.accepted = accepted;
		this.statuses = statuses;
		this.environment = environment;
		this.review = review;
		this.schema = schema;
	}

	/**
	 * Describe all locations and types.
	 * @return the description
	 */
	@ReadOperation
	public SetpointDescriptor setpoint() {
		List<String> remarks = this.review.remarks();
		return new SetpointDescriptor(locations(), types(), remarks.isEmpty() ? null : remarks);
	}

	/**
	 * Explain one type or property, or give the schema of all types.
	 * @param name the class name (full or simple), bean name or prefix of a type, the
	 * name of a property, or {@code schema}
	 * @return the explanation or the schema, {@code null} if there is nothing of that
	 * name
	 */
	@ReadOperation
	@RegisterReflectionForBinding(ExplanationDescriptor.class)
	public @Nullable Object explain(@Selector String name) {
		return name.equals(SCHEMA) ? schema() : new Explanation(this.accepted, this.environment).of(name);
	}

	private @Nullable Map<String, Object> schema() {
		String schema = this.schema.get();
		return (schema != null) ? JSON.readValue(schema, new TypeReference<>() {
		}) : null;
	}

	private List<LocationDescriptor> locations() {
		Map<String, MirrorStatus> statuses = this.statuses.get();
		List<Refusal> refusals = this.accepted.refusals();
		long workedOff = this.accepted.revision();
		List<LocationDescriptor> locations = new ArrayList<>();
		for (LocationPropertySource source : this.accepted.locations()) {
			LocationContent content = source.content();
			MirrorStatus status = statuses.get(content.prefix());
			if (status != null) {
				List<Refusal> pending = refusals.stream()
					.filter((refusal) -> refusal.prefix().equals(content.prefix()))
					.toList();
				locations.add(LocationDescriptor.of(content, status, workedOff, pending));
			}
		}
		return locations;
	}

	private List<TypeDescriptor> types() {
		return this.accepted.origins()
			.entrySet()
			.stream()
			.filter((entry) -> isOfInterest(entry.getKey(), entry.getValue()))
			.map((entry) -> TypeDescriptor.of(entry.getKey(), entry.getValue()))
			.toList();
	}

	private static boolean isOfInterest(BoundType type, LiveOrigin origin) {
		return origin.revision() > 0 || !BoundTypes.isInfrastructure(type.type());
	}

}
