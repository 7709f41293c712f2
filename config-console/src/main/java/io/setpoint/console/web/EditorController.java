package io.setpoint.console.web;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.Version;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.Calls;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Writes the next version: edit, look at what will change and at what the fleet says of
 * it, publish.
 */
@Controller
final class EditorController {

	private final Desk desk;

	private final Pages pages;

	private final Links links;

	EditorController(Desk desk, Pages pages, Links links) {
		this.desk = desk;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping({ "/{name}/edit", "/{name}/edit/publish", Links.CONFIGURATIONS + "/{name}/edit",
			Links.CONFIGURATIONS + "/{name}/edit/publish" })
	CompletableFuture<ModelAndView> edit(@PathVariable String name,
			@RequestParam(required = false) @Nullable String from, Rights person) {
		Configuration configuration = editable(person, name);
		String base = StringUtils.hasText(from) ? from : configuration.state().stable();
		CompletableFuture<String> document = (base != null)
				? this.desk.version(name, base)
					.thenCombine(this.desk.judge().schemas(name),
							(version, schemas) -> opened(version, new KnownProperties(schemas), name, person))
				: CompletableFuture.completedFuture("");
		return document.thenCombine(this.desk.rollouts(name).newest(name),
				(text, newest) -> page(name, person, new Draft(text, "", base, newest, null, null)));
	}

	private static String opened(Version version, KnownProperties schema, String name, Rights person) {
		if (!schema.secrets(Readability.of(version.document()).content()).isEmpty()) {
			Audit.opened(person, "version '" + version.id() + "' of '" + name + "'");
		}
		return version.document();
	}

	@PostMapping({ "/{name}/edit", Links.CONFIGURATIONS + "/{name}/edit" })
	CompletableFuture<ModelAndView> review(@PathVariable String name, @RequestParam String document,
			@RequestParam(defaultValue = "") String description, @RequestParam(defaultValue = "") String newest,
			Rights person) {
		Draft draft = draft(editable(person, name), document, description, newest);
		return reviewed(name, person, draft).thenApply((reviewed) -> page(name, person, reviewed))
			.exceptionally((failure) -> kept(name, person, draft, failure));
	}

	private CompletableFuture<Draft> reviewed(String name, Rights person, Draft draft) {
		return this.desk.judged(name, draft.document())
			.thenCombine(this.desk.verdict(name, draft.document(), person.name()), Draft.Verdicts::new)
			.thenCompose((verdicts) -> compared(name, draft, verdicts));
	}

	private CompletableFuture<Draft> compared(String name, Draft draft, Draft.Verdicts verdicts) {
		return side(name, draft.base())
			.thenCombine(this.desk.judge().schemas(name),
					(before, schemas) -> draft
						.with(Draft.Review.of(before, draft.document(), verdicts, new KnownProperties(schemas))))
			.thenCompose((reviewed) -> overtaken(name, reviewed));
	}

	@PostMapping({ "/{name}/edit/publish", Links.CONFIGURATIONS + "/{name}/edit/publish" })
	CompletableFuture<ModelAndView> publish(@PathVariable String name, @RequestParam String document,
			@RequestParam(defaultValue = "") String description, @RequestParam(defaultValue = "") String newest,
			@RequestParam(defaultValue = "false") boolean unjudged, Rights person, RedirectAttributes redirect) {
		Draft draft = draft(editable(person, name), document, description, newest);
		return this.desk.judged(name, draft.document())
			.thenCompose((judged) -> judged.isRefused()
					? reviewed(name, person, draft).thenApply((reviewed) -> refused(name, person, reviewed))
					: publish(name, person, draft, unjudged, redirect))
			.exceptionally((failure) -> kept(name, person, draft, failure));
	}

	private CompletableFuture<ModelAndView> publish(String name, Rights person, Draft draft, boolean unjudged,
			RedirectAttributes redirect) {
		return Calls.begin(() -> {
			NewVersion version = new NewVersion(null, person.name(),
					StringUtils.hasText(draft.description()) ? draft.description().strip() : null, Map.of(),
					draft.document());
			return this.desk.goesUnjudged(name, draft.document(), person.name(), unjudged)
				.thenCompose((alone) -> this.desk.rollouts(name).publish(name, version, draft.newest(), alone));
		})
			.thenCompose((published) -> published(name, published, redirect))
			.exceptionallyCompose((failure) -> refused(failure, name, person, draft));
	}

	private CompletableFuture<ModelAndView> published(String name, Version published, RedirectAttributes redirect) {
		String target = this.links.configuration(name, "start") + "?version=" + published.id();
		return this.desk
			.shown(name, published, "Published as " + published.id() + ". Nobody has it yet: start its rollout.")
			.thenApply((notice) -> {
				redirect.addFlashAttribute("notice", notice);
				return new ModelAndView("redirect:" + target);
			});
	}

	/**
	 * Show what the fleet has against a document in the moment of the publication, or
	 * what somebody else has published in that moment.
	 * @param failure why it was not published
	 * @param name the name of the configuration
	 * @param person who wanted it
	 * @param draft the document
	 * @return the editor with the document and the verdict
	 */
	private CompletableFuture<ModelAndView> refused(Throwable failure, String name, Rights person, Draft draft) {
		Throwable cause = Calls.causeOf(failure);
		if (cause instanceof RefusedByFleetException refusal) {
			return this.desk.judged(name, draft.document())
				.thenCompose((judged) -> compared(name, draft, new Draft.Verdicts(judged, refusal.getVerdict())))
				.thenApply((reviewed) -> refused(name, person, reviewed));
		}
		if (cause instanceof RolloutConflictException) {
			return reviewed(name, person, draft).thenApply(
					(reviewed) -> notDone(name, person, reviewed, "Nothing was published.", HttpStatus.CONFLICT));
		}
		return CompletableFuture.failedFuture(failure);
	}

	private ModelAndView refused(String name, Rights person, Draft reviewed) {
		return notDone(name, person, reviewed, null, HttpStatus.CONFLICT).addObject("refused", true);
	}

	/**
	 * Keep what somebody has written where nothing came of it, or nobody knows.
	 * @param name the name of the configuration
	 * @param person who has written it
	 * @param draft what was written
	 * @param failure why
	 * @return the editor with the document
	 */
	private ModelAndView kept(String name, Rights person, Draft draft, Throwable failure) {
		Refusal refusal = Refusal.of(failure);
		String said = refusal.sentence();
		if (refusal.status().is5xxServerError()) {
			said += (said.endsWith(".") ? "" : ".")
					+ " What you have written is below: look at the versions before you try again.";
		}
		return notDone(name, person, draft, said, refusal.status());
	}

	private ModelAndView notDone(String name, Rights person, Draft draft, @Nullable String said,
			HttpStatusCode status) {
		ModelAndView page = page(name, person, draft).addObject("said", said);
		page.setStatus(status);
		return page;
	}

	/**
	 * Find out whether somebody else has published since a form was opened. Whoever has
	 * been told goes on from there.
	 * @param name the name of the configuration
	 * @param draft what was written
	 * @return the draft, with what has happened
	 */
	private CompletableFuture<Draft> overtaken(String name, Draft draft) {
		return this.desk.rollouts(name)
			.newest(name)
			.thenCompose((newest) -> newest.equals(draft.newest()) ? CompletableFuture.completedFuture(draft)
					: overtaken(name, draft, newest));
	}

	private CompletableFuture<Draft> overtaken(String name, Draft draft, String newest) {
		if (newest.isEmpty()) {
			return CompletableFuture.completedFuture(draft.from(newest, Draft.Overtaking.gone(draft.newest())));
		}
		return side(name, draft.newest()).exceptionally((failure) -> Comparison.Side.NOTHING)
			.thenCombine(this.desk.version(name, newest), Draft.Overtaking::of)
			.thenCombine(this.desk.judge().schemas(name),
					(theirs, schemas) -> draft.from(newest, theirs.hidden(new KnownProperties(schemas))));
	}

	private static Draft draft(Configuration configuration, String document, String description, String newest) {
		return new Draft(unix(document), description, configuration.state().stable(), newest, null, null);
	}

	private CompletableFuture<Comparison.Side> side(String name, @Nullable String version) {
		return StringUtils.hasText(version)
				? this.desk.version(name, version).thenApply((read) -> Comparison.Side.of(version, read.document()))
				: CompletableFuture.completedFuture(Comparison.Side.NOTHING);
	}

	private Configuration editable(Rights person, String name) {
		Configuration configuration = this.pages.visible(person, name);
		if (!person.has(Role.EDITOR, name)) {
			throw new NotAllowedException("To edit needs the role 'editor' for '" + name + "', which you have not.");
		}
		return configuration;
	}

	private ModelAndView page(String name, Rights person, Draft draft) {
		return this.pages.page("edit", "Edit", person, name)
			.addObject("name", name)
			.addObject("address", this.links.configuration(name))
			.addObject("draft", draft);
	}

	/**
	 * Browsers send line ends of their own.
	 * @param document the document as it was sent
	 * @return the document as it was shown
	 */
	private static String unix(String document) {
		return document.replace("\r\n", "\n");
	}

}
