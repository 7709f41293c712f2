package io.setpoint.console.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.Configuration.VersionKey;
import io.setpoint.rollout.RolloutFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * What has happened to a configuration.
 */
@Controller
final class HistoryController {

	private static final int PAGE = 50;

	private static final int EXPORTED = 500;

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
	CompletableFuture<ModelAndView> history(@PathVariable String name, HistoryFilter filter,
			@RequestParam(defaultValue = "0") long before, Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		long newest = (before > 0) ? Math.min(before - 1, configuration.lastSerial()) : configuration.lastSerial();
		ModelAndView page = this.pages.page("history", "History", person, name)
			.addObject("name", name)
			.addObject("filter", filter)
			.addObject("first", newest == configuration.lastSerial());
		HistoryFilter.Interval interval = filter.interval();
		return this.history
			.find(configuration, newest, PAGE + 1, interval.begin(),
					(found) -> filter.takes(event(found), found.entry(), interval))
			.thenApply((found) -> {
				List<Event> shown = found.stream().limit(PAGE).map(this::event).toList();
				return page.addObject("events", shown)
					.addObject("older", (found.size() > PAGE) ? shown.get(PAGE - 1).serial() : 0);
			});
	}

	private Event event(HistoryReads.Happening happening) {
		return Event.of(happening, this.links, this.times);
	}

	/**
	 * Give a history as it is stored, an entry a line, newest first. A page of it is held
	 * at a time, however long it is.
	 * @param name the name of the configuration
	 * @param filter which entries are wanted
	 * @param person who wants them
	 * @return the entries
	 */
	@GetMapping({ "/{name}/history/export", Links.CONFIGURATIONS + "/{name}/history/export" })
	ResponseEntity<StreamingResponseBody> export(@PathVariable String name, HistoryFilter filter, Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		HistoryFilter.Interval interval = filter.interval();
		StreamingResponseBody lines = (out) -> {
			long next = configuration.lastSerial();
			while (next > 0) {
				List<HistoryReads.Happening> found = this.history
					.find(configuration, next, EXPORTED, interval.begin(),
							(each) -> filter.takes(event(each), each.entry(), interval))
					.join();
				for (HistoryReads.Happening each : found) {
					out.write(RolloutFormat.write(each.entry()));
					out.write('\n');
				}
				next = (found.size() < EXPORTED) ? 0 : found.get(EXPORTED - 1).entry().serial() - 1;
			}
		};
		return ResponseEntity.ok()
			.contentType(MediaType.parseMediaType("application/jsonl"))
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment()
						.filename(name + "-history.jsonl", StandardCharsets.UTF_8)
						.build()
						.toString())
			.body(lines);
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
			Event event = event(found.get(0));
			return page.addObject("event", event)
				.addObject("comparison",
						ComparisonLink.of(configuration, event.stable(), event.candidate(), this.links))
				.addObject("kept", configuration.versions().stream().map(VersionKey::id).toList())
				.addObject("back", back(configuration, event.stable(), person))
				.addObject("stage", found.get(0).entry().stage() + 1)
				.addObject("instances", found.get(0).entry().instances());
		});
	}

	private @Nullable Action back(Configuration configuration, @Nullable String version, Rights person) {
		if (version == null || version.equals(configuration.state().stable())) {
			return null;
		}
		Action back = Action.back(version, this.pages.scene(configuration, person));
		boolean kept = configuration.versions().stream().anyMatch((each) -> each.id().equals(version));
		return kept ? back : back.refused("Version '" + version + "' is no longer kept.");
	}

}
