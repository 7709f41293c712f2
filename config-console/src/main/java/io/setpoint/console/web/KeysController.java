package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.LandscapeWatch;
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

	private static final int NAMED = 12;

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
			List<PlainLocation> visible = this.locations.visible(person);
			return CompletableFuture.completedFuture(this.pages.page("keys", "Plain keys", person)
				.addObject("locations", visible)
				.addObject("waiting", visible.stream()
					.map(PlainLocation::prefix)
					.collect(Collectors.toMap(Function.identity(), (prefix) -> pending(prefix, person).size()))));
		}
		return this.locations.surroundings(path)
			.thenCompose(
					(around) -> path.endsWith("/") ? location(around, new KeyReads.Wanted(find, since, after), person)
							: key(around, 0, before, person));
	}

	@GetMapping(Links.KEYS + "/{*path}")
	CompletableFuture<ModelAndView> path(@PathVariable String path, @RequestParam(defaultValue = "") String find,
			@RequestParam(defaultValue = "0") long since, @RequestParam(defaultValue = "") String after,
			@RequestParam(defaultValue = "0") long before, Rights person) {
		return keys(path.equals("/") ? "" : path, find, since, after, before, person);
	}

	private CompletableFuture<ModelAndView> location(Surroundings around, KeyReads.Wanted wanted, Rights person) {
		PlainLocation place = around.visible(around.path(), person);
		KeySecrets secrets = around.secrets();
		Map<String, List<PendingReason>> pending = pending(place.prefix(), person);
		ModelAndView page = this.pages.page("location", place.prefix(), person)
			.addObject("place", place)
			.addObject("wanted", wanted)
			.addObject("editable", place.isEditedBy(person))
			.addObject("pending", pending.keySet().stream().limit(NAMED).toList())
			.addObject("waiting", pending.size());
		return this.reads.page(place.prefix(), wanted)
			.thenApply((read) -> page.addObject("read", read)
				.addObject("rows",
						read.entries()
							.stream()
							.map((entry) -> KeyRow.of(place.prefix(), entry,
									pending.getOrDefault(entry.key(), List.of()), secrets))
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
		return this.locations.surroundings(key).thenCompose((around) -> {
			around.checkEditable(List.of(key), person);
			Audit.revealed(person, "'" + key + "' (revision " + revision + ")");
			return key(around, revision, 0, person);
		}).thenApply((page) -> page.addObject("address", this.links.keys(key)).addObject("revealed", true));
	}

	private CompletableFuture<ModelAndView> key(Surroundings around, long revealed, long before, Rights person) {
		String key = around.path();
		PlainLocation place = around.visible(key, person);
		KeySecrets secrets = around.secrets();
		ModelAndView page = this.pages.page("key", key, person)
			.addObject("key", key)
			.addObject("location", around.of(key))
			.addObject("place", place)
			.addObject("editable", place.isEditedBy(person))
			.addObject("pending", pending(key, person).getOrDefault(key, List.of()));
		return this.reads.read(List.of(key)).thenCompose((present) -> {
			KeyValue entry = present.get(key);
			if (entry == null) {
				return CompletableFuture.completedFuture(page);
			}
			long from = (before > 0) ? Math.min(before, entry.modRevision()) : entry.modRevision();
			page.addObject("entry", State.of(entry, secrets, revealed));
			return this.reads.history(key, from)
				.thenApply((history) -> page.addObject("end", history.end())
					.addObject("earlier",
							history.entries()
								.stream()
								.map((earlier) -> State.of(earlier, secrets, revealed))
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
					.forEach((waiting) -> PendingReason.add(
							pending.computeIfAbsent(waiting.key(), (key) -> new ArrayList<>()), waiting.reason(),
							member.instance()))));
		return pending;
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

		static State of(KeyValue entry, KeySecrets secrets, long revealed) {
			ValueText text = ValueText.of(entry, secrets);
			String open = (entry.modRevision() == revealed) ? text.text() : null;
			return new State(entry.modRevision(), entry.createRevision(), (open != null) ? open : text.shown(),
					text.bytes(), text.secret() && open == null);
		}

	}

}
