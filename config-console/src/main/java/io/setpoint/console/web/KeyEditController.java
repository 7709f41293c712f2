package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.schema.judging.Judged;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.TransactionOutcome;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.util.Assert;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Changes plain keys, several in one transaction: edit, look at what will change and at
 * what is said of it, write. Nothing is written over what was not shown.
 */
@Controller
final class KeyEditController {

	private final PlainLocations locations;

	private final KeyReads reads;

	private final Desk desk;

	private final Pages pages;

	private final Links links;

	KeyEditController(PlainLocations locations, KeyReads reads, Desk desk, Pages pages, Links links) {
		this.locations = locations;
		this.reads = reads;
		this.desk = desk;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping(Links.OWN + "/keys/change")
	CompletableFuture<ModelAndView> change(@RequestParam String location,
			@RequestParam MultiValueMap<String, String> form, Rights person) {
		List<String> keys = form.getOrDefault("key", List.of());
		return this.locations.surroundings(location).thenCompose((around) -> {
			around.checkEditable(keys.isEmpty() ? List.of(location) : keys, person);
			return this.reads.read(keys).thenApply((present) -> opened(location, keys, present, around, person));
		});
	}

	private ModelAndView opened(String location, List<String> keys, Map<String, KeyValue> present, Surroundings around,
			Rights person) {
		KeySecrets secrets = around.secrets();
		present.values()
			.stream()
			.filter((entry) -> ValueText.of(entry, secrets).secret())
			.forEach((entry) -> Audit.opened(person, "'" + entry.key() + "'"));
		return page(KeyDraft.of(location, keys, present), person);
	}

	@PostMapping(Links.OWN + "/keys/review")
	CompletableFuture<ModelAndView> review(@RequestParam String location,
			@RequestParam MultiValueMap<String, String> form, Rights person) {
		KeyDraft draft = KeyDraft.of(location, form);
		return review(draft, form.containsKey("unjudged"), person)
			.thenApply((review) -> page(review, null, HttpStatus.OK, person))
			.exceptionally((failure) -> kept(draft, failure, person));
	}

	@PostMapping(Links.OWN + "/keys/write")
	CompletableFuture<ModelAndView> write(@RequestParam String location,
			@RequestParam MultiValueMap<String, String> form, Rights person, RedirectAttributes redirect) {
		KeyDraft draft = KeyDraft.of(location, form);
		return review(draft, form.containsKey("unjudged"), person)
			.thenCompose((review) -> write(review, form.getFirst("word"), person, redirect))
			.exceptionally((failure) -> kept(draft, failure, person));
	}

	private CompletableFuture<ModelAndView> write(KeyReview review, @Nullable String word, Rights person,
			RedirectAttributes redirect) {
		if (!review.isWritable()) {
			return completed(page(review, "Nothing was written.", HttpStatus.CONFLICT, person));
		}
		if (review.isDeleting() && !KeyReview.DELETE.equals(word)) {
			return completed(
					page(review, "Nothing was written: confirm the deletion by the word '" + KeyReview.DELETE + "'.",
							HttpStatus.BAD_REQUEST, person));
		}
		return this.desk.store().commit(review.transaction()).handleAsync((outcome, failure) -> {
			if (failure == null && outcome.succeeded()) {
				return completed(written(review, outcome, person, redirect));
			}
			if (failure == null) {
				return review(review.draft(), review.unjudged(), person)
					.thenApply((again) -> page(again, "Nothing was written.", HttpStatus.CONFLICT, person));
			}
			return completed(page(review, failed(failure), HttpStatus.SERVICE_UNAVAILABLE, person));
		}, this.desk.executor()).thenCompose((page) -> page);
	}

	private static String failed(Throwable failure) {
		Throwable cause = Objects.requireNonNull(Calls.causeOf(failure));
		return ((cause instanceof StoreException) ? cause.getMessage() : "It is not known what came of it")
				+ ". Look at the keys before you try again: what you have written is below.";
	}

	private ModelAndView written(KeyReview review, TransactionOutcome outcome, Rights person,
			RedirectAttributes redirect) {
		List<String> keys = review.rows().stream().map(KeyReview.Row::key).toList();
		Audit.wrote(person, keys, outcome.revision(), review.unjudged());
		String target = (keys.size() == 1 && !review.isDeleting()) ? this.links.keys(keys.get(0))
				: this.links.keys(review.draft().location());
		redirect.addFlashAttribute("notice", "Written by revision " + outcome.revision() + ".");
		return new ModelAndView("redirect:" + target);
	}

	private static CompletableFuture<ModelAndView> completed(ModelAndView page) {
		return CompletableFuture.completedFuture(page);
	}

	/**
	 * Keep what somebody has written where nothing came of it.
	 * @param draft what was written
	 * @param failure why
	 * @param person who has written it
	 * @return the form
	 */
	private ModelAndView kept(KeyDraft draft, Throwable failure, Rights person) {
		Refusal refusal = Refusal.of(failure);
		List<String> sentences = draft.problems().isEmpty() ? List.of(refusal.sentence()) : draft.problems();
		ModelAndView page = page(draft, person).addObject("said", sentences);
		page.setStatus(refusal.status());
		return page;
	}

	private CompletableFuture<KeyReview> review(KeyDraft draft, boolean unjudged, Rights person) {
		StoreException outage = this.desk.watch().outage();
		if (outage != null) {
			return CompletableFuture.failedFuture(outage);
		}
		return this.locations.surroundings(draft.location()).thenCompose((around) -> {
			around.checkEditable(draft.keys().isEmpty() ? List.of(draft.location()) : draft.keys(), person);
			Assert.isTrue(draft.problems().isEmpty(), () -> String.join(" ", draft.problems()));
			return this.reads.read(draft.keys()).thenCompose((present) -> {
				KeyDraft meant = draft.received(present);
				return judged(meant, present, around, unjudged ? null : person.name())
					.thenApply((judged) -> new KeyReview(meant, present, judged, unjudged, around.secrets()));
			});
		});
	}

	private CompletableFuture<Judged> judged(KeyDraft draft, Map<String, KeyValue> present, Surroundings around,
			@Nullable String by) {
		Map<String, String> puts = KeyReview.puts(draft, present);
		Set<String> deletes = KeyReview.deletes(draft, present);
		if (puts.isEmpty() && deletes.isEmpty()) {
			return CompletableFuture.completedFuture(new Judged(List.of(), List.of()));
		}
		Set<String> places = new TreeSet<>();
		draft.keys().forEach((key) -> places.addAll(around.around(key)));
		return this.desk.judge().keys(places.isEmpty() ? Set.of(draft.location()) : places, puts, deletes, by);
	}

	private ModelAndView page(KeyDraft draft, Rights person) {
		return this.pages.page("change", "Change keys", person)
			.addObject("draft", draft)
			.addObject("address", this.links.keys(draft.location()));
	}

	private ModelAndView page(KeyReview review, @Nullable String said, HttpStatusCode status, Rights person) {
		List<String> overtaken = review.overtaken();
		KeyDraft shown = overtaken.isEmpty() ? review.draft() : review.draft().over(review.present());
		List<String> sentences = new ArrayList<>();
		if (said != null) {
			sentences.add(said);
		}
		sentences.addAll(overtaken);
		ModelAndView page = page(shown, person).addObject("review", review).addObject("said", sentences);
		page.setStatus(overtaken.isEmpty() ? status : HttpStatus.CONFLICT);
		return page;
	}

}
