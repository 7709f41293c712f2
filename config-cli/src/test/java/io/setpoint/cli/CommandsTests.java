package io.setpoint.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.cli.Shell.Ran;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.context.encrypt.EncryptorFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for single commands on an etcd in the JVM.
 */
class CommandsTests extends AbstractCommandTests {

	private static final String SCHEMA = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"pricing":
			{"type": "object", "properties": {"discount-percent": {"type": "integer", "maximum": 90}}}}}
			""";

	private void publish(String id, String document) throws IOException {
		Ran ran = this.shell.run("publish", "checkout", file(id + ".yaml", document), "--id", id, "--unjudged");
		assertThat(ran.status()).as(ran.err()).isZero();
	}

	private static void join(String instance, String version, Verdict verdict) {
		FleetMember member = new FleetMember(instance, Map.of("zone", "eu"), version, null, 0, verdict,
				(verdict == Verdict.REFUSED) ? "pricing.timeout cannot be converted" : null, null, 0, List.of(),
				Instant.now(), null);
		etcd.put("/fleet/checkout/" + instance, new String(RolloutFormat.write(member), StandardCharsets.UTF_8));
	}

	/**
	 * Take an instance into the cohort, as a controller does.
	 */
	private static void takeIn(String instance) {
		String key = "/rollouts/checkout/state";
		RolloutState state = RolloutFormat.read(String.valueOf(etcd.get(key)).getBytes(StandardCharsets.UTF_8),
				RolloutState.class);
		Cohort cohort = new Cohort(Set.of(instance), Set.of(instance), state.cohort().rules());
		RolloutState next = Transition.of(state, new Command.Extend(cohort), "controller", Instant.now(), null).state();
		etcd.put(key, new String(RolloutFormat.write(next), StandardCharsets.UTF_8));
	}

	@Test
	void whatGoesOnWithoutAVerdictStandsInTheHistory() throws IOException {
		publish("v1", "pricing.timeout: 1s");
		this.shell.run("rollout", "start", "checkout", "v1", "--plan", "all-at-once", "--unjudged");
		assertThat(this.shell.run("history", "checkout").out().lines().filter((line) -> line.contains("unjudged")))
			.hasSize(2);
	}

	@Test
	void statusShowsStagesSquaresAndWhoRefuses() throws IOException {
		publish("v1", "a: 1\n");
		this.shell.run("rollout", "release", "checkout", "v1");
		publish("v2", "a: 2\n");
		this.shell.run("rollout", "start", "checkout", "v2", "--plan", "linear", "--percent", "50", "--unjudged");
		assertThat(this.shell.run("rollout", "status", "checkout").out())
			.contains("  stage 1 ▶ 50 % of the instances, bake 5m, waits for its first instance\n");
		join("shop-1", "v2", Verdict.ACCEPTED);
		takeIn("shop-1");
		join("shop-2", "v1", Verdict.ACCEPTED);
		join("shop-3", "v1", Verdict.REFUSED);
		Ran ran = this.shell.run("rollout", "status", "checkout");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.out()).startsWith("checkout  RUNNING, stage 1 of 2, v2 over v1")
			.contains("  stage 1 ▶ 50 % of the instances, bake 5m, about ",
					"  stage 2 · 100 % of the instances, bake 5m\n", "  fleet   ■ □ ✗\n",
					"          1 of 3 run v2, 1 refused\n",
					"          ✗ shop-3: pricing.timeout cannot be converted\n");
		assertThat(this.shell.run("fleet", "checkout").out()).contains("INSTANCE  VERSION  VERDICT   SINCE",
				"shop-3    v1       refused");
	}

	@Test
	void coloursAreForTerminalsOnly() throws IOException {
		publish("v1", "a: 1\n");
		assertThat(this.shell.run("versions", "checkout").out()).doesNotContain("\u001b");
		assertThat(this.shell.on(new Screen(true, true, true, 80)).run("versions", "checkout").out())
			.contains("\u001b[1mVERSION");
	}

	@Test
	void noLineIsLongerThanTheTerminal() throws IOException {
		publish("v1", "a: 1\n");
		this.shell.run("rollout", "start", "checkout", "v1", "--plan", "linear", "--percent", "50", "--unjudged");
		join("shop-1-with-a-name-that-is-very-long-indeed", null, Verdict.REFUSED);
		for (int i = 2; i < 60; i++) {
			join("shop-" + i, "v1", Verdict.ACCEPTED);
		}
		Ran ran = this.shell.on(new Screen(true, false, true, 40)).run("rollout", "status", "checkout");
		assertThat(ran.out().lines()).allMatch((line) -> line.length() <= 40).anyMatch((line) -> line.endsWith("…"));
		assertThat(ran.out().chars().filter((sign) -> sign == '■')).hasSize(58);
	}

	@Test
	void watchEndsWithTheRollout() throws IOException {
		publish("v1", "a: 1\n");
		this.shell.run("rollout", "start", "checkout", "v1", "--plan", "all-at-once", "--unjudged");
		Ran late = this.shell.run("rollout", "status", "checkout", "--watch", "--timeout", "0s");
		assertThat(late.status()).isEqualTo(1);
		assertThat(late.err()).contains("The time is over and the rollout is not: RUNNING, stage 1 of 1");
		this.shell.run("rollout", "promote", "checkout");
		Ran done = this.shell.run("rollout", "status", "checkout", "--watch");
		assertThat(done.status()).isZero();
		assertThat(done.err() + done.out()).contains("The rollout of 'v1' of 'checkout' is COMPLETED");
	}

	@Test
	void watchOfWhatIsTakenBackIsRefused() throws IOException {
		publish("v1", "a: 1\n");
		this.shell.run("rollout", "start", "checkout", "v1", "--plan", "all-at-once", "--unjudged");
		this.shell.run("rollout", "abort", "checkout", "--reason", "too slow");
		Ran ran = this.shell.run("rollout", "status", "checkout", "--watch", "--output", "json");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.json()).containsEntry("message", "The rollout of 'v1' of 'checkout' is ABORTED: too slow");
	}

	@Test
	void approvalIsRefusedToWhoStarted() throws IOException {
		publish("v1", "a: 1\n");
		this.shell.run("rollout", "start", "checkout", "v1", "--plan", "all-at-once", "--approval", "required",
				"--unjudged");
		assertThat(this.shell.run("rollout", "approve", "checkout").status()).isEqualTo(1);
		assertThat(this.shell.run("rollout", "approve", "checkout", "--by", "bob").out())
			.isEqualTo("'checkout' is RUNNING, stage 1 of 1\n");
		assertThat(this.shell.run("history", "checkout").out()).contains("alice  start", "bob    approve");
	}

	@Test
	void planOfAFileIsTakenOrNamedByItsPlace() throws IOException {
		publish("v1", "a: 1\n");
		String good = file("plan.yaml", "stages:\n  - scope: instances\n    percent: 100\n    bake: 10m\n");
		String bad = file("bad.yaml", "stages:\n  - scope: instances\n    percent: many\n");
		Ran refused = this.shell.run("rollout", "start", "checkout", "v1", "--plan", bad, "--unjudged");
		assertThat(refused.status()).isEqualTo(2);
		assertThat(refused.err()).contains("'many' is no number: write it as 12.5 (stages[0].percent, line 3");
		assertThat(this.shell.run("rollout", "start", "checkout", "v1", "--plan", good, "--unjudged").status())
			.isZero();
		assertThat(this.shell.run("rollout", "start", "checkout", "v1", "--plan", good, "--unjudged").status())
			.isEqualTo(1);
	}

	@Test
	void nobodyAliveWantsAWord() throws IOException {
		Ran ran = this.shell.run("publish", "checkout", file("a.yaml", "a: 1\n"));
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.err()).contains("Nobody is alive who could judge this").contains("--unjudged");
	}

	@Test
	void schemaThatABuildHasLeftRefusesBeforeAnybodyIsAsked() throws IOException {
		etcd.put("/schemas/checkout/" + "0".repeat(64), SCHEMA);
		Ran ran = this.shell.run("publish", "checkout", file("a.yaml", "pricing:\n  discount-percent: 95\n"),
				"--unjudged", "--output", "json");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.json().get("levels")).isEqualTo(List.of("document", "schema"));
		assertThat(ran.json().get("problems")).asString()
			.contains("name=pricing.discount-percent", "line=2")
			.doesNotContain("95");
	}

	@Test
	void schemaJudgesPlainKeysWithThoseThatStay() {
		etcd.put("/schemas/checkout/" + "0".repeat(64), """
				{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
				"x-setpoint-locations": ["/config/checkout/"], "properties": {"tiers":
				{"type": "array", "minItems": 2, "items": {"type": "string", "maxLength": 6}}}}
				""");
		etcd.put("/config/checkout/tiers/0", "gold");
		Ran longer = this.shell.run("put", "etcd:/config/checkout/tiers/1=platinum");
		assertThat(longer.status()).isEqualTo(1);
		assertThat(longer.err()).contains("tiers[1]");
		Ran next = this.shell.run("put", "etcd:/config/checkout/tiers/1=silver");
		assertThat(next.status()).as(next.err()).isZero();
		assertThat(next.err() + next.out()).contains("schema");
	}

	@Test
	void validateBySchemaNeedsNoEtcd() throws IOException {
		String schema = file("schema.json", SCHEMA);
		this.shell.with("SETPOINT_ENDPOINTS", "http://127.0.0.1:1");
		Ran good = this.shell.run("validate", file("a.yaml", "pricing.discount-percent: 25\n"), "--schema", schema);
		assertThat(good.status()).as(good.err()).isZero();
		assertThat(good.out()).endsWith("is valid, as judged by document, schema\n");
		Ran bad = this.shell.run("validate", file("b.yaml", "pricing.discount-percent: 95\n"), "--schema", schema);
		assertThat(bad.status()).isEqualTo(1);
		Ran none = this.shell.run("validate", file("c.yaml", "a: 1\n"), "--schema", file("no.json", "{"));
		assertThat(none.status()).isEqualTo(2);
	}

	@Test
	void diffTellsWhatDiffersByItsStatus() throws IOException {
		String one = file("one.yaml", "a: 1\nb: 2\npassword: '{cipher}00'\n");
		String other = file("other.yaml", "a: 1\nb: 3\npassword: '{cipher}11'\n");
		Ran ran = this.shell.run("diff", one, other);
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.out()).isEqualTo("~ b: 2 -> 3\n~ password: {cipher}... -> {cipher}...\n");
		assertThat(this.shell.run("diff", one, one).status()).isZero();
	}

	@Test
	void contextThatIsNotThereIsUsage() throws IOException {
		String contexts = file("contexts.yaml",
				"current: dev\ncontexts:\n  dev:\n    endpoints: [\"" + etcd.endpoint() + "\"]\n");
		this.shell.without("SETPOINT_ENDPOINTS").with("SETPOINT_CONFIG", contexts);
		publish("v1", "a: 1\n");
		Ran ran = this.shell.run("versions", "checkout", "--context", "prod");
		assertThat(ran.status()).isEqualTo(2);
		assertThat(ran.err()).contains("There is no context 'prod' in '" + contexts + "': there are dev");
		assertThat(this.shell.run("contexts").out()).contains("dev      yes");
	}

	@Test
	void copyTakesAVersionToAnotherContextOnce() throws IOException {
		try (EtcdInMemory other = EtcdInMemory.start()) {
			String contexts = file("contexts.yaml", "contexts:\n  dev:\n    endpoints: [\"" + etcd.endpoint()
					+ "\"]\n  prod:\n    endpoints: [\"" + other.endpoint() + "\"]\n");
			this.shell.with("SETPOINT_CONFIG", contexts);
			publish("v1", "a: 1\n");
			Ran first = this.shell.run("copy", "checkout@v1", "--from", "dev", "--to", "prod", "--unjudged");
			assertThat(first.status()).as(first.err()).isZero();
			assertThat(other.get("/rollouts/checkout/versions/v1")).contains("dev/checkout@v1");
			assertThat(this.shell.run("copy", "checkout@v1", "--from", "dev", "--to", "prod").out())
				.contains("has it already", "nothing to do");
		}
	}

	@Test
	void valueIsEncryptedAsSpringCloudDecryptsIt() {
		Ran ran = this.shell.with("ENCRYPT_KEY", "a key").typing("open sesame\n").run("encrypt");
		String cipher = ran.out().strip();
		assertThat(cipher).startsWith("{cipher}");
		assertThat(new EncryptorFactory("deadbeef").create("a key").decrypt(cipher.substring("{cipher}".length())))
			.isEqualTo("open sesame");
		assertThat(this.shell.without("ENCRYPT_KEY").run("encrypt").status()).isEqualTo(2);
	}

	@Test
	void editWithoutTerminalOrEditorSaysWhatToUse() {
		Ran ran = this.shell.run("edit", "etcd:/config/checkout/pricing.yaml");
		assertThat(ran.status()).isEqualTo(2);
		assertThat(ran.err()).contains("There is no terminal to edit in", "setpoint put KEY=@FILE");
	}

	@Test
	void editedValueIsWrittenAndARefusedOneIsKept() throws IOException {
		etcd.put("/config/checkout/pricing.yaml", "a: 1\n");
		this.shell.with("EDITOR", "sed -i s/1/2/");
		Ran ran = this.shell.run("edit", "etcd:/config/checkout/pricing.yaml");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(etcd.get("/config/checkout/pricing.yaml")).isEqualTo("a: 2\n");
		Ran refused = this.shell.with("EDITOR", "sed -i s/2/[/").run("edit", "etcd:/config/checkout/pricing.yaml");
		assertThat(refused.status()).isEqualTo(1);
		assertThat(refused.err()).contains("What you have written is kept in '");
	}

	@Test
	void deleteTakesSeveralKeysAtOnce() {
		etcd.put("/config/checkout/a", "1");
		etcd.put("/config/checkout/b", "2");
		Ran ran = this.shell.run("delete", "etcd:/config/checkout/a", "etcd:/config/checkout/b");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(etcd.getAll("/config/")).isEmpty();
		assertThat(this.shell.run("get", "etcd:/config/checkout/a").status()).isEqualTo(1);
	}

	@Test
	void completionKnowsTheCommands() {
		assertThat(this.shell.run("generate-completion").out()).contains("complete -F", "rollout", "versions");
	}

}
