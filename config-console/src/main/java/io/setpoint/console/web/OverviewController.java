package io.setpoint.console.web;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.LandscapeWatch;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * All configurations, and what has happened last.
 */
@Controller
final class OverviewController {

	private static final int FEED = 20;

	private static final int SEARCHED = 80;

	private final LandscapeWatch watch;

	private final HistoryReads history;

	private final Desk desk;

	private final Pages pages;

	private final Links links;

	private final Times times;

	OverviewController(LandscapeWatch watch, HistoryReads history, Desk desk, Pages pages, Links links, Times times) {
		this.watch = watch;
		this.history = history;
		this.desk = desk;
		this.pages = pages;
		this.links = links;
		this.times = times;
	}

	@GetMapping("/")
	CompletableFuture<ModelAndView> overview(@RequestParam(defaultValue = "") String find, Rights person) {
		List<Configuration> visible = this.watch.current()
			.configurations()
			.values()
			.stream()
			.filter((configuration) -> person.sees(configuration.name()))
			.toList();
		ModelAndView page = this.pages.page("overview", "Overview", person)
			.addObject("find", find.strip())
			.addObject("size", visible.size());
		return Hit.in(visible, find, this.desk)
			.thenCombine(feed(visible, find.strip()),
					(found, feed) -> page.addObject("cards", cards(found)).addObject("feed", feed));
	}

	private List<Card> cards(List<Hit> found) {
		return found.stream()
			.map((each) -> Card.of(each.configuration(), each.properties(), this.links, this.times))
			.sorted(Comparator.comparingInt(Card::urgency).thenComparing(Card::name))
			.toList();
	}

	/**
	 * Return what has happened last; while etcd is away, what was read of it before.
	 * @param visible the configurations
	 * @param find what is looked for in it, everything if it is empty
	 * @return the newest entries
	 */
	private CompletableFuture<List<Event>> feed(List<Configuration> visible, String find) {
		if (this.watch.outage() != null) {
			return CompletableFuture.completedFuture(List.of());
		}
		return this.history.latest(visible, find.isEmpty() ? FEED : SEARCHED)
			.thenApply((latest) -> latest.stream()
				.map((each) -> Event.of(each, this.links, this.times))
				.filter((event) -> event.contains(find))
				.limit(FEED)
				.toList())
			.exceptionally((failure) -> List.of());
	}

}
