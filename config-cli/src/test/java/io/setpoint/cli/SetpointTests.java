package io.setpoint.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.setpoint.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the commands on an etcd in the JVM.
 */
class SetpointTests extends AbstractCommandTests {

	@Test
	void documentBecomesTheStableVersionByACommand() throws IOException {
		String document = file("checkout.yaml", "pricing:\n  discount-percent: 25\n");
		Ran published = this.shell.run("publish", "checkout", document, "--id", "summer", "--unjudged");
		assertThat(published.out()).isEqualTo("Published version 'summer' of 'checkout', as judged by document\n");
		assertThat(this.shell.run("rollout", "release", "checkout", "summer").out())
			.isEqualTo("'checkout' is COMPLETED, stable summer\n");
		assertThat(this.shell.run("versions", "checkout").out()).contains("VERSION", "summer   stable");
		assertThat(this.shell.run("export", "checkout").out()).isEqualTo("pricing:\n  discount-percent: 25\n");
	}

	@Test
	void applyTheSecondTimeDoesNothing() throws IOException {
		String document = file("checkout.yaml", "pricing:\n  discount-percent: 25\n");
		Ran first = this.shell.run("apply", "checkout", document, "--plan", "all-at-once", "--unjudged");
		assertThat(first.out())
			.matches("Started the rollout of 'cfg-\\d{8}-[0-9a-f]{12}' of 'checkout': RUNNING, stage 1 of 1\n");
		long revision = etcd.revision();
		Ran second = this.shell.run("apply", "checkout", document, "--plan", "all-at-once", "--unjudged");
		assertThat(second.status()).isZero();
		assertThat(second.out()).contains("is under way already").endsWith(": nothing to do\n");
		this.shell.run("rollout", "promote", "checkout");
		Ran third = this.shell.run("apply", "checkout", document, "--plan", "all-at-once", "--unjudged");
		assertThat(third.out()).contains("is the stable version of 'checkout' already: nothing to do");
		assertThat(etcd.revision()).isEqualTo(revision + 1);
	}

	@Test
	void applyOfWhatWasTakenBackWantsAWord() throws IOException {
		String good = file("good.yaml", "pricing.discount-percent: 10\n");
		String bad = file("bad.yaml", "pricing.discount-percent: 25\n");
		apply(good, "v1");
		this.shell.run("rollout", "promote", "checkout");
		apply(bad, "v2");
		this.shell.run("rollout", "rollback", "checkout", "--reason", "too many errors");
		long revision = etcd.revision();
		Ran refused = apply(bad, "v2");
		assertThat(refused.status()).isEqualTo(1);
		assertThat(refused.err()).contains("'v2' of 'checkout' was taken back (ROLLED_BACK, ",
				", by alice: too many errors), so its rollout was not started: apply another document, or say --again");
		assertThat(etcd.revision()).isEqualTo(revision);
		assertThat(apply(good, "v1").out()).contains("is the stable version of 'checkout' already: nothing to do");
		assertThat(apply(bad, "v2", "--again").out()).contains("Started the rollout of 'v2'");
		this.shell.run("rollout", "promote", "checkout");
		this.shell.run("rollout", "rollback", "checkout");
		assertThat(apply(bad, "v2").status()).isEqualTo(1);
		apply(bad, "v2", "--again");
		this.shell.run("rollout", "promote", "checkout");
		assertThat(apply(good, "v1").out()).contains("Started the rollout of 'v1'");
		this.shell.run("rollout", "abort", "checkout");
		assertThat(apply(good, "v1").status()).isEqualTo(1);
	}

	@Test
	void applyWaitsForNothingWhereTheVersionIsStable() throws IOException {
		String good = file("good.yaml", "pricing.discount-percent: 10\n");
		apply(good, "v1");
		this.shell.run("rollout", "promote", "checkout");
		apply(file("bad.yaml", "pricing.discount-percent: 25\n"), "v2");
		this.shell.run("rollout", "rollback", "checkout");
		Ran again = apply(good, "v1", "--wait");
		assertThat(again.status()).as(again.err()).isZero();
		assertThat(again.out()).contains("is the stable version of 'checkout' already: nothing to do");
		assertThat(apply(good, "v1", "--timeout", "1m").status()).isEqualTo(2);
		assertThat(apply(good, "v1", "--wait", "--timeout", "30min").status()).isEqualTo(2);
	}

