package io.setpoint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.setpoint.cli.Shell.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What bad input gets: a sentence, the right status, and nothing written.
 */
class BadInputTests extends AbstractCommandTests {

	private static final String[] FILES = { "good.yaml", "plan.yaml", "scalar.yaml", "list.yaml", "binary.yaml",
			"large.yaml", "torn.json", "folder", "missing.yaml", "tabs.yaml", "deep.yaml", "empty.yaml", "comment.yaml",
			"blank.properties" };

	@BeforeEach
	void write() throws IOException {
		file("good.yaml", "pricing.timeout: 1s\n");
		file("plan.yaml", "stages: []\n");
		file("scalar.yaml", "just a text\n");
		file("list.yaml", "- a\n- b\n");
		file("binary.yaml", new byte[] { (byte) 0xff, (byte) 0xfe, 0, 1 });
		file("large.yaml", "a: " + "x".repeat(2 * 1024 * 1024));
		file("torn.json", "{\"a\": ");
		file("empty.yaml", "");
		file("comment.yaml", "# nothing yet\n---\n");
		file("blank.properties", "\n");
		file("tabs.yaml", "a:\n\t- b\n");
		file("deep.yaml", "[".repeat(5000));
		Files.createDirectories(this.folder.resolve("folder"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2 | publish checkout missing.yaml
			2 | publish checkout folder
			1 | publish checkout empty.yaml --unjudged
			1 | publish checkout comment.yaml --unjudged
			1 | publish checkout empty.yaml --unjudged --dry-run
			1 | apply checkout empty.yaml --plan all-at-once --unjudged
			1 | import empty.yaml --to checkout --unjudged
			1 | import comment.yaml --to checkout --unjudged
			1 | import blank.properties --to checkout --unjudged
			1 | import empty.yaml --to etcd:/config/a/ --prune --yes
			1 | import comment.yaml --to etcd:/config/a/ --as document
			1 | validate empty.yaml
			2 | publish checkout good.yaml --unjudged --reason why
			2 | import good.yaml --to etcd:/config/a/ --reason why
			2 | put etcd:/config/a/b=1 --reason why
			2 | delete etcd:/config/a/b --reason why
			2 | edit etcd:/config/a/b --reason why
			2 | copy checkout --from a --to b --reason why
			1 | publish checkout binary.yaml --unjudged
			1 | publish checkout scalar.yaml --unjudged
			1 | publish checkout list.yaml --unjudged
			1 | publish checkout large.yaml --unjudged
			1 | publish checkout tabs.yaml --unjudged
			1 | publish checkout deep.yaml --unjudged
			2 | publish check/out good.yaml --unjudged
			1 | publish checkout good.yaml --id a/b --unjudged
			2 | publish checkout good.yaml --tag novalue
			2 | apply checkout good.yaml --unjudged
			2 | apply checkout good.yaml --plan missing.yaml --unjudged
			2 | apply checkout good.yaml --plan plan.yaml --unjudged
			2 | apply checkout good.yaml --plan plan.yaml --bake 1m
			2 | apply checkout good.yaml --plan standard --factor 3
			2 | apply checkout good.yaml --plan all-at-once --bake soon
			2 | apply checkout good.yaml --plan linear --percent 0 --unjudged
			2 | apply checkout good.yaml --plan linear --percent many
			2 | import good.yaml --to etcd:config
			2 | import good.yaml --to etcd:/config//a/
			2 | import good.yaml --to checkout --prune
			1 | import torn.json --to etcd:/config/a/
			1 | import binary.yaml --to etcd:/config/a/
			2 | import good.yaml --to etcd:/config/a/ --format papyrus
			2 | put etcd:/config/a/b
			2 | put etcd:/config/a/=1
			2 | put etcd:/config/a/b=@missing.yaml
			2 | put etcd:/config/a/b=1 etcd:/config/a/b=2
			2 | put etcd:/config/a/b=1 --revision many
			2 | put etcd:/config/a/b=1 --location etcd:/config/c/
			1 | put etcd:/config/a/b.yaml=
			1 | put etcd:/config/a/b.yaml= --unjudged
			1 | put etcd:/config/a/b.json= --dry-run
			1 | put etcd:/config/a/application.properties= etcd:/config/a/c=1
			1 | validate etcd:/config/a/b.yml=
			3 | put etcd:/config/a/b=1 --revision 7
			1 | get etcd:/config/a/b
			2 | validate good.yaml etcd:/config/a/b=1
			2 | validate etcd:/config/a/b=1 --configuration checkout
			2 | validate good.yaml --schema torn.json
			1 | validate good.yaml --configuration nowhere
			1 | rollout start checkout v9 --plan all-at-once
			1 | rollout status nowhere
			2 | rollout status checkout --watch --timeout never
			1 | diff nowhere good.yaml
			1 | diff list.yaml good.yaml
			1 | schema nowhere
			1 | history nowhere
			2 | versions checkout --context nowhere
			2 | versions checkout --endpoints ftp://127.0.0.1
			2 | versions checkout --endpoints http://[::1
			4 | versions checkout --endpoints http://127.0.0.1:1
			2 | versions checkout --ca missing.pem
			2 | copy checkout --from nowhere --to nobody
			2 | encrypt
			""")
	void sentenceAndStatusAreRightAndNothingIsWritten(int status, String command) {
		Ran ran = run(command.split(" "));
		assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(status);
		assertThat(ran.err()).startsWith("setpoint: ").doesNotContain("should not have happened", "Exception", "\tat ");
		assertThat(etcd.getAll("/")).isEmpty();
		Ran json = run(
				Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--output", "json")).toArray(String[]::new));
		assertThat(json.status()).isEqualTo(status);
		assertThat(json.json()).containsEntry("status", status).containsKeys("message", "problems");
	}

	private Ran run(String... words) {
		List<String> files = List.of(FILES);
		return this.shell.run(Arrays.stream(words)
			.map((word) -> files.contains(word) ? this.folder.resolve(word).toString()
					: word.replace("@missing.yaml", "@" + this.folder.resolve("missing.yaml")))
			.toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "apply checkout good.yaml --plan all-at-once --unjudged",
			"apply checkout good.yaml --plan all-at-once --unjudged --dry-run", "rollout pause checkout" })
	void reasonThatTheHistoryDoesNotTakeIsRefusedBeforeAnythingIsDone(String command) {
		Ran ran = run(Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--reason", "why ".repeat(300)))
			.toArray(String[]::new));
		assertThat(ran.status()).isEqualTo(2);
		assertThat(ran.err()).contains("the reason has 1200 characters: at most 1000 are taken")
			.doesNotContain("why why");
		assertThat(etcd.getAll("/")).isEmpty();
	}

	@Test
	void whatOthersHaveLeftTornIsNamedAndInNobodysWay() throws IOException {
		etcd.put("/schemas/checkout/" + "0".repeat(64), "{");
		etcd.put("/fleet/checkout/torn", "no entry");
		Ran refused = run("publish", "checkout", "good.yaml");
		assertThat(refused.status()).isEqualTo(1);
		assertThat(refused.err()).contains("The schema '/schemas/checkout/", "is not used",
				"it is not known of which build torn are");
		assertThat(run("publish", "checkout", "good.yaml", "--unjudged").status()).isZero();
		assertThat(run("put", "etcd:/config/checkout/pricing/timeout=1s").status()).isZero();
	}

}
