package io.setpoint.console.web;

import java.time.Duration;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Preset;
import io.setpoint.rollout.RolloutFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;
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

	private static final String OWN = "own";

	Choice {
		version = (version != null) ? version : "";
		preset = (preset != null) ? preset : "";
		approval = Boolean.TRUE.equals(approval);
	}

	static Choice of(String version) {
		return new Choice(version, Preset.EXPONENTIAL.text(), "10m", "", false);
	}

	Plan toPlan() {
		Assert.isTrue(OWN.equals(this.preset) || !StringUtils.hasText(this.plan),
				"You have written a plan of your own and chosen another one: choose yours, or empty it.");
		Plan chosen = OWN.equals(this.preset) ? RolloutFormat.parse((this.plan != null) ? this.plan : "", Plan.class)
				: preset(duration());
		return this.approval ? chosen.withApproval(Approval.REQUIRED) : chosen;
	}

	private Plan preset(Duration time) {
		Preset chosen = Preset.of(this.preset);
		@Nullable Double percent = switch (chosen) {
			case LINEAR -> 25.0;
			case EXPONENTIAL -> 5.0;
			case ALL_AT_ONCE, STANDARD -> null;
		};
		return chosen.plan(null, percent, (chosen == Preset.EXPONENTIAL) ? 6.0 : null, time);
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
