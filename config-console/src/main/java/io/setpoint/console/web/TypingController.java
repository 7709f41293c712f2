package io.setpoint.console.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.document.LocationContent;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * Helps whoever types: what is wrong so far by the schemas, and what can be written. The
 * fleet is not asked.
 */
@Controller
final class TypingController {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Desk desk;

	private final Pages pages;

	private final PlainLocations locations;

	TypingController(Desk desk, Pages pages, PlainLocations locations) {
		this.desk = desk;
		this.pages = pages;
		this.locations = locations;
	}

	@PostMapping(path = { "/{name}/edit/check", Links.CONFIGURATIONS + "/{name}/edit/check" },
			produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseBody
	CompletableFuture<String> check(@PathVariable String name, @RequestParam String text, Rights person) {
		checkEditable(name, person);
		return this.desk.judge()
			.document(name, text.replace("\r\n", "\n"), null)
			.thenApply((judged) -> JSON.writeValueAsString(Findings.of(judged)));
	}

	@GetMapping(path = { "/{name}/edit/words", Links.CONFIGURATIONS + "/{name}/edit/words" },
			produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseBody
	CompletableFuture<String> words(@PathVariable String name, Rights person) {
		checkEditable(name, person);
		return this.desk.judge()
			.schemas(name)
			.thenApply((schemas) -> words(new KnownProperties(schemas), ConfigurationPropertyName.EMPTY));
	}

	private static String words(KnownProperties schema, ConfigurationPropertyName place) {
		return JSON.writeValueAsString(schema.words(place));
	}

	private void checkEditable(String name, Rights person) {
		this.pages.visible(person, name);
		if (!person.has(Role.EDITOR, name)) {
			throw new NotAllowedException("To edit needs the role 'editor' for '" + name + "', which you have not.");
		}
	}

	@PostMapping(path = Links.OWN + "/keys/check", produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseBody
	CompletableFuture<String> checkKey(@RequestParam String location, @RequestParam String key,
			@RequestParam String text, Rights person) {
		return this.locations.surroundings(key).thenCompose((around) -> {
			around.checkEditable(List.of(key), person);
			Set<String> places = around.around(key);
			return this.desk.judge()
				.keys(places.isEmpty() ? Set.of(location) : places, Map.of(key, text.replace("\r\n", "\n")), Set.of(),
						null);
		}).thenApply((judged) -> JSON.writeValueAsString(Findings.of(judged)));
	}

	@GetMapping(path = Links.OWN + "/keys/words", produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseBody
	CompletableFuture<String> keyWords(@RequestParam String key, Rights person) {
		return this.locations.surroundings(key).thenApply((around) -> {
			around.checkEditable(List.of(key), person);
			String location = around.of(key);
			ConfigurationPropertyName place = LocationContent.empty(location, location).place(key);
			return words(around.secrets().at(location), place);
		});
	}

}
