package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Waiting;
import io.setpoint.store.KeyValue;

import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Plain keys: where there are some, what they say, and what they said before.
 */
@Controller
final class KeysController {

	private final PlainLocations locations;

	private final KeyReads reads;

	private final LandscapeWatch watch;

	private final Pages pages;

	private final Links links;

	KeysController(PlainLocations locations, KeyReads reads, LandscapeWatch watch, Pages pages, Links links) {
		this.locations = locations;
		this.reads = reads;
		this.watch = watch;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping(Links.KEYS)
	CompletableFuture<ModelAndView> keys(@RequestParam(defaultValue = "") String key,
			@RequestParam(defaultValue = "") String find, @RequestParam(defaultValue = "0") long since,
			@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "0") long before,
			Rights person) {
		String path = key.strip();
		if (!StringUtils.hasText(path)) {
			return CompletableFuture.completedFuture(this.pages.page("keys", "Plain keys", person)
				.addObject("locations", this.locations.visible(person)));
		}
		PlainLocation place = this.locations.visible(path, person);
		return path.endsWith("/") ? location(place, new KeyReads.Wanted(find, since, after), person)
				: key(path, 0, before, person);
	}

	@GetMapping(Links.KEYS + "/{*path}")
	CompletableFuture<ModelAndView> path(@PathVariable String path, @RequestParam(defaultValue = "") String find,
			@RequestParam(defaultValue = "0") long since, @RequestParam(defaultValue = "") String after,
			@RequestParam(defaultValue = "0") long before, Rights person) {
		return keys(path.equals("/") ? "" : path, find, since, after, before, person);
	}

	private CompletableFuture<ModelAndView> location(PlainLocation place, KeyReads.Wanted wanted, Rights person) {
		Map<String, List<PendingReason>> pending = pending(place.prefix(), person);
		ModelAndView page = this.pages.page("location", place.prefix(), person)
			.addObject("place", place)
			.addObject("wanted", wanted)
			.addObject("editable", place.isEditedBy(person))
			.addObject("pending", pending.size());
		return this.reads.page(place.prefix(), wanted)
			.thenApply((read) -> page.addObject("read", read)
				.addObject("rows", read.entries()
					.stream()
					.map((entry) -> KeyRow.of(place.prefix(), entry, pending.getOrDefault(entry.key(), List.of())))
					.toList()));
	}

	/**
	 * Show the value of a key to whoever asks for it, which is not kept to themselves.
	 * @param key the key
	 * @param revision the revision whose value it is
	 * @param person who asks
	 * @return the page of the key
	 */
	@PostMapping(Links.OWN + "/keys/reveal")
	CompletableFuture<ModelAndView> reveal(@RequestParam String key, @RequestParam long revision, Rights person) {
		this.locations.checkEditable(key, person);
		Audit.revealed(person, "'" + key + "' (revision " + revision + ")");
		return key(key, revision, 0, person).thenApply((page) -> page.addObject("address", this.links.keys(key)));
	}

	private CompletableFuture<ModelAndView> key(String key, long revealed, long before, Rights person) {
		PlainLocation place = this.locations.visible(key, person);
		String location = this.locations.of(key);
		ModelAndView page = this.pages.page("key", key, person)
			.addObject("key", key)
			.addObject("location", location)
			.addObject("place", place)
			.addObject("editable", place.isEditedBy(person))
			.addObject("pending", pending(key, person).getOrDefault(key, List.of()));
		return this.reads.read(List.of(key)).thenCompose((present) -> {
			KeyValue entry = present.get(key);
			if (entry == null) {
				return CompletableFuture.completedFuture(page);
			}
			long from = (before > 0) ? Math.min(before, entry.modRevision()) : entry.modRevision();
			page.addObject("entry", State.of(location, entry, revealed));
			return this.reads.history(key, from)
				.thenApply((history) -> page.addObject("end", history.end())
					.addObject("earlier",
							history.entries()
								.stream()
								.map((earlier) -> State.of(location, earlier, revealed))
								.toList()));
		});
	}

	private Map<String, List<PendingReason>> pending(String path, Rights person) {
		Map<String, List<PendingReason>> pending = new TreeMap<>();
		this.watch.current()
			.configurations()
			.values()
			.stream()
			.filter((configuration) -> person.sees(configuration.name()))
			.forEach((configuration) -> configuration.members()
				.forEach((member) -> member.waiting()
					.stream()
					.filter((waiting) -> waiting.key().startsWith(path))
					.forEach((waiting) -> add(pending.computeIfAbsent(waiting.key(), (key) -> new ArrayList<>()),
							member, waiting))));
		return pending;
	}

	private static void add(List<PendingReason> reasons, FleetMember member, Waiting waiting) {
		for (int i = 0; i < reasons.size(); i++) {
			if (reasons.get(i).reason().equals(waiting.reason())) {
				reasons.set(i, reasons.get(i).with(member.instance()));
				return;
			}
		}
		reasons.add(new PendingReason(waiting.reason(), List.of(member.instance())));
	}

	/**
	 * What a key said at a time.
	 *
	 * @param revision the revision that wrote it
	 * @param created the revision that created it
	 * @param value the value, as it may be seen
	 * @param bytes how many bytes it has
	 * @param hidden whether there is more to see for whoever asks
	 */
	record State(long revision, long created, String value, int bytes, boolean hidden) {

		static State of(String location, KeyValue entry, long revealed) {
			ValueText text = ValueText.of(location, entry);
			String open = (entry.modRevision() == revealed) ? text.text() : null;
			return new State(entry.modRevision(), entry.createRevision(), (open != null) ? open : text.shown(),
					text.bytes(), text.secret() && open == null);
		}

	}

}
