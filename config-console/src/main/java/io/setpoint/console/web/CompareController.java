package io.setpoint.console.web;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/**
 * How two versions differ, of one configuration or of two.
 */
@Controller
final class CompareController {

	private final Desk desk;

	private final VersionReads versions;

	private final Pages pages;

	private final Links links;

	CompareController(Desk desk, VersionReads versions, Pages pages, Links links) {
		this.desk = desk;
		this.versions = versions;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping({ "/{name}/compare", Links.CONFIGURATIONS + "/{name}/compare" })
	CompletableFuture<ModelAndView> compare(@PathVariable String name, ComparisonChoice choice, Rights person) {
		Configuration old = this.pages.visible(person, name);
		Pair pair = choice.pair(old, choice.with().isEmpty() ? old : this.pages.visible(person, choice.with()));
		ModelAndView page = this.pages.page("compare", "Compare", person, name)
			.addObject("pair", pair)
			.addObject("configurations", this.pages.visible(person))
			.addObject("here", this.links.comparison(name, pair.from(), pair.with(), pair.to()))
			.addObject("text", choice.isByText())
			.addObject("whole", choice.isWhole())
			.addObject("guarded", !pair.tellsSecretsApart(person));
		CompletableFuture<ModelAndView> listed = this.versions.rows(pair.old())
			.thenCombine(this.versions.rows(pair.other()),
					(versions, others) -> page.addObject("versions", versions).addObject("others", others));
		return pair.missing().isEmpty()
				? comparison(pair, person).thenCombine(listed, (comparison, whole) -> filled(whole, comparison, choice))
				: listed;
	}

	private static ModelAndView filled(ModelAndView page, Comparison comparison, ComparisonChoice choice) {
		page.addObject("unread", comparison.unread());
		return choice.isByText() ? page.addObject("texts", comparison.texts(choice.isWhole(), choice.begin()))
				: page.addObject("properties", comparison.properties());
	}

	private CompletableFuture<Comparison> comparison(Pair pair, Rights person) {
		CompletableFuture<KnownProperties> schemas = schemas(pair.name());
		if (pair.across()) {
			schemas = schemas.thenCombine(schemas(pair.with()), KnownProperties::and);
		}
		return side(pair.name(), pair.from(), pair.left())
			.thenCombine(side(pair.with(), pair.to(), pair.right()), List::of)
			.thenCombine(schemas, (sides, schema) -> new Comparison(sides.get(0), sides.get(1), schema,
					pair.tellsSecretsApart(person)));
	}

	private CompletableFuture<Comparison.Side> side(String name, String version, String called) {
		return this.desk.version(name, version).thenApply((read) -> Comparison.Side.of(called, read.document()));
	}

	private CompletableFuture<KnownProperties> schemas(String name) {
		return this.desk.judge().schemas(name).thenApply(KnownProperties::new);
	}

}
