package io.setpoint.console.web;

import java.util.List;
import java.util.Set;

import io.setpoint.console.access.Rights;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * What all pages have around their content.
 *
 * @param title what it is about
 * @param area what it belongs to beside configurations, may be empty
 * @param person who looks
 * @param status how current it is
 * @param links the addresses
 * @param configuration the name of the configuration that it is about, or {@code null}
 * @param tabs the pages of that configuration
 * @param endings the commands that end its rollout or take it back
 * @param seen the state that they depend on
 */
record Page(String title, String area, Rights person, StatusLine status, Links links, @Nullable String configuration,
		List<Tab> tabs, List<Action> endings, Sighting seen) {

	private static final Set<String> KEYS = Set.of("keys", "location", "key", "change");

	private static final Sighting NOTHING = Sighting.of(RolloutState.INITIAL);

	static Page of(String title, String template, Rights person, StatusLine status, Links links) {
		String area = KEYS.contains(template) ? "keys" : template;
		return new Page(title, area, person, status, links, null, List.of(), List.of(), NOTHING);
	}

	static Page of(String title, Rights person, StatusLine status, Links links, String configuration, String section) {
		List<Tab> tabs = List.of(Tab.of("Properties", "", configuration, section, links),
				Tab.of("Compare", "compare", configuration, section, links),
				Tab.of("Rollout", "rollout", configuration, section, links),
				Tab.of("Fleet", "fleet", configuration, section, links),
				Tab.of("History", "history", configuration, section, links));
		return new Page(title + " · " + configuration, "", person, status, links, configuration, tabs, List.of(),
				NOTHING);
	}

	Page with(List<Action> endings, Sighting seen) {
		return new Page(this.title, this.area, this.person, this.status, this.links, this.configuration, this.tabs,
				endings, seen);
	}

	/**
	 * A page of a configuration.
	 *
	 * @param label its name
	 * @param link its address
	 * @param current whether it is the one that is shown
	 */
	record Tab(String label, String link, boolean current) {

		static Tab of(String label, String page, String configuration, String section, Links links) {
			String link = page.isEmpty() ? links.configuration(configuration)
					: links.configuration(configuration, page);
			return new Tab(label, link, page.equals(section) || (page.isEmpty() && section.equals("configuration")));
		}

	}

}
