package io.setpoint.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import io.setpoint.cli.Shell.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code --dry-run} says is what would happen: the same status as that of the
 * command itself right after it, and nothing is written.
 */
class DryRunTests extends AbstractCommandTests {

	private static final List<String> FILES = List.of("v1.yaml", "v2.yaml", "v3.yaml", "new.yaml");

	@BeforeEach
	void write() throws IOException {
		for (String file : FILES) {
			file(file, "name: " + file + "\n");
		}
		run("publish checkout v1.yaml --id v1 --unjudged");
		run("rollout release checkout v1");
		run("publish checkout v2.yaml --id v2 --unjudged");
		run("publish checkout v3.yaml --id v3 --unjudged");
		etcd.put("/config/checkout/old", "1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 | rollout release checkout v2
			1 | rollout release checkout nosuch
			0 | rollout rollback checkout v2
			1 | rollout rollback checkout nosuch
			1 | rollout rollback checkout
			1 | rollout pause checkout
			0 | rollout start checkout v2 --plan all-at-once --unjudged
			1 | rollout start checkout v2 --plan all-at-once
			1 | rollout start checkout v1 --plan all-at-once --unjudged
			1 | rollout start checkout nosuch --plan all-at-once --unjudged
			0 | publish checkout new.yaml --unjudged
			1 | publish checkout new.yaml
			1 | publish checkout new.yaml --id v1 --unjudged
			0 | publish checkout v1.yaml
			0 | publish checkout v1.yaml --id v1
			1 | publish checkout v1.yaml --id other
			1 | publish checkout v1.yaml --description other
			0 | import new.yaml --to checkout --unjudged
			1 | import new.yaml --to checkout
			0 | apply checkout new.yaml --plan all-at-once --unjudged
			1 | apply checkout new.yaml --plan all-at-once
			0 | apply checkout v2.yaml --plan all-at-once --unjudged
			1 | apply checkout v2.yaml --plan all-at-once
			1 | apply checkout v2.yaml --id other --plan all-at-once --unjudged
			0 | apply checkout v1.yaml --plan all-at-once
			0 | apply checkout v1.yaml --id v1 --plan all-at-once
			0 | put etcd:/config/checkout/new=1
			3 | put etcd:/config/checkout/old=2 --revision 1
			0 | delete etcd:/config/checkout/old
			0 | import new.yaml --to etcd:/config/checkout/
			1 | import new.yaml --to etcd:/config/checkout/ --prune
			0 | import new.yaml --to etcd:/config/checkout/ --prune --yes
			""")
	void dryRunEndsAsTheCommandWould(int status, String command) {
		assertThatDryRunEndsAsTheCommand(status, command);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 | rollout promote checkout
			0 | rollout rollback checkout
			1 | rollout rollback checkout v3
			1 | rollout rollback checkout nosuch
			1 | rollout resume checkout
			1 | rollout start checkout v2 --plan all-at-once --unjudged
			3 | apply checkout v2.yaml --plan all-at-once --unjudged
			3 | apply checkout v2.yaml --plan all-at-once
			3 | apply checkout new.yaml --plan all-at-once --unjudged
			0 | apply checkout v3.yaml --plan all-at-once
			""")
	void dryRunWhileARolloutIsUnderWayEndsAsTheCommandWould(int status, String command) {
		run("rollout start checkout v3 --plan all-at-once --unjudged");
		assertThatDryRunEndsAsTheCommand(status, command);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1 | apply checkout v2.yaml --plan all-at-once --unjudged
			3 | apply checkout v2.yaml --plan all-at-once --unjudged --again
			""")
	void dryRunOfWhatWasTakenBackEndsAsTheCommandWould(int status, String command) {
		run("rollout start checkout v2 --plan all-at-once --unjudged");
		run("rollout abort checkout");
		run("rollout start checkout v3 --plan all-at-once --unjudged");
		assertThatDryRunEndsAsTheCommand(status, command);
	}

	private void assertThatDryRunEndsAsTheCommand(int status, String command) {
		long revision = etcd.revision();
		Ran dry = run(command + " --dry-run");
		assertThat(etcd.revision()).isEqualTo(revision);
		Ran wet = run(command);
		assertThat(List.of(dry.status(), wet.status())).as(dry.out() + dry.err() + wet.out() + wet.err())
			.containsOnly(status);
	}

	private Ran run(String command) {
		return this.shell.run(Arrays.stream(command.split(" "))
			.map((word) -> FILES.contains(word) ? this.folder.resolve(word).toString() : word)
			.toArray(String[]::new));
	}

}
