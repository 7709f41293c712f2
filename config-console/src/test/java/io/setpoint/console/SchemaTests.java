package io.setpoint.console;

import java.util.List;
import java.util.Map;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a schema in etcd adds to the pages, and what is not shown to everybody.
 */
@ExtendWith(OutputCaptureExtension.class)
class SchemaTests {

	static final String SCHEMA = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"pricing":
			{"x-setpoint-type": "shop.Pricing", "type": "object", "properties": {"discount-percent": {"type": "integer",
			"minimum": 0, "maximum": 90, "description": "What everybody gets off."}, "currency": {"type": "string",
			"enum": ["EUR", "USD"]}, "timeout": {"type": ["string", "number"], "x-setpoint-format": "duration",
			"default": "2s"}, "seal": {"type": "string", "default": "hunter1",
			"writeOnly": true}, "enabled": {"type": ["boolean",
			"string"]}}}}}
			""";

	private static final String DOCUMENT = """
			pricing:
			  discount-percent: 15
			  currency: EUR
			  seal: hunter2
			  colour: red
			mail:
			  password: hunter3
			""";

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(SchemaTests::furnish);

	@BeforeAll
	static void start() {
		RunningConsole.await(() -> scene.current().configurations().size() == 3);
	}

	private static void furnish(Shop shop) {
		shop.put("/schemas/shop/0a1b", SCHEMA);
		shop.put("/schemas/torn/0a1b", "{");
		for (String name : new String[] { "shop", "torn", "bare" }) {
			shop.publish(name, "v1", "ada", DOCUMENT);
			shop.release(name, "v1", "ada", null);
		}
	}

	@Test
	void propertiesHaveTypeBoundsDefaultAndDescription() {
		Document page = scene.visitor("vic").get("/shop").page();
		assertThat(page.select("#properties").parents().select("tbody").first().select("tr").eachText()).contains(
				"pricing.discount-percent What everybody gets off. 15 whole number at least 0, at most 90 2",
				"pricing.currency EUR choice: EUR, USD 3",
				"pricing.colour 'pricing.colour' is read by no type of the application. red 5");
		assertThat(page.select("#others tbody tr").eachText()).containsExactlyInAnyOrder("pricing.timeout 2s duration",
				"pricing.enabled true or false");
	}

	@Test
	void rangeOfVersionsIsNoVersion() {
		Visitor vic = scene.visitor("vic");
		for (String id : new String[] { "*", "v*", "v1/" }) {
			assertThat(vic.get("/shop?version=" + id).status()).as(id).isEqualTo(404);
		}
	}

	@Test
	void withoutASchemaThatIsSaid() {
		Document page = scene.visitor("vic").get("/bare").page();
		assertThat(page.text()).contains("No schema of this configuration is in etcd");
		assertThat(page.select("tbody tr")).hasSize(5);
		assertThat(scene.visitor("vic").get("/torn").text()).contains("The schema '/schemas/torn/0a1b' is not used");
	}

	@Test
	void documentThatASchemaRefusesIsNotPublished() {
		Visitor ed = scene.visitor("ed");
		Document editor = ed.get("/shop/edit").page();
		assertThat(editor.body().attr("data-address")).isEqualTo("/shop");
		Map<String, String> wrong = Map.of("document", "pricing:\n  discount-percent: 95\n");
		Document review = ed.submit(editor.selectFirst("form:has(textarea)"), wrong).page();
		assertThat(review.select(".alarm").text()).contains("line 2, column 21: 'pricing.discount-percent'");
		assertThat(review.select("#publish")).isEmpty();
		Visitor.Answer answer = ed.post("/shop/edit/publish", Map.of("document", wrong.get("document"), "newest", "v1",
				"unjudged", "true", "_csrf", editor.selectFirst("input[name=_csrf]").val()));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.page().select(".alarm").text()).contains("Nothing was published.").contains("line 2");
		assertThat(Shop.done(scene.shop().rollouts("shop").versions("shop"))).hasSize(1);
	}

	@Test
	void secretsAreMaskedByNameAndBySchemaAndRevealedToEditors(CapturedOutput output) {
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/shop").page();
		assertThat(page.html()).doesNotContain("hunter");
		assertThat(page.select("form[action$=reveal]")).isEmpty();
		String token = page.selectFirst("input[name=_csrf]").val();
		assertThat(
				vic.post("/shop/reveal", Map.of("version", "v1", "property", "mail.password", "_csrf", token)).status())
			.isEqualTo(403);
		Visitor ed = scene.visitor("ed");
		Document table = ed.get("/shop").page();
		assertThat(table.select("form[action$=reveal]")).hasSize(2);
		String revealed = ed.submit(table.selectFirst("form[action$=reveal]:has([value=pricing.seal])"), Map.of())
			.text();
		assertThat(revealed).contains("hunter2").doesNotContain("hunter3");
		assertThat(output).contains("'ed' has seen the secret value of 'pricing.seal' of version 'v1' of 'shop'")
			.doesNotContain("hunter2");
	}

	@Test
	void documentIsCheckedWhileItIsTyped() {
		Visitor ed = scene.visitor("ed");
		String token = ed.get("/shop").page().selectFirst("input[name=_csrf]").val();
		String said = ed
			.post("/shop/edit/check",
					Map.of("text", "pricing:\r\n  discount-percent: 95\r\n  curency: EUR", "_csrf", token))
			.response()
			.body();
		assertThat(said).contains("\"line\":2,\"column\":21,\"severity\":\"error\"")
			.contains("'pricing.discount-percent' must be at most 90.")
			.contains("\"line\":3", "did you mean 'currency'?", "\"checked\":true");
		said = ed.post("/bare/edit/check", Map.of("text", "a: [1", "_csrf", token)).response().body();
		assertThat(said).contains("\"severity\":\"error\"").contains("\"checked\":false");
		assertThat(scene.visitor("vic").post("/shop/edit/check", Map.of("text", "a: 1")).status()).isEqualTo(403);
		assertThat(Shop.done(scene.shop().store().read(List.of("/rollouts/shop/trials/")))
			.entries("/rollouts/shop/trials/")).isEmpty();
	}

	@Test
	void wordsAreThoseOfTheSchemaBelowTheKey() {
		Visitor boss = scene.visitor("boss");
		assertThat(boss.get("/shop/edit/words").response().body()).contains(
				"{\"name\":\"pricing.currency\",\"type\":\"choice\",\"hint\":\"EUR, USD\",\"choices\":[\"EUR\",\"USD\"]}")
			.contains("default 2s");
		scene.shop().put(Shop.KEYS.member("shop", "one"), """
				{"instance":"one","verdict":"ACCEPTED","build":"0a1b","locations":["/config/shop/"]}""");
		RunningConsole.await(() -> scene.current().find("shop").members().size() == 1);
		assertThat(boss.get("/-/keys/words?key=/config/shop/pricing.yaml").response().body())
			.contains("\"name\":\"currency\"")
			.doesNotContain("pricing");
		String token = boss.get("/shop").page().selectFirst("input[name=_csrf]").val();
		assertThat(boss.post("/-/keys/check",
				Map.of("location", "/config/shop/", "key", "/config/shop/pricing/discount-percent", "text", "many",
						"_csrf", token))
			.response()
			.body()).contains("'pricing.discount-percent' must be a whole number");
	}

}
