package io.setpoint.actuate;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.setpoint.rollout.Difference;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.Rollouts;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.Assert;

/**
 * {@link WebEndpoint @WebEndpoint} that publishes versions and conducts rollouts. It only
 * reads unless {@code management.endpoint.rollouts.access=unrestricted} grants more. What
 * the phase does not allow is refused with status 409 and a sentence. Never shows values.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "rollouts", defaultAccess = Access.READ_ONLY)
public class RolloutsEndpoint {

	private static final String LISTS = "versions, history, fleet and compare";

	private final Supplier<Rollouts> rollouts;

	private final Callers callers;

	/**
	 * Create an endpoint.
	 * @param rollouts does what is asked for
	 * @param beanFactory tells whether the application is behind Spring Security, so that
	 * only who has logged in may write
	 */
	public RolloutsEndpoint(Supplier<Rollouts> rollouts, ListableBeanFactory beanFactory) {
		this.rollouts = rollouts;
		this.callers = new Callers(beanFactory);
	}

	/**
	 * Say where all configurations are.
	 * @return the state of each
	 */
	@ReadOperation
	public WebEndpointResponse<Object> rollouts() {
		Map<String, Object> all = new TreeMap<>();
		for (String configuration : this.rollouts.get().configurations()) {
			WebEndpointResponse<Object> answer = rollout(configuration);
			if (answer.getStatus() != WebEndpointResponse.STATUS_OK) {
				return answer;
			}
			all.put(configuration, answer.getBody());
		}
		return new WebEndpointResponse<>(Map.of("configurations", all));
	}

	/**
	 * Say where a configuration is.
	 * @param configuration its name
	 * @return its state
	 */
	@ReadOperation
	public WebEndpointResponse<Object> rollout(@Selector String configuration) {
		Rollouts rollouts = this.rollouts.get();
		return RolloutAnswers.answer(
				() -> rollouts.state(configuration).thenCombine(rollouts.guards(configuration), RolloutAnswers::status),
				(status) -> status);
	}

	/**
	 * List something of a configuration.
	 * @param configuration its name
	 * @param what {@code versions}, {@code history}, {@code fleet} or {@code compare}
	 * @param from the id of the first version to compare
	 * @param to the id of the second version to compare
	 * @return the list
	 */
	@ReadOperation
	@RegisterReflectionForBinding(DifferenceDescriptor.class)
	public WebEndpointResponse<Object> list(@Selector String configuration, @Selector String what,
			@Nullable String from, @Nullable String to) {
		Rollouts rollouts = this.rollouts.get();
		return switch (what) {
			case "versions" -> RolloutAnswers.answer(() -> rollouts.versions(configuration),
					(versions) -> RolloutAnswers.list("versions", versions));
			case "history" -> RolloutAnswers.answer(() -> rollouts.history(configuration),
					(entries) -> RolloutAnswers.list("history", entries));
			case "fleet" -> RolloutAnswers.answer(() -> rollouts.fleet(configuration),
					(members) -> RolloutAnswers.list("fleet", members));
			case "compare" -> compare(rollouts, configuration, from, to);
			default -> nothing(what);
		};
	}

	private static WebEndpointResponse<Object> nothing(String what) {
		return RolloutAnswers.sentence(WebEndpointResponse.STATUS_NOT_FOUND,
				"There is no '" + what + "' of a configuration, only " + LISTS);
	}

	private static WebEndpointResponse<Object> compare(Rollouts rollouts, String configuration, @Nullable String from,
			@Nullable String to) {
		return RolloutAnswers.answer(() -> {
			Assert.hasText(from, "'from' is missing: give the id of a version");
			Assert.hasText(to, "'to' is missing: give the id of a version");
			return rollouts.compare(configuration, from, to);
		}, (differences) -> Map.of("differences",
				differences.stream()
					.map((difference) -> new DifferenceDescriptor(difference.property(), difference.kind()))
					.toList()));
	}

	/**
	 * Say what is known of a version, but not its values.
	 * @param configuration the name of the configuration
	 * @param what {@code versions}
	 * @param id the id of the version
	 * @return the version
	 */
	@ReadOperation
	public WebEndpointResponse<Object> version(@Selector String configuration, @Selector String what,
			@Selector String id) {
		if (!what.equals("versions")) {
			return nothing(what + "/" + id);
		}
		return RolloutAnswers.answer(() -> this.rollouts.get().version(configuration, id), RolloutAnswers::json);
	}

	/**
	 * Do something. What the action does not take is refused.
	 * @param security knows who asks, if that is known
	 * @param configuration the name of the configuration
	 * @param action {@code publish}, {@code try}, {@code start}, {@code approve},
	 * {@code pause}, {@code resume}, {@code promote}, {@code abort}, {@code rollback} or
	 * {@code release}
	 * @param by who asks, if nobody is logged in
	 * @param id the id of a version to publish
	 * @param version the id of the version that it is about
	 * @param document the properties of a version to publish, as YAML
	 * @param keys plain keys to try with their values, as a YAML map
	 * @param description what a version to publish is for
	 * @param tags what else is to be known of it, as a YAML map
	 * @param plan the plan of a rollout, as YAML or JSON in a string: actuator takes no
	 * nested objects
	 * @param preset {@code all-at-once}, {@code linear}, {@code exponential} or
	 * {@code standard}, instead of a plan
	 * @param scope {@code instances} or {@code requests}, for a preset
	 * @param percent the percentage that a preset begins with or adds
	 * @param factor the factor that a preset grows by
	 * @param bake the bake time of each stage of a preset
	 * @param approval {@code none} or {@code required}, for a preset
	 * @param unjudged whether to publish or start without the verdict of the other builds
	 * that are alive
	 * @param reason why
	 * @return the state after it, or the published version
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(SecurityContext security, @Selector String configuration,
			@Selector String action, @Nullable String by, @Nullable String id, @Nullable String version,
			@Nullable String document, @Nullable String keys, @Nullable String description, @Nullable String tags,
			@Nullable String plan, @Nullable String preset, @Nullable String scope, @Nullable String percent,
			@Nullable String factor, @Nullable String bake, @Nullable String approval, @Nullable String unjudged,
			@Nullable String reason) {
		Map<RolloutField, @Nullable String> values = new EnumMap<>(RolloutField.class);
		values.put(RolloutField.BY, by);
		values.put(RolloutField.ID, id);
		values.put(RolloutField.VERSION, version);
		values.put(RolloutField.DOCUMENT, document);
		values.put(RolloutField.KEYS, keys);
		values.put(RolloutField.DESCRIPTION, description);
		values.put(RolloutField.TAGS, tags);
		values.put(RolloutField.PLAN, plan);
		values.put(RolloutField.PRESET, preset);
		values.put(RolloutField.SCOPE, scope);
		values.put(RolloutField.PERCENT, percent);
		values.put(RolloutField.FACTOR, factor);
		values.put(RolloutField.BAKE, bake);
		values.put(RolloutField.APPROVAL, approval);
		values.put(RolloutField.UNJUDGED, unjudged);
		values.put(RolloutField.REASON, reason);
		return RolloutAnswers.<Object>answer(() -> {
			RolloutRequest request = RolloutRequest.of(RolloutAction.of(action), values);
			return act(configuration, request, this.callers.who(security, by));
		}, RolloutAnswers::json);
	}

	private CompletableFuture<Object> act(String configuration, RolloutRequest request, String by) {
		Rollouts rollouts = this.rollouts.get();
		CompletableFuture<?> result = switch (request.action()) {
			case PUBLISH -> rollouts.publish(configuration, request.newVersion(by), request.isUnjudged())
				.thenApply((version) -> RolloutAnswers.published(version, rollouts.remarks(configuration, version)));
			case TRY -> tryOut(rollouts, configuration, request, by).thenApply(RolloutAnswers::verdict);
			case START -> rollouts.start(configuration, request.requiredVersion(), request.requiredPlan(), by,
					request.reason(), request.isUnjudged());
			default -> rollouts.execute(configuration, request.command(), by, request.reason());
		};
		return result.thenApply((value) -> value);
	}

	private static CompletableFuture<FleetVerdict> tryOut(Rollouts rollouts, String configuration,
			RolloutRequest request, String by) {
		KeyChanges changes = request.keyChanges();
		return (changes != null) ? rollouts.tryOut(changes, by)
				: rollouts.tryOut(configuration, request.requiredDocument(), by);
	}

	/**
	 * A property that two versions differ in, without its values.
	 *
	 * @param property its name
	 * @param kind what became of it
	 */
	private record DifferenceDescriptor(String property, Difference.Kind kind) {
	}

}
