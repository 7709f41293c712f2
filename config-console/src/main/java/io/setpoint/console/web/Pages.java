package io.setpoint.console.web;

import java.time.Clock;
import java.util.List;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.Sighting;

import org.springframework.web.servlet.ModelAndView;

/**
 * Puts pages together.
 */
final class Pages {

	private static final String ROLLOUT = "rollout";

	private final LandscapeWatch watch;

	private final Links links;

	private final Clock clock;

	Pages(LandscapeWatch watch, Links links, Clock clock) {
		this.watch = watch;
		this.links = links;
		this.clock = clock;
	}

	/**
	 * Begin a page that is about no configuration.
	 * @param template the name of its template
	 * @param title what it is about
	 * @param person who looks
	 * @return the page
	 */
	ModelAndView page(String template, String title, Rights person) {
		return view(template, Page.of(title, template, person, status(), this.links));
	}

	/**
	 * Begin a page of a configuration.
	 * @param template the name of its template, which is its section too
	 * @param title what it is about
	 * @param person who looks
	 * @param configuration the name of the configuration
	 * @return the page
	 */
	ModelAndView page(String template, String title, Rights person, String configuration) {
		Page page = Page.of(title, person, status(), this.links, configuration, template);
		Configuration found = this.watch.current().find(configuration);
		return view(template, (found != null && !template.equals(ROLLOUT))
				? page.with(endings(found, person), Sighting.of(found.state())) : page);
	}

	/**
	 * Return what can be ended or taken back from any page of a configuration: nothing
	 * where its phase has nothing of the kind.
	 * @param configuration the configuration
	 * @param person who looks
	 * @return the commands, those that the person lacks the role for among them
	 */
	private List<Action> endings(Configuration configuration, Rights person) {
		RolloutState state = configuration.state();
		if (!state.phase().isActive() && state.previous() == null) {
			return List.of();
		}
		return Action.endings(state, scene(configuration, person))
			.stream()
			.filter((action) -> state.phase().isActive() || action.word().equals("rollback"))
			.toList();
	}

	/**
	 * Return what it depends on whether somebody can give a command.
	 * @param configuration the configuration
	 * @param person who gives it
	 * @return what it depends on
	 */
	Action.Scene scene(Configuration configuration, Rights person) {
		return Action.Scene.of(configuration, person, this.watch.outage(), this.clock.instant());
	}

	private static ModelAndView view(String template, Page page) {
		return new ModelAndView("setpoint-console/" + template).addObject("page", page);
	}

	private StatusLine status() {
		return StatusLine.of(this.watch.status(), this.clock.instant());
	}

	/**
	 * Return a configuration that somebody may see.
	 * @param person who looks
	 * @param name the name of the configuration
	 * @return the configuration
	 * @throws NotVisibleException if there is none, or the person may not see it
	 */
	Configuration visible(Rights person, String name) {
		Configuration found = person.sees(name) ? this.watch.current().find(name) : null;
		if (found == null) {
			throw NotVisibleException.configuration(name);
		}
		return found;
	}

	/**
	 * Return which configurations somebody may see.
	 * @param person who looks
	 * @return the names
	 */
	List<String> visible(Rights person) {
		return this.watch.current().configurations().keySet().stream().filter(person::sees).toList();
	}

}
