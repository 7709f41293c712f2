package io.setpoint.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import io.setpoint.store.KeyValue;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What depends on etcd itself, on a real one: keys with their revisions and what they
 * said before, transactions, publications, and what open tabs cost it.
 */
@EnabledIfEnvironmentVariable(named = RealEtcd.BINARY, matches = ".+")
class RealEtcdTests {

	private static final String WATCHERS = "etcd_debugging_mvcc_watcher_total";

	private static RealEtcd etcd;

	private static Shop shop;

	private static RunningConsole console;

	@BeforeAll
	static void start() {
		etcd = new RealEtcd();
		shop = new Shop(etcd.endpoint());
		shop.publish("shop", "v1", "ada", "a: 1");
		shop.release("shop", "v1", "ada", null);
		console = new RunningConsole(etcd.endpoint());
		console.arrived(shop, "shop");
	}

	@AfterAll
	static void stop() {
		console.close();
		shop.close();
		etcd.close();
	}

	private static KeyValue entry(String key) {
		List<KeyValue> entries = Shop.done(shop.store().read(List.of(key))).entries(key);
		return entries.isEmpty() ? null : entries.get(0);
	}

	@Test
	void keysAreBrowsedChangedAddedAndDeletedInOneTransaction() {
		shop.put("/config/shop/a", "1");
		shop.put("/config/shop/b", "2");
		Visitor boss = console.visitor("boss");
		Document page = boss.get("/keys/config/shop/").page();
		assertThat(page.select("tbody th").eachText()).containsExactly("a", "b");
		Element edit = boss
			.get("/-/keys/change?location=/config/shop/&key=/config/shop/a&key=/config/shop/b&key=/config/shop/c")
			.page()
			.selectFirst("#edit");
		Document review = boss.submit(edit, Map.of("value.0", "one", "delete.1", "true", "value.2", "three")).page();
		Element write = review.selectFirst("#write");
		assertThat(boss.submit(write, Map.of("word", "delete")).path()).isEqualTo("/keys/config/shop/");
		assertThat(entry("/config/shop/b")).isNull();
		assertThat(entry("/config/shop/c").modRevision()).isEqualTo(entry("/config/shop/a").modRevision());
		assertThat(boss.submit(write, Map.of("word", "delete")).status()).isEqualTo(409);
	}

	@Test
	void historyOfAKeyEndsWhereEtcdWasCompacted() throws Exception {
		for (int i = 1; i <= 5; i++) {
			shop.put("/config/past/a", "value " + i);
		}
		Visitor vic = console.visitor("vic");
		Document page = vic.get("/keys/config/past/a").page();
		assertThat(page.select(".states pre").eachText()).containsExactly("value 4", "value 3", "value 2", "value 1");
		assertThat(page.text()).contains("Before that it was not there.");
		try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
			client.getKVClient().compact(entry("/config/past/a").modRevision() - 2).get(30, TimeUnit.SECONDS);
		}
		page = vic.get("/keys/config/past/a").page();
		assertThat(page.select(".states pre").eachText()).containsExactly("value 4", "value 3");
		assertThat(page.text()).contains("etcd has forgotten what was before that: it was compacted.");
	}

	@Test
	void versionIsPublishedAfterTheOneThatWasSeen() {
		Visitor ed = console.visitor("ed");
		Element edit = ed.get("/shop/edit").page().selectFirst("form:has(textarea)");
		Element publish = ed.submit(edit, Map.of("document", "a: 3")).page().selectFirst("#publish");
		shop.publish("shop", "theirs", "ada", "a: 2");
		Visitor.Answer answer = ed.submit(publish, Map.of("unjudged", "true"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("'ada' has published 'theirs' since you opened the editor.");
		edit = answer.page().selectFirst("form:has(textarea)");
		publish = ed.submit(edit, Map.of()).page().selectFirst("#publish");
		ed.submit(publish, Map.of("unjudged", "true"));
		assertThat(Shop.done(shop.rollouts("shop").versions("shop"))).hasSize(3);
	}

	@Test
	void whatEtcdDeniesIsSaidAndNothingIsLost() throws Exception {
		try (RealEtcd guarded = new RealEtcd()) {
			try (Shop before = new Shop(guarded.endpoint())) {
				before.publish("shop", "v1", "ada", "a: 1");
				before.release("shop", "v1", "ada", null);
				before.put("/config/shop/a", "1");
			}
			guarded.allowToRead("looker");
			try (RunningConsole looking = new RunningConsole(guarded.endpoint(), "--setpoint.etcd.user=looker",
					"--setpoint.etcd.password=secret")) {
				RunningConsole.await(() -> looking.watch().current().find("shop") != null);
				Visitor boss = looking.visitor("boss");
				Element edit = boss.get("/shop/edit").page().selectFirst("form:has(textarea)");
				Element publish = boss.submit(edit, Map.of("document", "a: 3")).page().selectFirst("#publish");
				Visitor.Answer answer = boss.submit(publish, Map.of("unjudged", "true"));
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.page().select("#said").text()).contains("look at the versions before you try again");
				assertThat(answer.page().select("textarea[name=document]").last().text()).isEqualTo("a: 3");
				Element keys = boss.get("/-/keys/change?location=/config/shop/&key=/config/shop/a")
					.page()
					.selectFirst("#edit");
				Element write = boss.submit(keys, Map.of("value.0", "mine")).page().selectFirst("#write");
				answer = boss.submit(write, Map.of());
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.page().select("#edit textarea").text()).isEqualTo("mine");
			}
		}
	}

	@Test
	void watchesDoNotGrowWithTheTabsThatAreOpen() {
		double before = etcd.meter(WATCHERS);
		Visitor vic = console.visitor("vic");
		List<CompletableFuture<Void>> tabs = new ArrayList<>();
		List<String> told = new CopyOnWriteArrayList<>();
		for (int wanted : new int[] { 1, 10, 100 }) {
			while (tabs.size() < wanted) {
				tabs.add(vic.follow(told::add));
			}
			RunningConsole.await(() -> told.stream().filter("event:changed"::equals).count() >= wanted);
			System.out.println("watches of etcd with " + wanted + " tabs: " + (int) etcd.meter(WATCHERS)
					+ ", with none: " + (int) before);
			assertThat(etcd.meter(WATCHERS)).isEqualTo(before);
		}
		vic.submit(vic.get("/").page().selectFirst(".who"), Map.of());
		RunningConsole.await(() -> tabs.stream().allMatch(CompletableFuture::isDone));
	}

}
