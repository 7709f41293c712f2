package io.setpoint.console.web;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What has happened to a configuration.
 */
@Controller
final class HistoryController {

	private static final int PAGE = 50;

	private final HistoryReads history;

	private final Pages pages;

	private final Links links;

	private final Times times;

	HistoryController(HistoryReads history, Pages pages, Links links, Times times) {
		this.history = history;
		this.pages = pages;
		this.links = links;
		this.times = times;
	}

	@GetMapping({ "/{name}/history", Links.CONFIGURATIONS + "/{name}/history" })
	CompletableFuture<ModelAndView> history(@PathVariable String name, @RequestParam(defaultValue = "") String who,
			@RequestParam(defaultValue = "") String what, @RequestParam(defaultValue = "0") long before,
			Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		long newest = (before > 0) ? Math.min(before - 1, configuration.lastSerial()) : configuration.lastSerial();
		boolean filtered = StringUtils.hasText(who) || StringUtils.hasText(what);
		CompletableFuture<List<HistoryReads.Happening>> read = filtered ? this.history.all(configuration)
				: this.history.entries(configuration, newest, PAGE + 1);
		ModelAndView page = this.pages.page("history", "History", person, name)
			.addObject("name", name)
			.addObject("who", who)
			.addObject("what", what)
			.addObject("filtered", filtered)
			.addObject("first", newest == configuration.lastSerial());
		return read.thenApply((happenings) -> {
			List<Event> found = happenings.stream()
				.filter((each) -> each.entry().serial() <= newest)
				.map((each) -> Event.of(each, this.links, this.times))
				.filter((event) -> contains(who, event.by()))
				.filter((event) -> contains(what, event.what(), event.phase(), event.reason()))
				.limit(PAGE + 1)
				.toList();
			List<Event> shown = (found.size() > PAGE) ? found.subList(0, PAGE) : found;
			return page.addObject("events", shown)
				.addObject("older", (found.size() > PAGE) ? shown.get(PAGE - 1).serial() : 0);
		});
	}

	private static boolean contains(String part, @Nullable String... texts) {
		String wanted = part.strip().toLowerCase(Locale.ROOT);
		return wanted.isEmpty()
				|| Stream.of(texts).anyMatch((text) -> text != null && text.toLowerCase(Locale.ROOT).contains(wanted));
	}

	@GetMapping({ "/{name}/history/{serial:[0-9]{1,18}}",
			Links.CONFIGURATIONS + "/{name}/history/{serial:[0-9]{1,18}}" })
	CompletableFuture<ModelAndView> entry(@PathVariable String name, @PathVariable long serial, Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		ModelAndView page = this.pages.page("entry", "Entry " + serial, person, name);
		return this.history.entries(configuration, serial, 1).thenApply((found) -> {
			if (found.isEmpty()) {
				throw NotVisibleException.entry(name, serial);
			}
			return page.addObject("event", Event.of(found.get(0), this.links, this.times))
				.addObject("stage", found.get(0).entry().stage() + 1)
				.addObject("instances", found.get(0).entry().instances());
		});
	}

}
