package io.setpoint.console.web;

import java.time.Duration;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * What somebody has chosen to start.
 *
 * @param version the version
 * @param preset the name of the preset, or {@code own}
 * @param bake the bake time of each stage of a preset
 * @param plan the plan, if it is an own one
 * @param approval whether somebody must approve first; a box that is not ticked is not
 * sent at all
 */
record Choice(String version, String preset, @Nullable String bake, @Nullable String plan, Boolean approval) {

	Choice {
		version = (version != null) ? version : "";
		preset = (preset != null) ? preset : "";
		approval = Boolean.TRUE.equals(approval);
	}

	static Choice of(String version) {
		return new Choice(version, "careful", "10m", "", false);
	}

	Plan toPlan() {
		Plan chosen = "own".equals(this.preset) ? RolloutFormat.parse((this.plan != null) ? this.plan : "", Plan.class)
				: preset(duration());
		return this.approval ? chosen.withApproval(Approval.REQUIRED) : chosen;
	}

	private Plan preset(Duration time) {
		return switch (this.preset) {
			case "at-once" -> Plan.allAtOnce(time);
			case "linear" -> Plan.linear(Scope.INSTANCES, 25, time);
			case "careful" -> Plan.of(Stage.instances(5, time), Stage.instances(30, time), Stage.instances(100, time));
			default -> throw new IllegalArgumentException("There is no plan '" + this.preset + "'.");
		};
	}

	private Duration duration() {
		try {
			return DurationStyle.detectAndParse(StringUtils.hasText(this.bake) ? this.bake.strip() : "0s");
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The bake time is no time: write '10m' or '2h'.");
		}
	}

}
