package io.setpoint.console.web;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.Sighting;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judged;
import io.setpoint.store.Calls;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Starts rollouts: choose a version and a plan, look at whom each stage takes in and at
 * what the schemas and the fleet say, start.
 */
@Controller
final class StartController {

	private final Desk desk;

	private final VersionReads versions;

	private final Pages pages;

	private final Links links;

	StartController(Desk desk, VersionReads versions, Pages pages, Links links) {
		this.desk = desk;
		this.versions = versions;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping({ "/{name}/start", "/{name}/start/preview", Links.CONFIGURATIONS + "/{name}/start",
			Links.CONFIGURATIONS + "/{name}/start/preview" })
	CompletableFuture<ModelAndView> choose(@PathVariable String name, @RequestParam(defaultValue = "") String version,
			Rights person) {
		Configuration configuration = startable(person, name);
		return listed(configuration, page(configuration, person, Choice.of(version)));
	}

	private CompletableFuture<ModelAndView> listed(Configuration configuration, ModelAndView page) {
		boolean elsewhere = !page.getModel().containsKey("choice");
		return elsewhere ? CompletableFuture.completedFuture(page)
				: this.versions.rows(configuration).thenApply((rows) -> page.addObject("versions", rows));
	}

	@PostMapping({ "/{name}/start/preview", Links.CONFIGURATIONS + "/{name}/start/preview" })
	CompletableFuture<ModelAndView> preview(@PathVariable String name, Choice choice, Instruction instruction,
			Rights person) {
		Configuration configuration = startable(person, name);
		return Calls.begin(() -> {
			Plan plan = choice.toPlan();
			return this.desk.version(name, choice.version())
				.thenCompose((version) -> outlook(name, version, person))
				.thenApply((outlook) -> preview(configuration, person, choice, plan, outlook));
		})
			.exceptionally((failure) -> kept(failure, configuration, person, choice))
			.thenApply((page) -> kept(instruction, page))
			.thenCompose((page) -> listed(configuration, page));
	}

	private CompletableFuture<Outlook> outlook(String name, Version version, Rights person) {
		return this.desk.judged(name, version.document())
			.thenCombine(this.desk.verdict(name, version.document(), person.name()), Outlook::of);
	}

	private ModelAndView preview(Configuration configuration, Rights person, Choice choice, Plan plan,
			Outlook outlook) {
		String salt = UUID.randomUUID().toString();
		return page(configuration, person, choice).addObject("steps", Forecast.of(plan, configuration, salt))
			.addObject("outlook", outlook)
			.addObject("course", Forecast.course(plan))
			.addObject("salt", salt)
			.addObject("seen", Sighting.of(configuration.state()));
	}

	@PostMapping({ "/{name}/start", Links.CONFIGURATIONS + "/{name}/start" })
	CompletableFuture<ModelAndView> start(@PathVariable String name, Choice choice, @RequestParam UUID salt,
			Instruction instruction, @RequestParam(defaultValue = "false") boolean unjudged, Rights person,
			RedirectAttributes redirect) {
		Configuration configuration = startable(person, name);
		return Calls.begin(() -> {
			Plan plan = choice.toPlan();
			Command.Start start = new Command.Start(choice.version(), plan, salt.toString());
			return this.desk.version(name, choice.version())
				.thenCompose((version) -> this.desk.judged(name, version.document())
					.thenCompose((judged) -> judged.isRefused()
							? outlook(name, version, person)
								.thenApply((outlook) -> refused(configuration, person, choice, plan, outlook))
								.thenApply((page) -> kept(instruction, page))
							: start(name, version, start, instruction, unjudged, person)
								.thenCompose((state) -> started(name, state, redirect))
								.exceptionally((failure) -> kept(instruction,
										refused(failure, configuration, person, choice, plan)))));
		})
			.exceptionally((failure) -> kept(instruction, kept(failure, configuration, person, choice)))
			.thenCompose((page) -> listed(configuration, page));
	}

	private CompletableFuture<RolloutState> start(String name, Version version, Command.Start start,
			Instruction instruction, boolean unjudged, Rights person) {
		return this.desk.goesUnjudged(name, version.document(), person.name(), unjudged)
			.thenCompose((alone) -> this.desk.rollouts(name)
				.start(name, start, instruction.sighting(), person.name(), instruction.why(), alone));
	}

	private CompletableFuture<ModelAndView> started(String name, RolloutState state, RedirectAttributes redirect) {
		return this.desk.shown(name, state, "The rollout of " + state.candidate() + " is started.")
			.thenApply((notice) -> {
				redirect.addFlashAttribute("notice", notice);
				return new ModelAndView("redirect:" + this.links.configuration(name, "rollout"));
			});
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
		if (Calls.causeOf(failure) instanceof RefusedByFleetException refusal) {
			return refused(configuration, person, choice, plan,
					Outlook.of(new Judged(List.of(), List.of()), refusal.getVerdict()));
		}
		return kept(failure, configuration, person, choice);
	}

	private ModelAndView refused(Configuration configuration, Rights person, Choice choice, Plan plan,
			Outlook outlook) {
		ModelAndView page = preview(configuration, person, choice, plan, outlook).addObject("refused", true);
		page.setStatus(HttpStatus.CONFLICT);
		return page;
	}

	/**
	 * Keep what was chosen where nothing came of it.
	 * @param failure why
	 * @param configuration the configuration
	 * @param person who has chosen
	 * @param choice what was chosen
	 * @return the page to choose on
	 */
	private ModelAndView kept(Throwable failure, Configuration configuration, Rights person, Choice choice) {
		Refusal refusal = Refusal.of(failure);
		ModelAndView page = page(configuration, person, choice).addObject("problem", refusal.sentence());
		page.setStatus(refusal.status());
		return page;
	}

	private static ModelAndView kept(Instruction instruction, ModelAndView page) {
		return page.addObject("reason", instruction.why());
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
			.addObject("address", this.links.configuration(configuration.name()))
			.addObject("choice", choice)
			.addObject("stable", configuration.state().stable())
			.addObject("active", configuration.state().phase().isActive());
	}

	/**
	 * What is said of a version before it is started.
	 *
	 * @param problems what a schema has against it
	 * @param warnings what would be in vain
	 * @param verdict what the fleet says
	 * @param startable whether nothing is against it, except that nobody is alive
	 */
	record Outlook(List<String> problems, List<String> warnings, Verdict verdict, boolean startable) {

		static Outlook of(Judged judged, FleetVerdict fleet) {
			List<String> problems = judged.problems().stream().map(SchemaProblem::toString).toList();
			Verdict verdict = Verdict.of(fleet);
			return new Outlook(problems, Verdict.warnings(judged, fleet), verdict, verdict.permits(problems));
		}

	}

}
