package io.setpoint.console.web;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.Calls;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Starts rollouts: choose a version and a plan, look at whom each stage takes in and at
 * what the fleet says, start.
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

	@GetMapping({ "/{name}/start", "/{name}/start/preview", Links.CONFIGURATIONS + "/{name}/start",
			Links.CONFIGURATIONS + "/{name}/start/preview" })
	ModelAndView choose(@PathVariable String name, @RequestParam(defaultValue = "") String version, Rights person) {
		return page(startable(person, name), person, Choice.of(version));
	}

	@PostMapping({ "/{name}/start/preview", Links.CONFIGURATIONS + "/{name}/start/preview" })
	CompletableFuture<ModelAndView> preview(@PathVariable String name, Choice choice, Rights person) {
		Configuration configuration = startable(person, name);
		Plan plan;
		try {
			plan = choice.toPlan();
		}
		catch (IllegalArgumentException | InvalidPlanException ex) {
			ModelAndView page = page(configuration, person, choice).addObject("problem", ex.getMessage());
			page.setStatus(HttpStatus.BAD_REQUEST);
			return CompletableFuture.completedFuture(page);
		}
		return this.desk.version(name, choice.version())
			.thenCompose((version) -> this.desk.verdict(name, version.document(), person.name()))
			.thenApply((verdict) -> preview(configuration, person, choice, plan, Verdict.of(verdict)));
	}

	private ModelAndView preview(Configuration configuration, Rights person, Choice choice, Plan plan,
			Verdict verdict) {
		String salt = UUID.randomUUID().toString();
		return page(configuration, person, choice).addObject("steps", Forecast.of(plan, configuration, salt))
			.addObject("verdict", verdict)
			.addObject("salt", salt)
			.addObject("seen", configuration.state().serial());
	}

	@PostMapping({ "/{name}/start", Links.CONFIGURATIONS + "/{name}/start" })
	CompletableFuture<ModelAndView> start(@PathVariable String name, Choice choice, @RequestParam UUID salt,
			@RequestParam(defaultValue = "-1") long seen, @RequestParam(required = false) @Nullable String reason,
			@RequestParam(defaultValue = "false") boolean unjudged, Rights person, RedirectAttributes redirect) {
		Configuration configuration = startable(person, name);
		if (seen != configuration.state().serial()) {
			throw new RolloutConflictException(
					"'" + name + "' has changed since you looked, so nothing was started: look again and decide anew.");
		}
		Plan plan = choice.toPlan();
		Command.Start start = new Command.Start(choice.version(), plan, salt.toString());
		return this.desk.version(name, choice.version())
			.thenCompose((version) -> this.desk.goesUnjudged(name, version.document(), person.name(), unjudged))
			.thenCompose((alone) -> this.desk.rollouts(name).start(name, start, person.name(), stripped(reason), alone))
			.thenApply((state) -> started(name, state, redirect))
			.exceptionally((failure) -> refused(failure, configuration, person, choice, plan));
	}

	private ModelAndView started(String name, RolloutState state, RedirectAttributes redirect) {
		redirect.addFlashAttribute("notice", "Started. " + Phases.sentence(state) + ".");
		return new ModelAndView("redirect:" + this.links.configuration(name, "rollout"));
	}

	/**
	 * Show what the fleet has against it in the moment of the start.
	 * @param failure why it was not started
	 * @param configuration the configuration
	 * @param person who wanted it
	 * @param choice what was chosen
	 * @param plan the plan
	 * @return the page that it was started from, with the verdict
	 */
	private ModelAndView refused(Throwable failure, Configuration configuration, Rights person, Choice choice,
			Plan plan) {
		if (!(Calls.causeOf(failure) instanceof RefusedByFleetException refusal)) {
			throw new CompletionException(Calls.causeOf(failure));
		}
		ModelAndView page = preview(configuration, person, choice, plan, Verdict.of(refusal.getVerdict()))
			.addObject("refused", true);
		page.setStatus(HttpStatus.CONFLICT);
		return page;
	}

	private static @Nullable String stripped(@Nullable String reason) {
		return StringUtils.hasText(reason) ? reason.strip() : null;
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

}
