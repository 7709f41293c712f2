package io.setpoint.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.etcd.jetcd.Client;
import io.setpoint.store.KeyValue;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain keys over HTTP, on the etcd in the JVM.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeysTests {

	private static final String BUILD = "0123456789abcdef0123456789abcdef";

	private static final String SCHEMA = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"pricing":
			{"x-setpoint-type": "shop.Pricing", "type": "object", "properties": {"discount-percent": {"type": "integer",
			"maximum": 90}, "currency": {"type": "string"}}}}}
			""";

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(KeysTests::furnish,
			"--setpoint.console.users.pat.password=pat-secret", "--setpoint.console.users.pat.roles=editor",
			"--setpoint.console.users.pat.configurations=checkout,*-prod,/config/own/*");

	@BeforeAll
	static void start() {
		RunningConsole.await(() -> scene.current().configurations().size() == 3);
	}

	private static void furnish(Shop shop) {
		shop.put("/schemas/judged/" + BUILD, SCHEMA);
		importing("judged", "judged-1", BUILD, "/config/judged/");
		importing("checkout", "checkout-1", null, "/config/shared/");
		importing("payments", "payments-1", null, "/config/shared/");
	}

	private static void importing(String configuration, String instance, String build, String location,
			String... waiting) {
		scene.shop()
			.put(Shop.KEYS.member(configuration, instance), """
					{"instance":"%s","verdict":"ACCEPTED","build":%s,"locations":["%s"],"waiting":[%s]}"""
				.formatted(instance, Shop.quoted(build), location, String.join(",", waiting)));
	}

	private static KeyValue entry(String key) {
		List<KeyValue> entries = Shop.done(scene.shop().store().read(List.of(key))).entries(key);
		return entries.isEmpty() ? null : entries.get(0);
	}

	private static String value(String key) {
		return new String(entry(key).value(), StandardCharsets.UTF_8);
	}

	private static Element form(Visitor visitor, String location, String... keys) {
		StringBuilder path = new StringBuilder("/-/keys/change?location=" + encoded(location));
		for (String key : keys) {
			path.append("&key=").append(encoded(key));
		}
		return visitor.get(path.toString()).page().selectFirst("#edit");
	}

	private static String encoded(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

	@Test
	void locationsAreThoseThatLiveInstancesImport() {
		Document page = scene.visitor("vic").get("/keys").page();
		assertThat(page.select("tbody tr").eachText()).contains("/config/judged/ judged 1",
				"/config/shared/ checkout payments 2");
		assertThat(page.select("a[href=/keys/config/shared/]")).hasSize(1);
	}

	@Test
	void locationShowsItsKeysAndHidesSecrets() {
		scene.shop().put("/config/list/pricing/currency", "EUR");
		scene.shop().put("/config/list/db/password", "hunter2");
		scene.shop().put("/config/list/db/user", "{cipher}hunter3");
		scene.shop().put("/config/list/db/url", "jdbc:postgresql://ada:hunter2@db/shop");
		scene.shop().put("/config/list/mail.yaml", "host: smtp\napi-key: hunter2\n");
		Document page = scene.visitor("vic").get("/keys/config/list/").page();
		assertThat(page.select("tbody tr").eachText()).hasSize(5)
			.anyMatch((row) -> row
				.startsWith("pricing/currency EUR " + entry("/config/list/pricing/currency").modRevision()))
			.anyMatch((row) -> row.startsWith("db/password ••••••"))
			.anyMatch((row) -> row.startsWith("db/user (encrypted)"));
		assertThat(page.html()).doesNotContain("hunter");
		assertThat(page.select("input[type=checkbox]")).isEmpty();
	}

	@Test
	void secretIsHiddenWhereverItIsOpenedAndInADocumentThatCannotBeRead() {
		scene.shop().put("/config/torn/credentials/user", "hunter2");
		scene.shop().put("/config/torn/mail.yaml", "password: hunter3\nhosts: [smtp\n");
		Visitor vic = scene.visitor("vic");
		for (String path : new String[] { "", "credentials/", "credentials/user", "mail.yaml" }) {
			assertThat(vic.get("/keys/config/torn/" + path).page().html()).as(path)
				.contains("••••••")
				.doesNotContain("hunter");
		}
	}

	@Test
	void keysAreFoundByNameAndByRevision() {
		scene.shop().put("/config/find/a/one", "1");
		scene.shop().put("/config/find/a/two", "2");
		long second = entry("/config/find/a/two").modRevision();
		Visitor vic = scene.visitor("vic");
		assertThat(vic.get("/keys/config/find/?find=ONE").page().select("tbody th").text()).isEqualTo("a/one");
		assertThat(vic.get("/keys/config/find/?since=" + second).page().select("tbody th").text()).isEqualTo("a/two");
	}

	@Test
	void manyKeysArePaged() {
		for (int i = 0; i < 230; i++) {
			scene.shop().put("/config/many/key-%03d".formatted(i), "" + i);
		}
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/keys/config/many/").page();
		assertThat(page.select("tbody tr")).hasSize(100);
		assertThat(page.select("a[rel=next]").text()).isEqualTo("Next, 130 more");
		page = vic.get(page.select("a[rel=next]").attr("href")).page();
		page = vic.get(page.select("a[rel=next]").attr("href")).page();
		assertThat(page.select("tbody th").last().text()).isEqualTo("key-229");
		assertThat(page.select("tbody tr")).hasSize(30);
		assertThat(page.select("a[rel=next]")).isEmpty();
	}

	@Test
	void severalKeysAreChangedAddedAndDeletedInOneTransaction(CapturedOutput output) {
		scene.shop().put("/config/edit/a", "1");
		scene.shop().put("/config/edit/b", "2");
		Visitor boss = scene.visitor("boss");
		Element edit = form(boss, "/config/edit/", "/config/edit/a", "/config/edit/b", "/config/edit/c");
		Document review = boss.submit(edit, Map.of("value.0", "one", "delete.1", "true", "value.2", "three")).page();
		assertThat(review.select("#review ~ ul li").eachText()).containsExactly("changed /config/edit/a",
				"deleted /config/edit/b", "added /config/edit/c");
		assertThat(review.select("#verdict").text()).contains("No live instance says that it reads these keys");
		Element write = review.selectFirst("#write");
		assertThat(boss.submit(write, Map.of("word", "no")).status()).isEqualTo(400);
		assertThat(value("/config/edit/b")).isEqualTo("2");
		assertThat(boss.submit(write, Map.of("word", "delete")).path()).isEqualTo("/keys/config/edit/");
		assertThat(value("/config/edit/a")).isEqualTo("one");
		assertThat(entry("/config/edit/b")).isNull();
		assertThat(entry("/config/edit/c").modRevision()).isEqualTo(entry("/config/edit/a").modRevision());
		assertThat(output).contains("'boss' has changed '/config/edit/a', '/config/edit/b', '/config/edit/c'")
			.doesNotContain("three");
	}

	@Test
	void emptyDocumentIsRefusedAndAnEmptyValueIsNot() {
		scene.shop().put("/config/void/mail.yaml", "host: smtp\n");
		scene.shop().put("/config/void/note", "old");
		Visitor boss = scene.visitor("boss");
		Element edit = form(boss, "/config/void/", "/config/void/mail.yaml", "/config/void/note");
		Document review = boss.submit(edit, Map.of("value.0", "# host: smtp\n", "value.1", "")).page();
		assertThat(review.select("#problems li").eachText()).containsExactly(
				"/config/void/mail.yaml The document is empty: write {} if no properties are meant, or delete the key");
		assertThat(review.select("#write")).isEmpty();
		review = boss.submit(edit, Map.of("value.0", "{}", "value.1", "")).page();
		boss.submit(review.selectFirst("#write"), Map.of());
		assertThat(value("/config/void/mail.yaml")).isEqualTo("{}");
		assertThat(value("/config/void/note")).isEmpty();
		scene.shop().put("/config/void/none.yaml", "# nothing yet");
		assertThat(boss.get("/keys/config/void/none.yaml").page().text()).contains("# nothing yet");
	}

	@Test
	void keyThatSomebodyElseHasChangedIsNotOverwritten() {
		scene.shop().put("/config/two/a", "1");
		Visitor boss = scene.visitor("boss");
		Element edit = form(boss, "/config/two/", "/config/two/a");
		Element write = boss.submit(edit, Map.of("value.0", "mine")).page().selectFirst("#write");
		scene.shop().put("/config/two/a", "theirs");
		Visitor.Answer answer = boss.submit(write, Map.of());
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.page().select("#said").text()).contains("Nothing was written.")
			.contains("'/config/two/a' was changed since you opened it (revision "
					+ entry("/config/two/a").modRevision() + "). It says: theirs");
		assertThat(value("/config/two/a")).isEqualTo("theirs");
		assertThat(answer.page().select("#edit textarea").text()).isEqualTo("mine");
		Document again = boss.submit(answer.page().selectFirst("#edit"), Map.of()).page();
		boss.submit(again.selectFirst("#write"), Map.of());
		assertThat(value("/config/two/a")).isEqualTo("mine");
	}

	@Test
	void keyThatIsThereByNowIsNotOverwritten() {
		Visitor boss = scene.visitor("boss");
		Element edit = form(boss, "/config/fresh/");
		Element write = boss.submit(edit, Map.of("key.0", "a/b", "value.0", "mine")).page().selectFirst("#write");
		scene.shop().put("/config/fresh/a/b", "theirs");
		assertThat(boss.submit(write, Map.of()).text()).contains("'/config/fresh/a/b' is there by now");
		assertThat(value("/config/fresh/a/b")).isEqualTo("theirs");
	}

	@Test
	void schemaAndFleetJudgeBeforeAnythingIsWritten() {
		AtomicInteger asked = new AtomicInteger();
		try (Judges judges = new Judges(scene.shop(), "judged")) {
			judges.judgeBy((build, puts) -> {
				asked.incrementAndGet();
				return puts.contains("=66") ? List.of("no 66, please") : List.of();
			});
			Visitor boss = scene.visitor("boss");
			Element edit = form(boss, "/config/judged/");
			Document review = boss.submit(edit, Map.of("key.0", "pricing/discount-percent", "value.0", "95")).page();
			assertThat(review.select("#problems").text()).contains("/config/judged/pricing/discount-percent")
				.contains("'pricing.discount-percent' must be at most 90.");
			assertThat(review.select("#write")).isEmpty();
			assertThat(asked).hasValue(0);
			review = boss.submit(edit, Map.of("key.0", "pricing/discount-percent", "value.0", "66")).page();
			assertThat(review.select("#problems").text()).contains("build 0123456789ab refuses it: no 66, please");
			review = boss.submit(review.selectFirst("#unjudged"), Map.of()).page();
			assertThat(review.select("#verdict").text())
				.isEqualTo("The fleet was not asked: only the schema has judged.");
			review = boss.submit(edit, Map.of("key.0", "pricing/discount-percent", "value.0", "15")).page();
			assertThat(review.select("#verdict").text())
				.isEqualTo("Every live build that reads these keys would accept it.");
			boss.submit(review.selectFirst("#write"), Map.of());
			assertThat(value("/config/judged/pricing/discount-percent")).isEqualTo("15");
		}
	}

	@Test
	void pendingReasonsOfInstancesStandBesideTheKey() {
		scene.shop().put("/config/waits/a", "x");
		for (String instance : new String[] { "w-1", "w-2" }) {
			importing("waits", instance, null, "/config/waits/",
					"{\"key\":\"/config/waits/a\",\"revision\":3,\"reason\":\"a must be a number\"}");
		}
		RunningConsole
			.await(() -> scene.current().find("waits") != null && scene.current().find("waits").members().size() == 2);
		Visitor vic = scene.visitor("vic");
		assertThat(vic.get("/keys/config/waits/").text()).contains("Live instances have not taken up a.")
			.contains("Not taken up by w-1 and 1 more: a must be a number");
		assertThat(vic.get("/keys/config/waits/a").text()).contains("Not taken up by w-1 and 1 more");
		assertThat(vic.get("/").page().select(".card.alarming:has(a[href=/waits])").text())
			.contains("2 instances: 2 pending; 2 have not taken up plain keys");
		assertThat(vic.get("/waits/fleet").page().select("tbody tr").get(0).text())
			.contains("'/config/waits/a' is not taken up: a must be a number");
		assertThat(vic.get("/waits").page().select("#pending").text())
			.isEqualTo("Refused by w-1 and 1 more: '/config/waits/a': a must be a number");
		assertThat(vic.get("/keys").page().select("tr:has(a[href=/keys/config/waits/])").text())
			.isEqualTo("/config/waits/ 1 key waits 2");
	}

	@Test
	void pendingReasonIsToldToThoseWhoSeeTheConfiguration() {
		scene.shop().put("/config/told/b", "x");
		importing("checkout", "checkout-2", null, "/config/told/");
		importing("payments", "payments-2", null, "/config/told/",
				"{\"key\":\"/config/told/b\",\"revision\":3,\"reason\":\"b must be a number\"}");
		Visitor vic = scene.visitor("vic");
		RunningConsole.await(() -> vic.get("/keys/config/told/b").text().contains("payments-2: b must be a number"));
		Visitor pat = scene.visitor("pat");
		for (String path : new String[] { "/keys/config/told/", "/keys/config/told/b" }) {
			Visitor.Answer answer = pat.get(path);
			assertThat(answer.status()).as(path).isEqualTo(200);
			assertThat(answer.text()).as(path).contains("/config/told/").doesNotContain("payments-2");
		}
		scene.shop().delete(Shop.KEYS.member("checkout", "checkout-2"));
		scene.shop().delete(Shop.KEYS.member("payments", "payments-2"));
		RunningConsole.await(() -> !vic.get("/keys").text().contains("/config/told/"));
	}

	@Test
	void historyOfAKeyGoesBackToItsCreation() {
		for (int i = 1; i <= 25; i++) {
			scene.shop().put("/config/past/a", "value " + i);
		}
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/keys/config/past/a").page();
		assertThat(page.select("#value ~ pre").text()).isEqualTo("value 25");
		assertThat(page.select(".states pre").eachText()).hasSize(20).startsWith("value 24").endsWith("value 5");
		page = vic.get(page.select("a[rel=next]").attr("href")).page();
		assertThat(page.select(".states pre").eachText()).containsExactly("value 4", "value 3", "value 2", "value 1");
		assertThat(page.text()).contains("Before that it was not there.");
	}

	@Test
	void historyEndsWhereEtcdWasCompacted() throws Exception {
		for (int i = 1; i <= 5; i++) {
			scene.shop().put("/config/compacted/a", "value " + i);
		}
		long third = entry("/config/compacted/a").modRevision() - 2;
		try (Client client = Client.builder().endpoints(scene.shop().endpoint()).build()) {
			client.getKVClient().compact(third).get(30, TimeUnit.SECONDS);
		}
		Document page = scene.visitor("vic").get("/keys/config/compacted/a").page();
		assertThat(page.select(".states pre").eachText()).containsExactly("value 4", "value 3");
		assertThat(page.text()).contains("etcd has forgotten what was before that: it was compacted.");
	}

	@Test
	void secretIsRevealedToAnEditorAndThatIsLogged(CapturedOutput output) {
		scene.shop().put("/config/secret/db/password", "hunter2");
		long revision = entry("/config/secret/db/password").modRevision();
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/keys/config/secret/db/password").page();
		assertThat(page.html()).doesNotContain("hunter2");
		assertThat(page.select("form[action$=reveal]")).isEmpty();
		String token = page.selectFirst("input[name=_csrf]").val();
		assertThat(vic
			.post("/-/keys/reveal",
					Map.of("key", "/config/secret/db/password", "revision", "" + revision, "_csrf", token))
			.status()).isEqualTo(403);
		Visitor boss = scene.visitor("boss");
		Element reveal = boss.get("/keys/config/secret/db/password").page().selectFirst("form[action$=reveal]");
		Visitor.Answer answer = boss.submit(reveal, Map.of());
		assertThat(answer.text()).contains("hunter2");
		assertThat(answer.response().headers().firstValue("Cache-Control").orElse("")).contains("no-store");
		assertThat(output).contains("'boss' has seen the secret value of '/config/secret/db/password' (revision")
			.doesNotContain("hunter2");
	}

	@Test
	void sharedLocationIsChangedOnlyByEditorsOfAllWhoReadIt() {
		scene.shop().put("/config/shared/a", "1");
		scene.shop().put("/config/own/a", "1");
		scene.shop().put("/config/other/a", "1");
		Visitor pat = scene.visitor("pat");
		assertThat(pat.get("/keys").page().select("tbody tr").eachText())
			.containsExactly("/config/shared/ checkout payments 2");
		Document shared = pat.get("/keys/config/shared/").page();
		assertThat(shared.select("input[type=checkbox]")).isEmpty();
		assertThat(pat.get("/-/keys/change?location=/config/shared/&key=/config/shared/a").text())
			.contains("needs the role 'editor' for every configuration that reads it: checkout, payments");
		assertThat(pat.get("/keys/config/other/").status()).isEqualTo(404);
		assertThat(pat.get("/keys/config/other/a").status()).isEqualTo(404);
		assertThat(pat.get("/keys/config/other/a-prod").status()).isEqualTo(404);
		Element edit = form(pat, "/config/own/", "/config/own/a");
		Element write = pat.submit(edit, Map.of("value.0", "2")).page().selectFirst("#write");
		write.selectFirst("input[name=key.0]").val("/config/shared/a");
		write.selectFirst("input[name=location]").val("/config/shared/");
		assertThat(pat.submit(write, Map.of()).status()).isEqualTo(403);
		assertThat(value("/config/shared/a")).isEqualTo("1");
	}

	@Test
	void whatRolloutsWriteIsNoPlaceForPlainKeys() {
		Visitor boss = scene.visitor("boss");
		for (String path : new String[] { "/", "/rollouts/", "/rollouts/judged/state", "/fleet/", "/schemas/x" }) {
			assertThat(boss.get("/keys?key=" + encoded(path)).status()).as(path).isEqualTo(400);
		}
		assertThat(boss.get("/keys?key=" + encoded("/config/*")).status()).isEqualTo(400);
		for (String path : new String[] { "/\\x72ollouts/", "/\\x72ollouts/judged/state", "/schemas\\x2Fx" }) {
			assertThat(boss.get("/keys?key=" + encoded(path)).text()).as(path)
				.contains("Write the key without escapes that it does not need.");
		}
		assertThat(boss.submit(form(boss, "/config/none/"), Map.of("key.0", "\\x61", "value.0", "1")).status())
			.isEqualTo(400);
		assertThat(boss.get("/keys?key=" + encoded("config")).text()).contains("Write a path from the root");
	}

	@Test
	void namesAndValuesMayHaveEveryLegalCharacter() {
		String script = "<script>alert(1)</script>";
		String text = script + "\nümläut\n\n";
		List<String> names = List.of("a b", "ä/ö", "100%", "a;b=c", "q?x=1&y", "../up", "#h", "\"'", script, "edit",
				"a//b", "a\\b", "plain-1");
		Visitor boss = scene.visitor("boss");
		for (String name : names) {
			scene.shop().put("/config/odd/" + name, text);
		}
		Document page = boss.get("/keys/config/odd/").page();
		assertThat(page.select("script:not([src])")).isEmpty();
		assertThat(page.select("tbody th a").eachText()).containsAll(names);
		for (Element link : page.select("tbody th a")) {
			Document key = boss.get(link.attr("href")).page();
			assertThat(key.select("h1").text()).isEqualTo("/config/odd/" + link.text());
			assertThat(key.selectFirst("#value ~ pre").wholeText()).isEqualTo(text);
			Document edit = boss.get(key.selectFirst("a.button").attr("href")).page();
			Document review = boss.submit(edit.selectFirst("#edit"), Map.of("value.0", script)).page();
			assertThat(review.select("script:not([src])")).isEmpty();
			assertThat(review.select("#write, #problems")).as(link.text()).hasSize(1);
		}
	}

	@Test
	void keyThatIsNoPropertyIsRefusedWithASentence() {
		Visitor boss = scene.visitor("boss");
		Document review = boss.submit(form(boss, "/config/none/"), Map.of("key.0", "a b", "value.0", "1")).page();
		assertThat(review.select("#problems").text()).contains("would be lost");
		assertThat(boss.submit(form(boss, "/config/none/"), Map.of("key.0", "/other/a", "value.0", "1")).text())
			.contains("'/other/a' is no key below '/config/none/'");
	}

	@Test
	void lineEndsStayAsTheyWereAndWhatIsNoTextIsOnlyDeleted() {
		scene.shop().put("/config/ends/dos", "a\r\nb");
		scene.shop().put("/config/ends/null", "a\0b");
		Visitor boss = scene.visitor("boss");
		Element edit = form(boss, "/config/ends/", "/config/ends/dos", "/config/ends/null");
		assertThat(edit.select("textarea")).hasSize(1);
		assertThat(boss.submit(edit, Map.of("value.0", "a\r\nb")).page().select("#review ~ p").first().text())
			.isEqualTo("Nothing.");
		Document review = boss.submit(edit, Map.of("value.0", "a\r\nc")).page();
		boss.submit(review.selectFirst("#write"), Map.of());
		assertThat(value("/config/ends/dos")).isEqualTo("a\r\nc");
		assertThat(value("/config/ends/null")).isEqualTo("a\0b");
	}

	@Test
	void valueOfAMegabyteIsEditedAndOneThatIsTooLargeIsRefusedWithoutLoss() {
		String large = "é".repeat(512 * 1024);
		Visitor boss = scene.visitor("boss");
		Element edit = form(boss, "/config/large/");
		Document review = boss.submit(edit, Map.of("key.0", "a", "value.0", large)).page();
		boss.submit(review.selectFirst("#write"), Map.of());
		assertThat(value("/config/large/a")).isEqualTo(large);
		assertThat(boss.get("/keys/config/large/").response().body()).hasSizeLessThan(20_000);
		review = boss.submit(edit, Map.of("key.0", "b", "value.0", large + large)).page();
		Visitor.Answer answer = boss.submit(review.selectFirst("#write"), Map.of());
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.page().select("#edit textarea").first().wholeText()).endsWith(large + large);
	}

}
