package io.setpoint.console.web;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.Version;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judged;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.Calls;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
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
				? this.desk.version(name, base).thenApply((version) -> opened(version, name, person))
				: CompletableFuture.completedFuture("");
		ModelAndView page = page(name, person);
		return document
			.thenApply((text) -> page.addObject("draft", new Draft(text, "", base, newest(configuration), null, null)));
	}

	private static String opened(Version version, String name, Rights person) {
		if (Secrets.isIn(Readability.of(version.document()).content())) {
			Audit.opened(person, "version '" + version.id() + "' of '" + name + "'");
		}
		return version.document();
	}

	@PostMapping({ "/{name}/edit", Links.CONFIGURATIONS + "/{name}/edit" })
	CompletableFuture<ModelAndView> review(@PathVariable String name, @RequestParam String document,
			@RequestParam(defaultValue = "") String description, @RequestParam(defaultValue = "") String newest,
			Rights person) {
		Configuration configuration = editable(person, name);
		String text = unix(document);
		String stable = configuration.state().stable();
		Draft draft = new Draft(text, description, stable, newest, overtaken(configuration, newest), null);
		return reviewed(name, person, draft).thenApply((reviewed) -> page(name, person).addObject("draft", reviewed));
	}

	private CompletableFuture<Draft> reviewed(String name, Rights person, Draft draft) {
		return this.desk.judged(name, draft.document())
			.thenCombine(this.desk.verdict(name, draft.document(), person.name()), Verdicts::new)
			.thenCombine(before(name, draft.base()),
					(verdicts, before) -> draft.with(Review.of(before, draft.document(), verdicts)));
	}

	@PostMapping({ "/{name}/edit/publish", Links.CONFIGURATIONS + "/{name}/edit/publish" })
	CompletableFuture<ModelAndView> publish(@PathVariable String name, @RequestParam String document,
			@RequestParam(defaultValue = "") String description, @RequestParam(defaultValue = "") String newest,
			@RequestParam(defaultValue = "false") boolean unjudged, Rights person, RedirectAttributes redirect) {
		Configuration configuration = editable(person, name);
		String stable = configuration.state().stable();
		String overtaken = overtaken(configuration, newest);
		Draft draft = new Draft(unix(document), description, stable, newest, overtaken, null);
		if (overtaken != null) {
			return CompletableFuture
				.completedFuture(notDone(name, person, draft).addObject("notice", "Nothing was published."));
		}
		return this.desk.judged(name, draft.document())
			.thenCompose((judged) -> judged.isRefused()
					? reviewed(name, person, draft).thenApply((reviewed) -> refused(name, person, reviewed))
					: publish(name, person, draft, unjudged, redirect));
	}

	private CompletableFuture<ModelAndView> publish(String name, Rights person, Draft draft, boolean unjudged,
			RedirectAttributes redirect) {
		NewVersion version = new NewVersion(null, person.name(),
				StringUtils.hasText(draft.description()) ? draft.description().strip() : null, Map.of(),
				draft.document());
		return this.desk.goesUnjudged(name, draft.document(), person.name(), unjudged)
			.thenCompose((alone) -> this.desk.rollouts(name).publish(name, version, alone))
			.thenApply((published) -> published(name, published, redirect))
			.handle((page, failure) -> (failure != null) ? refused(failure, name, person, draft)
					: CompletableFuture.completedFuture(page))
			.thenCompose((page) -> page);
	}

	private ModelAndView published(String name, Version published, RedirectAttributes redirect) {
		redirect.addFlashAttribute("notice",
				"Published as " + published.id() + ". Nobody has it yet: start its rollout.");
		return new ModelAndView("redirect:" + this.links.configuration(name, "start") + "?version=" + published.id());
	}

	/**
	 * Show what the fleet has against a document in the moment of the publication.
	 * @param failure why it was not published
	 * @param name the name of the configuration
	 * @param person who wanted it
	 * @param draft the document
	 * @return the editor with the document and the verdict
	 */
	private CompletableFuture<ModelAndView> refused(Throwable failure, String name, Rights person, Draft draft) {
		if (!(Calls.causeOf(failure) instanceof RefusedByFleetException refusal)) {
			return CompletableFuture.failedFuture(failure);
		}
		return this.desk.judged(name, draft.document())
			.thenCombine(before(name, draft.base()),
					(judged, before) -> draft
						.with(Review.of(before, draft.document(), new Verdicts(judged, refusal.getVerdict()))))
			.thenApply((reviewed) -> refused(name, person, reviewed));
	}

	private ModelAndView refused(String name, Rights person, Draft reviewed) {
		return notDone(name, person, reviewed).addObject("refused", true);
	}

	private ModelAndView notDone(String name, Rights person, Draft draft) {
		ModelAndView page = page(name, person).addObject("draft", draft);
		page.setStatus(HttpStatus.CONFLICT);
		return page;
	}

	/**
	 * Find out whether somebody else has published since a form was opened.
	 * @param configuration the configuration
	 * @param newest the newest version when the form was opened
	 * @return what has happened, {@code null} if nothing has
	 */
	private @Nullable String overtaken(Configuration configuration, String newest) {
		String now = newest(configuration);
		return now.equals(newest) ? null : "Somebody has published '" + now + "' since you opened the editor: compare"
				+ " your document with it, and open the editor anew from it.";
	}

	private static String newest(Configuration configuration) {
		return configuration.versions().isEmpty() ? "" : configuration.versions().get(0).id();
	}

	private CompletableFuture<DocumentProperties> before(String name, @Nullable String stable) {
		return (stable != null)
				? this.desk.version(name, stable).thenApply((version) -> DocumentProperties.of(version.document()))
				: CompletableFuture.completedFuture(DocumentProperties.NONE);
	}

	private Configuration editable(Rights person, String name) {
		Configuration configuration = this.pages.visible(person, name);
		if (!person.has(Role.EDITOR, name)) {
			throw new NotAllowedException("To edit needs the role 'editor' for '" + name + "', which you have not.");
		}
		return configuration;
	}

	private ModelAndView page(String name, Rights person) {
		return this.pages.page("edit", "Edit", person, name)
			.addObject("name", name)
			.addObject("address", this.links.configuration(name));
	}

	/**
	 * Browsers send line ends of their own.
	 * @param document the document as it was sent
	 * @return the document as it was shown
	 */
	private static String unix(String document) {
		return document.replace("\r\n", "\n");
	}

	/**
	 * What somebody is writing.
	 *
	 * @param document the document
	 * @param description what it is for
	 * @param base the version that it is compared with, or {@code null}
	 * @param newest the newest version when the editor was opened, may be empty
	 * @param overtaken what somebody else has done since, {@code null} for nothing
	 * @param review what would come of it, {@code null} before anybody has asked
	 */
	record Draft(String document, String description, @Nullable String base, String newest, @Nullable String overtaken,
			@Nullable Review review) {

		Draft with(Review review) {
			return new Draft(this.document, this.description, this.base, this.newest, this.overtaken, review);
		}

	}

	/**
	 * What would come of a document.
	 *
	 * @param changes what would change
	 * @param problems what cannot be read in it, or what a schema has against it
	 * @param verdict what the fleet says
	 * @param publishable whether nothing is against it, except that nobody is alive
	 */
	record Review(List<DocumentProperties.PropertyChange> changes, List<String> problems, Verdict verdict,
			boolean publishable) {

		static Review of(DocumentProperties before, String document, Verdicts verdicts) {
			DocumentProperties after = DocumentProperties.of(document);
			List<String> problems = after.problems().isEmpty()
					? verdicts.judged().problems().stream().map(SchemaProblem::toString).toList() : after.problems();
			Verdict verdict = Verdict.of(verdicts.fleet());
			return new Review(before.changesTo(after), problems, verdict,
					problems.isEmpty() && (verdict.accepted() || verdict.unjudged()));
		}

	}

	/**
	 * What those say who are asked about a document.
	 *
	 * @param judged what can be known without the fleet
	 * @param fleet what the fleet says
	 */
	record Verdicts(Judged judged, FleetVerdict fleet) {
	}

}
