package io.setpoint.console.web;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.GuardCourses;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.Command;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The rollout of a configuration, and the commands that steer it.
 */
@Controller
final class RolloutController {

	private static final int RECENT = 8;

	private final LandscapeWatch watch;

	private final HistoryReads history;

	private final Desk desk;

	private final Pages pages;

	private final Links links;

	private final Times times;

	private final GuardCourses courses;

	RolloutController(LandscapeWatch watch, HistoryReads history, Desk desk, Pages pages, Links links, Times times,
			GuardCourses courses) {
		this.watch = watch;
		this.history = history;
		this.desk = desk;
		this.pages = pages;
		this.links = links;
		this.times = times;
		this.courses = courses;
	}

	/**
	 * Show the rollout, also where a command was sent to that was not done: a page goes
	 * on following etcd by its own address.
	 * @param name the name of the configuration
	 * @param person who looks
	 * @return the page
	 */
	@GetMapping({ "/{name}/rollout", "/{name}/rollout/{word}", Links.CONFIGURATIONS + "/{name}/rollout",
			Links.CONFIGURATIONS + "/{name}/rollout/{word}" })
	CompletableFuture<ModelAndView> rollout(@PathVariable String name, Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		ModelAndView page = this.pages.page("rollout", "Rollout", person, name)
			.addObject("startable",
					person.has(Role.OPERATOR, name) && !configuration.state().phase().isActive()
							&& configuration.problem() == null && this.watch.outage() == null)
			.addObject("lacking", !person.has(Role.OPERATOR, name) && !configuration.state().phase().isActive())
			.addObject("view", RolloutView.of(configuration, this.pages.scene(configuration, person), this.links,
					this.times, this.courses));
		return recent(configuration).thenApply((recent) -> page.addObject("recent", recent));
	}

	private CompletableFuture<List<Event>> recent(Configuration configuration) {
		if (this.watch.outage() != null) {
			return CompletableFuture.completedFuture(List.of());
		}
		return this.history.entries(configuration, configuration.lastSerial(), RECENT)
			.thenApply((latest) -> latest.stream().map((each) -> Event.of(each, this.links, this.times)).toList())
			.exceptionally((failure) -> List.of());
	}

	@PostMapping({ "/{name}/rollout/{word}", Links.CONFIGURATIONS + "/{name}/rollout/{word}" })
	CompletableFuture<String> give(@PathVariable String name, @PathVariable String word, Instruction instruction,
			@RequestParam(required = false) @Nullable String version, Rights person, RedirectAttributes redirect) {
		this.pages.visible(person, name);
		Command.Steering command = command(name, word, version, person);
		if (Action.isGrave(word) && instruction.why() == null) {
			throw new IllegalArgumentException("Say why: the reason of '" + word + "' stands in the history.");
		}
		return this.desk.rollouts(name)
			.execute(name, command, instruction.sighting(), person.name(), instruction.why())
			.thenCompose((state) -> this.desk.shown(name, state, "Done: " + word + "."))
			.thenApply((notice) -> {
				redirect.addFlashAttribute("notice", notice);
				return "redirect:" + this.links.configuration(name, "rollout");
			});
	}

	private static Command.Steering command(String name, String word, @Nullable String version, Rights person) {
		Command.Steering command = (word.equals("rollback") && StringUtils.hasText(version))
				? new Command.Rollback(version) : Action.command(word);
		if (command == null) {
			throw new IllegalArgumentException("There is no command '" + word + "'.");
		}
		Role role = Action.role(word);
		if (!person.has(role, name)) {
			throw new NotAllowedException("'" + word + "' needs the role '" + role.name().toLowerCase(Locale.ROOT)
					+ "' for '" + name + "', which you have not. Nothing was changed.");
		}
		return command;
	}

}