	private Ran apply(String file, String id, String... more) {
		List<String> command = new ArrayList<>(
				List.of("apply", "checkout", file, "--plan", "all-at-once", "--id", id, "--unjudged"));
		command.addAll(List.of(more));
		return this.shell.run(command.toArray(String[]::new));
	}

	@Test
	void refusalAsJsonIsOneObjectWithEveryProblem() throws IOException {
		String document = file("bad.yaml", "a: 1\na: 2\n");
		Ran ran = this.shell.run("publish", "checkout", document, "--output", "json");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.err()).isEmpty();
		assertThat(ran.json()).containsEntry("status", 1).containsEntry("outcome", "refused");
		assertThat(ran.json().get("problems")).asString().contains("line=2", "column=1", "same key twice");
	}

	@Test
	void nobodyListensIsUnreachable() {
		Ran ran = this.shell.run("versions", "checkout", "--endpoints", "http://127.0.0.1:1");
		assertThat(ran.status()).isEqualTo(4);
		assertThat(ran.err()).isEqualTo(
				"setpoint: Nothing listens for etcd at http://127.0.0.1:1: start it or correct --endpoints or SETPOINT_ENDPOINTS\n");
	}

	@Test
	void unknownCommandIsUsage() {
		assertThat(this.shell.run("publsh").status()).isEqualTo(2);
		assertThat(this.shell.run("rollout").err()).contains("start, status, approve");
		assertThat(this.shell.run("publish", "checkout", "--output", "json").json()).containsEntry("status", 2);
	}

	@Test
	void unknownConfigurationIsRefusedWithThoseThatAreThere() throws IOException {
		this.shell.run("publish", "checkout", file("a.yaml", "a: 1\n"), "--unjudged");
		Ran ran = this.shell.run("versions", "chekout");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.err()).contains("There is no configuration 'chekout' in etcd, only checkout");
	}

	@Test
	void importedFileComesBackByteByByte() throws IOException {
		String text = "# prices\npricing:\n  discount-percent: 25\n  tiers:\n    - name: gold\n";
		this.shell.run("import", file("application.yaml", text), "--to", "checkout", "--id", "summer", "--unjudged");
		assertThat(this.shell.run("export", "checkout@summer").out()).isEqualTo(text);
	}

	@Test
	void documentThatMeansNoPropertiesSaysSo() throws IOException {
		String nothing = file("nothing.yaml", "# none\n---\n{}\n");
		assertThat(this.shell.run("publish", "checkout", file("empty.yaml", " \n"), "--unjudged").err())
			.contains("The document is empty: write {} if no properties are meant");
		Ran published = this.shell.run("publish", "checkout", nothing, "--unjudged");
		assertThat(published.status()).as(published.err()).isZero();
		Ran imported = this.shell.run("import", nothing, "--to", "stock", "--unjudged");
		assertThat(imported.status()).as(imported.err()).isZero();
		etcd.put("/config/checkout/old", "1");
		Ran pruned = this.shell.run("import", nothing, "--to", "etcd:/config/checkout/", "--prune", "--yes");
		assertThat(pruned.status()).as(pruned.err()).isZero();
		assertThat(etcd.getAll("/config/")).isEmpty();
	}

	@Test
	void reasonOfARolloutStandsInTheHistory() throws IOException {
		String document = file("a.yaml", "a: 1\n");
		this.shell.run("apply", "checkout", document, "--plan", "all-at-once", "--unjudged", "--reason", "because one");
		this.shell.run("rollout", "abort", "checkout", "--reason", "because two");
		assertThat(this.shell.run("history", "checkout").out()).contains("because one", "because two");
	}

	@Test
	void importMakesKeysOfPropertiesAndProfiles() throws IOException {
		String text = """
				spring.application.name: checkout
				pricing:
				  discount-percent: 25
				  tiers:
				    - name: gold
				---
				spring.config.activate.on-profile: prod
				pricing.discount-percent: 5
				""";
		Ran ran = this.shell.run("import", file("application.yaml", text), "--to", "etcd:/config/checkout/");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(etcd.getAll("/config/")).containsOnlyKeys("/config/checkout,prod/pricing/discount-percent",
				"/config/checkout/pricing/discount-percent", "/config/checkout/pricing/tiers/0/name",
				"/config/checkout/spring/application/name");
		assertThat(this.shell.run("import", file("application.yaml", text), "--to", "etcd:/config/checkout/").out())
			.isEqualTo("Everything is there already: nothing was written\n");
	}

	@Test
	void keyThatIsNoTextIsImportedAsItWas() throws IOException {
		String export = "setpoint-keys:\n  pricing/discount-percent: '25'\nsetpoint-bytes:\n  logo: /w==\n";
		Ran ran = this.shell.run("import", file("keys.yaml", export), "--to", "etcd:/config/stock/");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(ran.err()).contains("note: '/config/stock/logo' is no text");
		assertThat(this.shell.run("export", "etcd:/config/stock/").out()).contains("/w==");
	}

	@Test
	void exportOfKeysIsImportedAsItWas() throws IOException {
		etcd.put("/config/checkout/pricing/discount-percent", "25");
		etcd.put("/config/checkout/pricing.yaml", "tiers:\n  - name: gold\n");
		etcd.put("/config/checkout/odd", " two\n lines \n");
		String export = this.shell.run("export", "etcd:/config/checkout/").out();
		Ran ran = this.shell.run("import", file("keys.yaml", export), "--to", "etcd:/config/stock/");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(List.copyOf(etcd.getAll("/config/stock/").values()))
			.isEqualTo(List.copyOf(etcd.getAll("/config/checkout/").values()));
	}

	@Test
	void valuesArePutTogetherOnTheRevisionThatWasRead() {
		Ran ran = this.shell.run("put", "etcd:/config/checkout/a=1", "etcd:/config/checkout/b=2");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(etcd.getAll("/config/checkout/")).containsValues("1", "2");
		assertThat(this.shell.run("put", "etcd:/config/checkout/a=3", "--revision", "1").status()).isEqualTo(3);
		assertThat(etcd.get("/config/checkout/a")).isEqualTo("1");
	}

	@Test
	void emptyDocumentIsRefusedAsAPlainKeyAndAnEmptyValueIsNot() throws IOException {
		etcd.put("/config/checkout/pricing.yaml", "timeout: 3s\n");
		Ran refused = this.shell.run("put", "etcd:/config/checkout/pricing.yaml=");
		assertThat(refused.status()).isEqualTo(1);
		assertThat(refused.err())
			.isEqualTo("setpoint: This is not valid for '/config/checkout/' and nothing was written\n"
					+ "  /config/checkout/pricing.yaml: The document is empty: write {} if no properties are meant,"
					+ " or delete the key\n");
		Ran edited = this.shell.with("EDITOR", "truncate -s 0").run("edit", "etcd:/config/checkout/pricing.yaml");
		assertThat(edited.status()).isEqualTo(1);
		String keys = file("keys.yaml", "setpoint-keys:\n  old.properties: '# nothing yet'\n");
		Ran imported = this.shell.run("import", keys, "--to", "etcd:/config/checkout/");
		assertThat(imported.status()).isEqualTo(1);
		assertThat(imported.err())
			.contains("The document is empty: delete the key, or leave it out, if no properties are meant");
		assertThat(etcd.getAll("/config/")).containsOnly(entry("/config/checkout/pricing.yaml", "timeout: 3s\n"));
		Ran put = this.shell.run("put", "etcd:/config/checkout/pricing.yaml={}", "etcd:/config/checkout/note=");
		assertThat(put.status()).as(put.err()).isZero();
		assertThat(etcd.getAll("/config/")).containsOnly(entry("/config/checkout/pricing.yaml", "{}"),
				entry("/config/checkout/note", ""));
	}

}
