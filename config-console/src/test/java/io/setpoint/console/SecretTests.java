package io.setpoint.console;

import java.util.Map;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a schema of any build calls secret is not shown on any page, whether its
 * application runs or not.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretTests {

	private static final String SCHEMA = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
			"x-setpoint-locations": ["/config/%1$s/"], "properties": {"door": {"x-setpoint-type": "shop.Door",
			"type": "object", "properties": {"code": {"type": "string", "writeOnly": %2$s},
			"colour": {"type": "string"}}}}}
			""";

	private static final String DOCUMENT = "door:\n  code: hunter2\n  colour: red\n";

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(SecretTests::furnish);

	@BeforeAll
	static void start() {
		RunningConsole.await(() -> scene.current().configurations().size() == 2);
	}

	private static void furnish(Shop shop) {
		for (String name : new String[] { "asleep", "awake" }) {
			shop.put("/schemas/" + name + "/b1", SCHEMA.formatted(name, false));
			shop.put("/schemas/" + name + "/b2", SCHEMA.formatted(name, true));
			shop.publish(name, "v1", "ada", DOCUMENT);
			shop.release(name, "v1", "ada", null);
			shop.put("/config/" + name + "/door/code", "hunter2");
			shop.put("/config/" + name + "/door/colour", "red");
			shop.put("/config/" + name + "/door.yaml", "code: hunter2\ncolour: red\n");
		}
		for (String build : new String[] { "b1", "b2" }) {
			shop.put(Shop.KEYS.member("awake", "of-" + build), """
					{"instance":"of-%1$s","verdict":"ACCEPTED","build":"%1$s","locations":["/config/awake/"]}"""
				.formatted(build));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "asleep", "awake" })
	void valuesAreMaskedWhateverPageShowsThem(String name) {
		Visitor vic = scene.visitor("vic");
		for (String path : new String[] { "/" + name, "/keys/config/" + name + "/",
				"/keys/config/" + name + "/door/code", "/keys/config/" + name + "/door.yaml", "/keys/config/",
				"/keys/config/" + name + "/door/" }) {
			assertThat(vic.get(path).response().body()).as(path).contains("••••••").doesNotContain("hunter");
		}
		assertThat(vic.get("/keys/config/" + name + "/door/colour").page().select("#value ~ pre").text())
			.isEqualTo("red");
	}

	@ParameterizedTest
	@ValueSource(strings = { "asleep", "awake" })
	void changesOfKeysAreMaskedUnderEveryLocation(String name, CapturedOutput output) {
		Visitor boss = scene.visitor("boss");
		for (String location : new String[] { "/config/" + name + "/", "/config/" + name + "/door/", "/config/" }) {
			Element edit = boss
				.get("/-/keys/change?location=" + location + "&key=/config/" + name + "/door/code&key=/config/" + name
						+ "/door/colour")
				.page()
				.selectFirst("#edit");
			Document review = boss.submit(edit, Map.of("value.0", "hunter3", "value.1", "blue")).page();
			String changes = review.select("table.changes").text();
			assertThat(changes).as(location).contains("••••••", "red", "blue").doesNotContain("hunter");
		}
		assertThat(output).contains("'boss' has opened '/config/" + name + "/door/code'")
			.doesNotContain("opened '/config/" + name + "/door/colour'")
			.doesNotContain("hunter");
	}

	@Test
	void whatSomebodyElseHasMadeOfASecretIsMasked() {
		scene.shop().put("/config/awake/door/seal", "1");
		Visitor boss = scene.visitor("boss");
		Element edit = boss.get("/-/keys/change?location=/config/awake/&key=/config/awake/door/code")
			.page()
			.selectFirst("#edit");
		scene.shop().put("/config/awake/door/code", "hunter4");
		String said = boss.submit(edit, Map.of("value.0", "hunter3")).page().select("#said").text();
		assertThat(said).contains("It says: ••••••").doesNotContain("hunter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "asleep", "awake" })
	void changesOfADocumentAreMaskedAndThatItWasOpenedIsLogged(String name, CapturedOutput output) {
		Visitor ed = scene.visitor("ed");
		Element edit = ed.get("/" + name + "/edit").page().selectFirst("form:has(textarea)");
		assertThat(output).contains("'ed' has opened version 'v1' of '" + name + "', which has secret values");
		Document review = ed
			.submit(edit, Map.of("document", DOCUMENT.replace("hunter2", "hunter3").replace("red", "blue")))
			.page();
		assertThat(review.select("table.changes").text()).contains("••••••", "red", "blue").doesNotContain("hunter");
	}

}
