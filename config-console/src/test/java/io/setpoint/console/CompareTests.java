package io.setpoint.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.setpoint.rollout.Plan;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Versions and configurations that are compared, by property and by text.
 */
class CompareTests {

	private static final String SCHEMA = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"door":
			{"type": "object", "properties": {"code": {"type": "string", "writeOnly": true}}}}}
			""";

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene("--setpoint.console.users.pat.password=pat-secret",
			"--setpoint.console.users.pat.roles=editor", "--setpoint.console.users.pat.configurations=mine*");

	private static void versions(String name, String... documents) {
		for (int i = 0; i < documents.length; i++) {
			scene.shop().publish(name, "v" + (i + 1), "ada", documents[i]);
		}
		scene.shop().release(name, "v1", "ada", null);
		scene.arrived(name);
		RunningConsole.await(() -> scene.current().find(name).versions().size() == documents.length);
	}

	private static String numbered(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> "n" + i + ": " + i + "\n").collect(Collectors.joining());
	}

	private static Document page(String path) {
		Visitor.Answer answer = scene.visitor("vic").get(path);
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		return answer.page();
	}

	private static List<String> rows(Document page) {
		return page.select(".texts .lines tbody tr").eachText();
	}

	@Test
	void textShowsWhatChangedAndFoldsWhatDidNot() {
		versions("folded", numbered(30), numbered(30).replace("n15: 15\n", "n15: fifteen\n# new\n"));
		Document page = page("/folded/compare?from=v1&to=v2&by=text");
		assertThat(page.select("#summary").text()).startsWith("1 line removed, 2 added, 29 unchanged.");
		assertThat(page.select(".fold summary").eachText()).containsExactly("11 lines unchanged", "12 lines unchanged");
		assertThat(page.select(".texts > .lines tbody tr").eachText()).containsExactly("12 12 n12: 12", "13 13 n13: 13",
				"14 14 n14: 14", "15 − removed n15: 15", "15 + added n15: fifteen", "16 + added # new", "16 17 n16: 16",
				"17 18 n17: 17", "18 19 n18: 18");
		assertThat(rows(page)).hasSize(32).contains("1 1 n1: 1", "30 31 n30: 30");
		assertThat(page.select("nav.ways a[aria-current]").text()).isEqualTo("By text");
		assertThat(rows(page("/folded/compare?from=v1&to=v2&by=text&whole=true"))).hasSize(32);
	}

	@Test
	void propertiesSayHowManyAreTheSame() {
		versions("same", numbered(30), numbered(30).replace("n15: 15", "n15: 16"));
		Document page = page("/same/compare?from=v1&to=v2");
		assertThat(page.select("table.changes").text()).isEqualTo("Property v1 v2 n15 changed 15 16");
		assertThat(page.select("#same").text()).isEqualTo("29 properties are the same.");
	}

	@Test
	void documentsOfManyLinesArePaged() {
		versions("large", numbered(20_000), numbered(20_000).replace("3: ", "3: -"));
		Document page = page("/large/compare?from=v1&to=v2&by=text");
		assertThat(page.select("#summary").text()).startsWith("2000 lines removed, 2000 added, 18000 unchanged.");
		assertThat(rows(page)).hasSizeLessThan(1000);
		Document next = scene.visitor("vic").get(page.selectFirst("a[rel=next]").attr("href")).page();
		assertThat(next.select("a[rel=prev]")).hasSize(1);
		assertThat(rows(next)).isNotEmpty().doesNotContainAnyElementsOf(rows(page));
		Document properties = page("/large/compare?from=v1&to=v2");
		assertThat(properties.select("table.changes tbody tr")).hasSize(1000);
		assertThat(properties.text()).contains("1000 more differ", "18000 properties are the same.");
		Document last = page("/large/compare?from=v1&to=v2&by=text&whole=true&at=999999");
		assertThat(last.select(".lines").text()).endsWith("20000 20000 n20000: 20000");
	}

	@Test
	void identicalDocumentsOfManyLinesAreOneFold() {
		versions("identical", numbered(50_000));
		Document page = page("/identical/compare?from=v1&to=v1&by=text");
		assertThat(page.select("#summary").text()).startsWith("All 50000 lines are the same.");
		assertThat(rows(page)).isEmpty();
		Element fold = page.selectFirst(".fold a");
		assertThat(fold.text()).isEqualTo("50000 lines unchanged");
		assertThat(rows(scene.visitor("vic").get(fold.attr("href")).page())).hasSize(500).startsWith("1 1 n1: 1");
	}

	@Test
	void lineOfAMebibyteIsCompared() {
		String value = "x".repeat(1024 * 1024 - 100);
		versions("long", "a: " + value + "\n", "a: " + value + "y\n");
		Document page = page("/long/compare?from=v1&to=v2&by=text");
		assertThat(page.select(".lines .removed code").text()).hasSize(value.length() + 3);
		assertThat(page.select(".lines .added code").text()).endsWith("xy");
	}

	@Test
	void endsOfLinesAreToldApart() {
		versions("ends", "a: 1\nb: 2\n", "a: 1\r\nb: 2");
		Document page = page("/ends/compare?from=v1&to=v2&by=text");
		assertThat(page.text()).contains("All 2 lines are the same.", "Lines end with LF in v1, and with CRLF in v2.",
				"The last line of v2 has no end.");
	}

	@Test
	void scriptInATextIsShownAsText() {
		versions("markup", "a: 1\n", "a: \"<script>alert(1)</script>\" # </code><img src=x onerror=alert(1)>\n");
		Document page = page("/markup/compare?from=v1&to=v2&by=text");
		assertThat(page.select("script:not([src]), img[onerror]")).isEmpty();
		assertThat(page.select(".added").text()).contains("<script>alert(1)</script>", "<img src=x");
	}

	@Test
	void secretsAreMaskedInTheText() {
		scene.shop().put("/schemas/masked/b1", SCHEMA);
		versions("masked", "door: &d\n  code: hunter2 # hunter2\n  api-key: |\n    hunter\n    hunter\n",
				"door: {code: hunter3, api-key: hunter4, colour: red}\nurl: jdbc://me:hunter5@db/\ne: '{cipher}hunter9'\n");
		Visitor.Answer answer = scene.visitor("boss").get("/masked/compare?from=v1&to=v2&by=text");
		assertThat(answer.response().body())
			.contains("code: ••••••, api-key: ••••••, colour: red", "url: ••••••", "e: (encrypted)")
			.doesNotContain("hunter");
		assertThat(page("/masked/compare?from=v1&to=v2").select(".changes").text())
			.contains("door.code changed •••••• ••••••");
	}

	@Test
	void valueThatIsEncryptedOnOneSideIsMaskedOnBoth() {
		versions("lifted", "a: '{cipher}hunter9'\nb: hunter6\n", "a: hunter7\nb: '{cipher}hunter9'\n");
		for (String by : new String[] { "", "&by=text" }) {
			for (String order : new String[] { "from=v1&to=v2", "from=v2&to=v1" }) {
				String body = scene.visitor("boss").get("/lifted/compare?" + order + by).response().body();
				assertThat(body).as(order + by).contains("(encrypted)").doesNotContain("hunter");
			}
		}
	}

	@Test
	void textWhoseSecretsCannotBePlacedIsNotShown() {
		versions("torn", "a: 1", "password: [hunter2");
		Document page = page("/torn/compare?from=v1&to=v2&by=text");
		assertThat(page.select("main .band.alarm").text()).startsWith("v2 cannot be read. Line ");
		assertThat(page.select("main .band.stale").text())
			.isEqualTo("The text of v2 is not shown, because it is not known for certain where secrets stand in it.");
		assertThat(page("/torn/compare?from=v1&to=v2").select("main .band").text())
			.startsWith("v2 cannot be read. Line ");
		assertThat(page.text()).doesNotContain("hunter");
		assertThat(page.select(".lines")).isEmpty();
	}

	@Test
	void configurationsAreComparedByTheirStableVersions() {
		versions("shop", "a: 1\nb: 1\n", "a: 5\n");
		versions("shop-staging", "a: 2\nb: 1\n", "a: 7\n");
		Document page = page("/shop/compare?with=shop-staging");
		assertThat(page.select("h1").text()).isEqualTo("Compare shop with shop-staging");
		assertThat(page.select(".changes").text()).isEqualTo("Property shop v1 shop-staging v1 a changed 1 2");
		Document text = scene.visitor("vic").get(page.select("nav.ways a").last().attr("href")).page();
		assertThat(rows(text)).containsExactly("1 − removed a: 1", "1 + added a: 2", "2 2 b: 1");
		assertThat(page("/shop/compare?from=v2&with=shop-staging&to=v2").select(".changes tbody").text())
			.isEqualTo("a changed 5 7");
	}

	@Test
	void anotherConfigurationIsChosenWithItsStableVersion() {
		versions("chosen", "a: 1", "a: 5");
		scene.shop().publish("chosen-test", "w1", "ada", "a: 3");
		scene.shop().release("chosen-test", "w1", "ada", null);
		scene.arrived("chosen-test");
		Visitor vic = scene.visitor("vic");
		Element form = vic.get("/chosen/compare?from=v1&to=v2&by=text").page().selectFirst("#choose");
		Document page = vic.submit(form, Map.of("with", "chosen-test")).page();
		assertThat(page.select("h1").text()).isEqualTo("Compare chosen with chosen-test");
		assertThat(rows(page)).containsExactly("1 − removed a: 1", "1 + added a: 3");
		page = vic.submit(page.selectFirst("#choose"), Map.of("with", "chosen")).page();
		assertThat(page.select("h1").text()).isEqualTo("Compare versions of chosen");
	}

	@Test
	void configurationThatMayNotBeSeenIsLikeOneThatIsNotThere() {
		versions("mine", "a: 1");
		versions("theirs", "a: 2");
		Visitor pat = scene.visitor("pat");
		assertThat(pat.get("/mine/compare").page().select("option").eachAttr("value")).doesNotContain("theirs");
		Visitor.Answer hidden = pat.get("/mine/compare?with=theirs&by=text");
		Visitor.Answer unknown = pat.get("/mine/compare?with=nobody&by=text");
		assertThat(hidden.status()).isEqualTo(404).isEqualTo(unknown.status());
		assertThat(hidden.text()).isEqualTo(unknown.text().replace("nobody", "theirs"));
	}

	@Test
	void whetherSecretsDifferIsToldToEditorsOfBothOnly() {
		for (int i = 0; i < 2; i++) {
			String a = "door:\n  password: hunter2\n  colour: red\n";
			versions("guess-a" + i, a);
			versions("guess-b" + i, (i == 0) ? a : a.replace("hunter2", "hunter3"));
		}
		for (String by : new String[] { "", "&by=text" }) {
			String equal = page("/guess-a0/compare?with=guess-b0" + by).select("main section, #guarded").text();
			String other = page("/guess-a1/compare?with=guess-b1" + by).select("main section, #guarded").text();
			assertThat(other.replace("-a1", "-a0").replace("-b1", "-b0")).isEqualTo(equal)
				.contains("is told to editors of both");
		}
		Document told = scene.visitor("boss").get("/guess-a1/compare?with=guess-b1&by=text").page();
		assertThat(told.select("#guarded")).isEmpty();
		assertThat(rows(told)).contains("2 − removed password: ••••••", "2 + added password: ••••••");
	}

	@Test
	void whatIsNotThereIsSaid() {
		versions("alone", "a: 1");
		scene.shop().put("/rollouts/bare/state", "{");
		RunningConsole.await(() -> scene.current().find("bare") != null);
		Visitor vic = scene.visitor("vic");
		assertThat(vic.get("/alone/compare?from=v1&to=v9").status()).isEqualTo(404);
		assertThat(vic.get("/alone/compare?from=v1&to=v9").text()).contains("'alone' has no version 'v9'");
		assertThat(vic.get("/alone/compare?at=x").status()).isEqualTo(400);
		assertThat(vic.get("/alone/compare?with=bare").text()).contains("No version of bare is published");
		assertThat(vic.get("/bare/compare").text()).contains("No version of bare is published");
		assertThat(vic.get("/alone/compare?at=-5&by=text").text()).contains("All 1 lines are the same.");
	}

	@Test
	void comparisonIsLinkedFromWhereOneWouldLook() {
		versions("linked", "a: 1", "a: 2");
		scene.shop().start("linked", "v2", Plan.allAtOnce(Duration.ofHours(1)), "ada", null);
		scene.arrived("linked");
		for (String path : new String[] { "", "/rollout", "/history/2" }) {
			Document page = page("/linked" + path);
			String link = page.select("main a[href*=/compare?]").attr("href");
			assertThat(link).as(path).isEqualTo("/linked/compare?from=v1&to=v2");
		}
		assertThat(page("/linked?version=v2").select("#versions ~ ul a[href*=/compare?]").eachAttr("href"))
			.containsExactly("/linked/compare?from=v1&to=v2");
	}

	@Test
	void reviewShowsTheLinesThatWouldChange() {
		versions("reviewed", numbered(300) + "password: hunter2\n");
		Visitor boss = scene.visitor("boss");
		Element form = boss.get("/reviewed/edit").page().selectFirst("form:has(textarea)");
		Document page = boss
			.submit(form, Map.of("document", numbered(300).replace("\n", "\r\n") + "password: hunter3\r\n# new"))
			.page();
		assertThat(page.select("#text > summary").text()).isEqualTo("By text: 1 line removed, 2 added, 300 unchanged");
		assertThat(page.select("#text > p").text()).isEqualTo("The last line of your document has no end.");
		assertThat(rows(page)).endsWith("301 − removed password: ••••••", "301 + added password: ••••••",
				"302 + added # new");
		assertThat(page.select("#text .fold").text()).isEqualTo("297 lines unchanged");
		assertThat(page.select("#text").text()).doesNotContain("hunter");
		assertThat(boss.submit(form, Map.of("document", "a: [")).page().select("#text")).isEmpty();
	}

	@Test
	void reviewOfTheFirstVersionComparesWithNothing() {
		scene.shop().publish("unreleased", "v1", "ada", "a: 1\n");
		RunningConsole.await(() -> scene.current().find("unreleased") != null);
		Visitor boss = scene.visitor("boss");
		Element form = boss.get("/unreleased/edit").page().selectFirst("form:has(textarea)");
		Document page = boss.submit(form, Map.of("document", "a: 2\n")).page();
		assertThat(rows(page)).containsExactly("1 + added a: 2");
	}

	@Test
	void namesOfAnyKindAreCompared() {
		String name = "a&b=c +20#?{x}ü";
		versions(name, "a: 1", "a: 2");
		versions(name + "2", "a: 3");
		Visitor vic = scene.visitor("vic");
		String path = vic.get("/").page().selectFirst(".card a:containsOwn(" + name + "2)").attr("href");
		Document page = vic.get(path + "/compare?by=text").page();
		page = vic.submit(page.selectFirst("#choose"), Map.of("with", name)).page();
		for (String by : new String[] { "By text", "By property" }) {
			page = vic.get(page.selectFirst("nav.ways a:containsOwn(" + by + ")").attr("href")).page();
			assertThat(page.select("h1").text()).isEqualTo("Compare " + name + "2 with " + name);
			assertThat(page.select("main section").text()).contains("3", "1");
		}
	}

}
