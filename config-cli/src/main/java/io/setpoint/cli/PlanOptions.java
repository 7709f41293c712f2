package io.setpoint.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Preset;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.springframework.boot.convert.DurationStyle;

/**
 * The plan of a rollout: a file, or a preset with what it has to be told.
 */
final class PlanOptions {

	@Option(names = "--plan", required = true, paramLabel = "FILE|PRESET",
			description = "a file with the plan (YAML or JSON), or all-at-once, linear, exponential, standard")
	private String plan = "";

	@Option(names = "--percent", paramLabel = "N",
			description = "linear, exponential: share to begin with (default: 10)")
	private @Nullable Double percent;

	@Option(names = "--factor", paramLabel = "N", description = "exponential: how much the share grows (default: 2)")
	private @Nullable Double factor;

	@Option(names = "--bake", paramLabel = "TIME",
			description = "presets: how long each stage runs, 30s or 10m (default: 5m)")
	private @Nullable String bake;

	@Option(names = "--scope", paramLabel = "instances|requests",
			description = "linear, exponential: what the share is of (default: instances)")
	private @Nullable Scope scope;

	@Option(names = "--approval", paramLabel = "none|required",
			description = "presets: whether somebody else has to approve (default: none)")
	private @Nullable Approval approval;

	/**
	 * Make the plan.
	 * @param outside has the file
	 * @return the plan
	 * @throws RefusedException if it is none; the message says where
	 */
	Plan plan(Outside outside) {
		Path file = TextFile.path(this.plan, outside);
		if (Files.exists(file) || this.plan.contains(".") || this.plan.contains("/")) {
			checkNothingElse();
			return parse(TextFile.read(file, "plan"));
		}
		try {
			Plan preset = preset();
			return (this.approval != null) ? preset.withApproval(this.approval) : preset;
		}
		catch (InvalidPlanException ex) {
			throw RefusedException.usage(Failures.sentence(ex));
		}
	}

	private void checkNothingElse() {
		if (Stream.of(this.percent, this.factor, this.bake, this.scope, this.approval).anyMatch(Objects::nonNull)) {
			throw RefusedException.usage("--percent, --factor, --bake, --scope and --approval are for presets: '"
					+ this.plan + "' says them itself");
		}
	}

	private Plan parse(String text) {
		try {
			return RolloutFormat.parse(text, Plan.class);
		}
		catch (InvalidPlanException ex) {
			throw RefusedException.usage("The plan in '" + this.plan + "' cannot be taken. " + ex.getMessage());
		}
	}

	private Plan preset() {
		Preset preset = Arrays.stream(Preset.values())
			.filter((it) -> it.text().equalsIgnoreCase(this.plan))
			.findFirst()
			.orElseThrow(() -> RefusedException
				.usage("There is no file and no preset '" + this.plan + "': the presets are " + Preset.words()));
		return preset.plan(this.scope, this.percent, this.factor, bake());
	}

	private @Nullable Duration bake() {
		try {
			return (this.bake != null) ? DurationStyle.detectAndParse(this.bake) : null;
		}
		catch (IllegalArgumentException ex) {
			throw RefusedException.usage("'" + this.bake + "' is no time: write 30s, 10m or 2h");
		}
	}

}
