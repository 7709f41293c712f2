package io.setpoint.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Scope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;

/**
 * What somebody asks of {@code /actuator/rollouts}.
 *
 * @param action the word for it
 * @param by who asks
 * @param id the id of a version to publish
 * @param version the version that it is about
 * @param document the properties of a version to publish, as YAML
 * @param description what a version to publish is for
 * @param tags what else is to be known of it, as YAML
 * @param plan the plan of a rollout, as YAML
 * @param preset the name of a plan, instead
 * @param scope what the shares of the preset are of
 * @param percent the percentage that the preset begins with or adds
 * @param factor the factor that the preset grows by
 * @param bake the bake time of each stage of the preset
 * @param approval whether somebody has to approve the preset
 * @param reason why
 */
record RolloutRequest(String action, String by, @Nullable String id, @Nullable String version,
		@Nullable String document, @Nullable String description, @Nullable String tags, @Nullable String plan,
		@Nullable String preset, @Nullable String scope, @Nullable Double percent, @Nullable Double factor,
		@Nullable String bake, @Nullable String approval, @Nullable String reason) {

	private static final Duration DEFAULT_BAKE = Duration.ofMinutes(5);

	private static final double DEFAULT_PERCENT = 10;

	private static final double DEFAULT_FACTOR = 2;

	NewVersion newVersion() {
		Assert.hasText(this.document, "'document' is missing: give the properties of the version as YAML");
		return new NewVersion(this.id, this.by, this.description, tagMap(), this.document);
	}

	private Map<String, String> tagMap() {
		return (this.tags != null) ? RolloutFormat.parseMap(this.tags) : Map.of();
	}

	String requiredVersion() {
		Assert.hasText(this.version, "'version' is missing: give the id of the version");
		return this.version;
	}

	/**
	 * Return the plan.
	 * @return the plan
	 * @throws io.setpoint.rollout.InvalidPlanException if it is none
	 */
	Plan requiredPlan() {
		if (this.plan != null) {
			return RolloutFormat.parse(this.plan, Plan.class);
		}
		Assert.hasText(this.preset,
				"'plan' is missing: give its stages, or a 'preset': all-at-once, linear, exponential or standard");
		Plan plan = preset(this.preset.toLowerCase(Locale.ROOT));
		return (this.approval != null) ? plan.withApproval(constant(Approval.class, this.approval)) : plan;
	}

	private Plan preset(String name) {
		Duration bake = (this.bake != null) ? DurationStyle.detectAndParse(this.bake) : DEFAULT_BAKE;
		Scope scope = (this.scope != null) ? constant(Scope.class, this.scope) : Scope.INSTANCES;
		double percent = (this.percent != null) ? this.percent : DEFAULT_PERCENT;
		return switch (name) {
			case "all-at-once" -> Plan.allAtOnce(bake);
			case "linear" -> Plan.linear(scope, percent, bake);
			case "exponential" ->
				Plan.exponential(scope, percent, (this.factor != null) ? this.factor : DEFAULT_FACTOR, bake);
			case "standard" -> Plan.standard(bake);
			default -> throw new IllegalArgumentException(
					"There is no preset '" + name + "', only all-at-once, linear, exponential and standard");
		};
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name) {
		for (E constant : type.getEnumConstants()) {
			if (constant.name().equalsIgnoreCase(name)) {
				return constant;
			}
		}
		throw new IllegalArgumentException("There is no " + type.getSimpleName().toLowerCase(Locale.ROOT) + " '" + name
				+ "', only " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
	}

	/**
	 * Return the command, if the action is one that needs no plan.
	 * @return the command
	 * @throws IllegalArgumentException if there is no such action
	 */
	Command command() {
		return switch (this.action) {
			case "approve" -> new Command.Approve();
			case "pause" -> new Command.Pause();
			case "resume" -> new Command.Resume();
			case "promote" -> new Command.Promote();
			case "abort" -> new Command.Abort();
			case "rollback" -> new Command.Rollback(this.version);
			case "release" -> new Command.Release(requiredVersion());
			default -> throw new IllegalArgumentException("There is no action '" + this.action
					+ "', only publish, start, approve, pause, resume, promote, abort, rollback and release");
		};
	}

}
