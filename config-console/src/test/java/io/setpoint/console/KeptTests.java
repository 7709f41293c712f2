package io.setpoint.console;

import java.util.Map;

import io.setpoint.memory.MemoryServer;
import io.setpoint.mirror.MirrorStatus;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody has written is still there when nothing came of it.
 */
class KeptTests {

	private static MemoryServer etcd;

	private static Shop shop;

	private static RunningConsole console;

	private static Visitor boss;

	@BeforeAll
	static void start() {
		etcd = new MemoryServer();
		etcd.start();
		shop = new Shop("http://127.0.0.1:" + etcd.port());
		shop.put("/config/shop/a", "1");
		console = new RunningConsole("http://127.0.0.1:" + etcd.port());
		boss = console.visitor("boss");
	}

	@AfterAll
	static void stop() {
		console.close();
		shop.close();
		etcd.close();
	}

	private static Element edit(String name) {
		shop.publish(name, "v1", "ada", "a: 1");
		shop.release(name, "v1", "ada", null);
		shop.publish(name, "v2", "ada", "a: 2");
		console.arrived(shop, name);
		return boss.get("/" + name + "/edit").page().selectFirst("form:has(textarea)");
	}

	private static Element keys(String... keys) {
		String query = (keys.length > 0) ? "&key=" + String.join("&key=", keys) : "";
		return boss.get("/-/keys/change?location=/config/shop/" + query).page().selectFirst("#edit");
	}

	private static Element review(Element form, Map<String, String> values, String next) {
		Visitor.Answer answer = boss.submit(form, values);
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		return answer.page().selectFirst(next);
	}

	private static void isKept(Element form, Map<String, String> values, String field, String text) {
		Visitor.Answer answer = boss.submit(form, values);
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.page().select("[role=alert]").text()).contains("etcd is out of reach");
		assertThat(answer.page().select("form [name=" + field + "]").last().val()).isEqualTo(text);
	}

	@Test
	void formsComeBackWhenEtcdHasGoneAway() {
		Element edit = edit("away");
		Element publish = review(edit, Map.of("document", "a: 3"), "#publish");
		Element keys = keys("/config/shop/a");
		Element write = review(keys, Map.of("value.0", "one"), "#write");
		Element choose = boss.get("/away/start?version=v2").page().selectFirst("#choose");
		Element start = review(choose, Map.of("preset", "own", "plan", "stages: [{scope: instances, percent: 100}]"),
				"#start");
		etcd.stop();
		try {
			RunningConsole.await(() -> console.watch().status().state() != MirrorStatus.State.LIVE);
			isKept(edit, Map.of("document", "a: 4"), "document", "a: 4");
			isKept(publish, Map.of("description", "more", "unjudged", "true"), "document", "a: 3");
			isKept(publish, Map.of("description", "more", "unjudged", "true"), "description", "more");
			isKept(keys, Map.of("value.0", "two"), "value.0", "two");
			isKept(write, Map.of(), "value.0", "one");
			isKept(choose, Map.of("bake", "7m"), "bake", "7m");
			isKept(start, Map.of("unjudged", "true"), "plan", "stages: [{scope: instances, percent: 100}]");
		}
		finally {
			etcd.start();
			shop.close();
			shop = new Shop("http://127.0.0.1:" + etcd.port());
			RunningConsole.await(() -> console.watch().status().state() == MirrorStatus.State.LIVE);
		}
	}

	@Test
	void keysWithBadNamesComeBackWithWhatIsWrong() {
		Visitor.Answer answer = boss.submit(keys(),
				Map.of("key.0", "/other/a", "value.0", "one", "key.1", "b/", "value.1", "two", "value.2", "three"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.page().select("#said p").eachText()).containsExactly(
				"'/other/a' is no key below '/config/shop/': write the rest of it, such as pricing/timeout.",
				"'b/' is no key below '/config/shop/': write the rest of it, such as pricing/timeout.",
				"A value has no key: write its name, or clear the value.");
		Element form = answer.page().selectFirst("#edit");
		assertThat(form.select("textarea").eachText()).containsExactly("one", "two", "three");
		assertThat(form.select("input[name^=key]").eachAttr("value")).containsExactly("/other/a", "b/", "");
		Document review = boss.submit(form, Map.of("key.0", "a/a", "key.1", "b", "key.2", "c")).page();
		assertThat(review.select("#review ~ ul li").eachText()).containsExactly("added /config/shop/a/a",
				"added /config/shop/b", "added /config/shop/c");
	}

	@Test
	void keyThatIsNamedTwiceComesBack() {
		Visitor.Answer answer = boss.submit(keys(),
				Map.of("key.0", "b", "value.0", "one", "key.1", "/config/shop/b", "value.1", "two"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.page().select("#said").text()).contains("A key is named twice");
		assertThat(answer.page().select("#edit textarea").eachText()).containsExactly("one", "two");
	}

	@Test
	void descriptionThatIsRefusedComesBackWithTheDocument() {
		Element publish = review(edit("described"), Map.of("document", "a: 3"), "#publish");
		Visitor.Answer answer = boss.submit(publish, Map.of("description", "a\u0007b", "unjudged", "true"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.page().select("#said").text()).isNotEmpty();
		assertThat(answer.page().select("form [name=document]").last().val()).isEqualTo("a: 3");
	}

	@Test
	void secondOfTwoWhoPublishIsToldWhatTheFirstDid() {
		Element publish = review(edit("second"), Map.of("document", "a: 1\nmine: 1"), "#publish");
		shop.publish("second", "v3", "ada", "a: 2\ntheirs: 1");
		Visitor.Answer answer = boss.submit(publish, Map.of("unjudged", "true"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("Nothing was published.")
			.contains("'ada' has published 'v3' since you opened the editor.");
		assertThat(answer.page().selectFirst("section:has(#theirs)").select("table.changes tbody").text())
			.isEqualTo("theirs added 1");
		assertThat(answer.page().select("#publish")).isEmpty();
		Element again = answer.page().selectFirst("form:has(textarea)");
		assertThat(again.select("textarea").val()).isEqualTo("a: 1\nmine: 1");
		boss.submit(review(again, Map.of(), "#publish"), Map.of("unjudged", "true"));
		assertThat(Shop.done(shop.rollouts("second").versions("second"))).hasSize(4);
	}

	@Test
	void whoOnlyReviewsIsToldAsWell() {
		Element edit = edit("only");
		shop.publish("only", "v3", "ada", "a: 3");
		Document review = boss.submit(edit, Map.of("document", "a: 4")).page();
		assertThat(review.text()).contains("'ada' has published 'v3' since you opened the editor.");
		assertThat(review.select("#publish")).isEmpty();
	}

}
