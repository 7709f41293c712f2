package io.setpoint.console.web;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
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

	private final Pages pages;

	private final Links links;

	CompareController(Desk desk, Pages pages, Links links) {
		this.desk = desk;
		this.pages = pages;
		this.links = links;
	}

	@GetMapping({ "/{name}/compare", Links.CONFIGURATIONS + "/{name}/compare" })
	CompletableFuture<ModelAndView> compare(@PathVariable String name, ComparisonChoice choice, Rights person) {
		Configuration left = this.pages.visible(person, name);
		Configuration right = choice.with().isEmpty() ? left : this.pages.visible(person, choice.with());
		boolean across = !right.name().equals(name);
		String from = choice.before(left);
		String to = choice.after(right, across);
		ModelAndView page = this.pages.page("compare", "Compare", person, name)
			.addObject("name", name)
			.addObject("with", right.name())
			.addObject("across", across)
			.addObject("from", from)
			.addObject("to", to)
			.addObject("left", called(name, from, across))
			.addObject("right", called(right.name(), to, across))
			.addObject("versions", VersionRow.of(left))
			.addObject("others", VersionRow.of(right))
			.addObject("configurations", this.pages.visible(person))
			.addObject("text", choice.isByText())
			.addObject("whole", choice.isWhole())
			.addObject("comparison", this.links.comparison(name, from, right.name(), to));
		if (from.isEmpty() || to.isEmpty()) {
			return CompletableFuture.completedFuture(page);
		}
		boolean secrets = !across || Stream.of(name, right.name()).allMatch((each) -> person.has(Role.EDITOR, each));
		return read(left, from, right, to, secrets).thenApply((comparison) -> filled(page, comparison, choice));
	}

	private static String called(String name, String version, boolean across) {
		return across ? name + " " + version : version;
	}

	private CompletableFuture<Comparison> read(Configuration left, String from, Configuration right, String to,
			boolean secrets) {
		boolean across = !right.name().equals(left.name());
		CompletableFuture<KnownProperties> schemas = schemas(left.name());
		if (across) {
			schemas = schemas.thenCombine(schemas(right.name()), KnownProperties::and);
		}
		CompletableFuture<Comparison.Side> before = side(left.name(), from, across);
		return before.thenCombine(side(right.name(), to, across), List::of)
			.thenCombine(schemas, (sides, schema) -> new Comparison(sides.get(0), sides.get(1), schema, secrets));
	}

	private CompletableFuture<Comparison.Side> side(String name, String version, boolean across) {
		return this.desk.version(name, version)
			.thenApply((read) -> Comparison.Side.of(called(name, version, across), read.document()));
	}

	private CompletableFuture<KnownProperties> schemas(String name) {
		return this.desk.judge().schemas(name).thenApply(KnownProperties::new);
	}

	private static ModelAndView filled(ModelAndView page, Comparison comparison, ComparisonChoice choice) {
		page.addObject("guarded", !comparison.secrets());
		return choice.isByText() ? page.addObject("texts", comparison.texts(choice.isWhole(), choice.begin()))
				: page.addObject("properties", comparison.properties());
	}

}
