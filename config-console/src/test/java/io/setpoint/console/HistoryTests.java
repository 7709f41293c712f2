package io.setpoint.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A history of ten thousand entries, and ways back from one of them.
 */
class HistoryTests {

	private static final int ENTRIES = 10_000;

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(HistoryTests::furnish);

	@BeforeAll
	static void start() {
		RunningConsole.await(() -> scene.current().find("long") != null);
	}

	private static void furnish(Shop shop) {
		shop.history("long", BEGIN, ENTRIES / 100);
	}

	private static List<String> serials(Document page) {
		return page.select("tbody th").eachText();
	}

	@Test
	void pagesGoFromTheNewestToTheFirst() {
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/long/history").page();
		assertThat(serials(page)).hasSize(50).startsWith("10000", "9999").endsWith("9951");
		Document next = vic.get(page.selectFirst("a[rel=next]").attr("href")).page();
		assertThat(serials(next)).hasSize(50).startsWith("9950").endsWith("9901");
		Document last = vic.get("/long/history?before=31").page();
		assertThat(serials(last)).hasSize(30).endsWith("1");
		assertThat(last.select("a[rel=next]")).isEmpty();
	}

	@Test
	void rareEntriesAreFoundFarBack() {
		Document page = scene.visitor("vic").get("/long/history?who=RARE").page();
		assertThat(serials(page)).containsExactly("7507", "5007", "2507", "7");
	}

	@Test
	void daysAreThoseOfUtcAndBothIncluded() {
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/long/history?since=2026-03-01&until=2026-03-02").page();
		assertThat(serials(page)).hasSize(48).startsWith("1463").endsWith("1416");
		Visitor.Answer wrong = vic.get("/long/history?since=yesterday");
		assertThat(wrong.status()).isEqualTo(400);
		assertThat(wrong.text())
			.contains("'yesterday' is no day and no minute: write it as 2026-11-28, or as 2026-11-28T14:30.");
	}

	@Test
	void hourCanBeAskedFor() {
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/long/history?since=2026-03-01T10:00&until=2026-03-01T12:59").page();
		assertThat(serials(page)).hasSize(3);
		assertThat(page.selectFirst("[name=since]").val()).isEqualTo("2026-03-01T10:00");
		Document day = vic.get("/long/history?since=2026-03-01&until=2026-03-01").page();
		assertThat(day.selectFirst("[name=until]").val()).isEqualTo("2026-03-01T23:59");
		assertThat(vic.submit(day.selectFirst("form.filter"), Map.of()).page().select("tbody th").eachText())
			.isEqualTo(serials(day));
	}

	@Test
	void exportHasAnEntryALine() {
		Visitor.Answer answer = scene.visitor("vic").get("/long/history/export");
		List<String> lines = answer.response().body().lines().toList();
		assertThat(lines).hasSize(ENTRIES).allMatch((line) -> line.startsWith("{") && line.endsWith("}"));
		assertThat(lines.get(0)).contains("\"serial\":10000", "\"reason\":\"no. 10000\"");
		assertThat(lines.get(ENTRIES - 1)).contains("\"serial\":1,");
		assertThat(answer.response().headers().firstValue("Content-Disposition"))
			.hasValueSatisfying((value) -> assertThat(value).startsWith("attachment").contains("long-history.jsonl"));
	}

	@Test
	void exportIsFilteredLikeThePage() {
		Visitor.Answer answer = scene.visitor("vic").get("/long/history/export?who=rare&until=2026-06-30");
		assertThat(answer.response().body().lines()).hasSize(2);
	}

	@Test
	void operatorRollsBackFromAnEntryWithAReason() {
		furnish("back");
		Visitor olga = scene.visitor("olga");
		Document entry = olga.get("/back/history/1").page();
		assertThat(entry.select(".facts a").eachAttr("href")).contains("/back?version=v1");
		var form = entry.selectFirst("#back #do-rollback form");
		assertThat(form.text()).contains("Everybody has v1 again.");
		assertThat(olga.submit(form, Map.of()).status()).isEqualTo(400);
		assertThat(scene.shop().state("back").stable()).isEqualTo("v3");
		assertThat(olga.submit(form, Map.of("reason", "v1 was right")).text()).contains("Done: rollback.");
		assertThat(scene.shop().state("back").stable()).isEqualTo("v1");
		assertThat(scene.shop().state("back").reason()).isEqualTo("v1 was right");
	}

	@Test
	void entryWhoseVersionIsStableOrGoneOffersNoWayBack() {
		furnish("gone");
		Visitor olga = scene.visitor("olga");
		assertThat(olga.get("/gone/history/3").page().select("#back")).isEmpty();
		assertThat(scene.visitor("vic").get("/gone/history/1").page().select("#back").text())
			.contains("You need the role 'operator' for 'gone'.");
		scene.shop().delete(Shop.KEYS.version("gone", "v1"));
		RunningConsole.await(() -> scene.current().find("gone").versions().size() == 2);
		assertThat(olga.get("/gone/history/1").page().select("#back").text())
			.contains("Version 'v1' is no longer kept.");
	}

	private static void furnish(String name) {
		for (int i = 1; i <= 3; i++) {
			scene.shop().publish(name, "v" + i, "ada", "a: " + i);
			scene.shop().release(name, "v" + i, "ada", null);
		}
		RunningConsole.await(() -> scene.current().find(name) != null && scene.current().find(name).lastSerial() == 3
				&& scene.current().find(name).state().serial() == 3);
	}

}
