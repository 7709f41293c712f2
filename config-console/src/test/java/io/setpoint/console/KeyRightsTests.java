package io.setpoint.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may see and change plain keys.
 */
class KeyRightsTests {

	private static final String SCHEMA = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
			"x-setpoint-locations": [%s], "properties": {}}
			""";

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(KeyRightsTests::furnish,
			"--setpoint.console.users.pat.password=pat-secret", "--setpoint.console.users.pat.roles=editor",
			"--setpoint.console.users.pat.configurations=checkout", "--setpoint.console.users.nat.password=nat-secret",
			"--setpoint.console.users.nat.roles=editor",
			"--setpoint.console.users.nat.configurations=/config/narrow/pricing/*");

	@BeforeAll
	static void start() {
		RunningConsole.await(() -> scene.current().configurations().size() == 1);
	}

	private static void furnish(Shop shop) {
		shop.put("/schemas/checkout/b1", SCHEMA.formatted("\"/config/shared/\", \"/config/left/\""));
		shop.put("/schemas/payments/b1", SCHEMA.formatted("\"/config/shared/\", \"/config/payments/\""));
		shop.put(Shop.KEYS.member("checkout", "c-1"), """
				{"instance":"c-1","verdict":"ACCEPTED","build":"b1","locations":["/config/shared/"]}""");
		for (String key : new String[] { "shared/a", "left/a", "payments/a", "narrow/pricing/a", "narrow/b" }) {
			shop.put("/config/" + key, "1");
		}
	}

	private static String value(String key) {
		return new String(Shop.done(scene.shop().store().read(List.of(key))).entries(key).get(0).value(),
				StandardCharsets.UTF_8);
	}

	@Test
	void whoReadsAKeyCountsAlsoWhileNobodyOfThemIsAlive() {
		Visitor pat = scene.visitor("pat");
		Document page = pat.get("/keys/config/shared/a").page();
		assertThat(page.select("a.button")).isEmpty();
		Visitor.Answer answer = pat.get("/-/keys/change?location=/config/shared/&key=/config/shared/a");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.text())
			.contains("needs the role 'editor' for every configuration that reads it: checkout, payments");
		assertThat(pat.get("/-/keys/change?location=/config/narrow/&key=/config/shared/a").status()).isEqualTo(400);
		assertThat(pat.get("/keys/config/payments/").status()).isEqualTo(404);
	}

	@Test
	void schemaOfADeployedBuildCountsOnlyWhileNothingElseIsAlive() {
		assertThat(scene.visitor("pat").get("/keys/config/left/").status()).isEqualTo(404);
	}

	@Test
	void grantForANarrowerPathIsEnoughToChangeWhatItCovers() {
		Visitor nat = scene.visitor("nat");
		assertThat(nat.get("/keys/config/narrow/b").status()).isEqualTo(404);
		assertThat(nat.get("/keys/config/narrow/").status()).isEqualTo(404);
		Document key = nat.get("/keys/config/narrow/pricing/a").page();
		Element edit = nat.get(key.selectFirst("a.button").attr("href")).page().selectFirst("#edit");
		Element write = nat.submit(edit, Map.of("value.0", "2")).page().selectFirst("#write");
		assertThat(nat.submit(write, Map.of()).path()).isEqualTo("/keys/config/narrow/pricing/a");
		assertThat(value("/config/narrow/pricing/a")).isEqualTo("2");
	}

	@Test
	void grantForANarrowerPathHoldsWhereTheLocationIsWider() {
		scene.shop().put(Shop.KEYS.member("stock", "s-1"), """
				{"instance":"s-1","verdict":"ACCEPTED","locations":["/config/narrow/"]}""");
		RunningConsole.await(() -> scene.current().find("stock") != null);
		Visitor nat = scene.visitor("nat");
		Document key = nat.get("/keys/config/narrow/pricing/a").page();
		Element edit = nat.get(key.selectFirst("a.button").attr("href")).page().selectFirst("#edit");
		assertThat(edit.selectFirst("[name=location]").val()).isEqualTo("/config/narrow/");
		Element write = nat.submit(edit, Map.of("value.0", "3")).page().selectFirst("#write");
		assertThat(nat.submit(write, Map.of()).path()).isEqualTo("/keys/config/narrow/pricing/a");
		assertThat(value("/config/narrow/pricing/a")).isEqualTo("3");
		edit = nat.get(key.selectFirst("a.button").attr("href")).page().selectFirst("#edit");
		Element forged = nat.submit(edit, Map.of("value.0", "4")).page().selectFirst("#write");
		forged.selectFirst("[name=key.0]").val("/config/narrow/b");
		Visitor.Answer answer = nat.submit(forged, Map.of());
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.page().select("#edit textarea").text()).isEqualTo("4");
		assertThat(value("/config/narrow/b")).isEqualTo("1");
	}

}
