package io.setpoint.cli;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.setpoint.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands in the midst of which something happens.
 */
class InterruptedCommandTests extends AbstractCommandTests {

	private static final int MANY = 200;

	/**
	 * Do something once, when a command says something.
	 * @param said what it says
	 * @param action what is done
	 * @return hears what is said
	 */
	private static Consumer<String> when(String said, Runnable action) {
		AtomicBoolean done = new AtomicBoolean();
		BooleanSupplier first = () -> done.compareAndSet(false, true);
		return (text) -> {
			if (text.contains(said) && first.getAsBoolean()) {
				action.run();
			}
		};
	}

	private String properties() throws IOException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < MANY; i++) {
			text.append("shop.limit-").append(1000 + i).append(": ").append(i).append('\n');
		}
		return file("application.yaml", text.toString());
	}

	@Test
	void importGoesOnWhereItWasWhenEtcdIsBack() throws IOException {
		String file = properties();
		Ran broken = this.shell.hearing(when("wrote 128 of", etcd::stop))
			.run("import", file, "--to", "etcd:/config/shop/");
		assertThat(broken.status()).as(broken.err()).isEqualTo(4);
		assertThat(broken.err())
			.contains("128 of 200 keys are known to be written: give the command again, it goes on" + " where it was");
		etcd.restart();
		assertThat(etcd.getAll("/config/shop/")).hasSize(128);
		Ran again = this.shell.run("import", file, "--to", "etcd:/config/shop/");
		assertThat(again.status()).as(again.err()).isZero();
		assertThat(again.out() + again.err()).contains("Wrote 72 keys");
		assertThat(etcd.getAll("/config/shop/")).hasSize(MANY);
	}

	@Test
	void importIsAConflictWhereSomebodyElseWritesInItsMidst() throws IOException {
		Ran ran = this.shell.hearing(when("wrote 128 of", () -> etcd.put("/config/shop/shop/limit-1199", "by hand")))
			.run("import", properties(), "--to", "etcd:/config/shop/");
		assertThat(ran.status()).isEqualTo(3);
		assertThat(ran.err()).contains("128 of 200 were written before that: look again and decide anew");
		assertThat(etcd.get("/config/shop/shop/limit-1199")).isEqualTo("by hand");
	}

	@Test
	void applyWhileAnotherRolloutIsUnderWayIsAConflictAndLosesNothing() throws IOException {
		String[] options = { "--plan", "all-at-once", "--unjudged" };
		apply(file("one.yaml", "a: 1\n"), "v1", options);
		Ran ran = apply(file("two.yaml", "a: 2\n"), "v2", options);
		assertThat(ran.status()).isEqualTo(3);
		assertThat(ran.err()).contains("the rollout of 'v1' is RUNNING", "'v2' is published and waits");
		this.shell.run("rollout", "promote", "checkout");
		assertThat(apply(file("two.yaml", "a: 2\n"), "v2", options).out()).contains("Started the rollout of 'v2'");
	}

	@Test
	void applyUnderAnIdThatSomebodyElseHasGivenToAnotherDocumentIsRefused() throws IOException {
		apply(file("one.yaml", "a: 1\n"), "v1", "--plan", "all-at-once", "--unjudged");
		long revision = etcd.revision();
		Ran ran = apply(file("two.yaml", "a: 2\n"), "v1", "--plan", "all-at-once", "--unjudged");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.err()).contains("There is another version 'v1' already, and versions are never altered");
		assertThat(etcd.revision()).isEqualTo(revision);
	}

	private Ran apply(String file, String id, String... options) {
		String[] command = new String[options.length + 5];
		System.arraycopy(new String[] { "apply", "checkout", file, "--id", id }, 0, command, 0, 5);
		System.arraycopy(options, 0, command, 5, options.length);
		return this.shell.run(command);
	}

}
