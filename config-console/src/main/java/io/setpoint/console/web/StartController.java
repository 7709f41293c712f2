package io.setpoint.console.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Starts rollouts: choose a version and a plan, look at whom the first stage takes in,
 * start.
 */
@Controller
final class StartController {

	private final Desk desk;

	private final Pages pages;

	private final Links links;

	StartController(Desk desk, Pages pages, Links links) {
		this.desk = desk;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping({ "/{name}/start", Links.CONFIGURATIONS + "/{name}/start" })
	ModelAndView choose(@PathVariable String name, @RequestParam(defaultValue = "") String version, Rights person) {
		Configuration configuration = startable(person, name);
		return page(configuration, person, new Choice(version, "careful", "10m", "", false)).addObject("steps",
				List.of());
	}

	@PostMapping({ "/{name}/start/preview", Links.CONFIGURATIONS + "/{name}/start/preview" })
	ModelAndView preview(@PathVariable String name, Choice choice, Rights person) {
		Configuration configuration = startable(person, name);
		Plan plan = choice.toPlan();
		int size = configuration.members().size();
		List<String> steps = plan.stages().stream().map((stage) -> step(stage, size)).toList();
		return page(configuration, person, choice).addObject("steps", steps)
			.addObject("seen", configuration.state().serial());
	}

	private static String step(Stage stage, int size) {
		String bake = stage.bake().isZero() ? "without bake time" : "bakes for " + Times.text(stage.bake());
		String count = (stage.scope() == Scope.INSTANCES && stage.match().isEmpty())
				? ": " + stage.share().of(size) + " of " + size + " live instances" : "";
		return stage + count + ", " + bake;
	}

	@PostMapping({ "/{name}/start", Links.CONFIGURATIONS + "/{name}/start" })
	CompletableFuture<String> start(@PathVariable String name, Choice choice,
			@RequestParam(defaultValue = "-1") long seen, @RequestParam(required = false) @Nullable String reason,
			Rights person, RedirectAttributes redirect) {
		Configuration configuration = startable(person, name);
		if (seen != configuration.state().serial()) {
			throw new RolloutConflictException("'" + name
					+ "' has changed since you looked, so nothing was started: look" + " again and decide anew.");
		}
		return this.desk.rollouts(name)
			.start(name, choice.version(), choice.toPlan(), person.name(),
					StringUtils.hasText(reason) ? reason.strip() : null)
			.thenApply((state) -> {
				redirect.addFlashAttribute("notice", "Started. " + Phases.sentence(state) + ".");
				return "redirect:" + this.links.configuration(name, "rollout");
			});
	}

	private Configuration startable(Rights person, String name) {
		Configuration configuration = this.pages.visible(person, name);
		if (!person.has(Role.OPERATOR, name)) {
			throw new NotAllowedException("To start a rollout needs the role 'operator' for '" + name
					+ "', which you have not. Whoever has it finds your version among the others.");
		}
		return configuration;
	}

	private ModelAndView page(Configuration configuration, Rights person, Choice choice) {
		return this.pages.page("start", "Start", person, configuration.name())
			.addObject("name", configuration.name())
			.addObject("choice", choice)
			.addObject("versions", configuration.versions())
			.addObject("stable", configuration.state().stable())
			.addObject("active", configuration.state().phase().isActive());
	}

	/**
	 * What was chosen.
	 *
	 * @param version the version
	 * @param preset the name of the preset, or {@code own}
	 * @param bake the bake time of each stage of a preset
	 * @param plan the plan, if it is an own one
	 * @param approval whether somebody must approve first
	 */
	record Choice(String version, String preset, @Nullable String bake, @Nullable String plan, boolean approval) {

		Plan toPlan() {
			Plan chosen = "own".equals(this.preset)
					? RolloutFormat.parse((this.plan != null) ? this.plan : "", Plan.class) : preset(duration());
			return this.approval ? chosen.withApproval(Approval.REQUIRED) : chosen;
		}

		private Plan preset(Duration time) {
			return switch (this.preset) {
				case "at-once" -> Plan.allAtOnce(time);
				case "linear" -> Plan.linear(Scope.INSTANCES, 25, time);
				case "careful" ->
					Plan.of(Stage.instances(5, time), Stage.instances(30, time), Stage.instances(100, time));
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

}
