package io.setpoint.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application on a real etcd under random changes and random faults. A run is
 * repeated with {@code -Dsetpoint.seed} and made longer with {@code -Dsetpoint.runs}, the
 * number of faults; {@code bin/faults} does both.
 */
@EtcdTest
class RandomFaultTests {

	private final int faults = Integer.getInteger("setpoint.runs", 15);

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final List<String> losses = new ArrayList<>();

	@Test
	void applicationThatSuffersRandomFaultsLosesNothingAndShowsNothingTornOrInvalid(EtcdServer etcd,
			@TempDir Path snapshots) {
		try (FaultScene scene = new FaultScene(etcd, new Random(this.seed), snapshots)) {
			for (int number = 1; number <= this.faults; number++) {
				suffer(scene, number);
			}
			LedgerReaders readers = scene.readers();
			String summary = "faults=" + this.faults + " healed=" + (this.faults - this.losses.size()) + " lost="
					+ this.losses.size() + " torn=" + readers.torn + " invalid=" + readers.invalid + " backwards="
					+ readers.backwards + " observations=" + readers.observations + " seed=" + this.seed;
			System.out.println(summary);
			assertThat(this.losses).as(summary).isEmpty();
			assertThat(readers.torn).as(summary).hasValue(0);
			assertThat(readers.invalid).as(summary).hasValue(0);
			assertThat(readers.backwards).as(summary).hasValue(0);
		}
	}

	private void suffer(FaultScene scene, int number) {
		Fault fault = Fault.any(scene.random());
		scene.write();
		fault.strike(scene);
		scene.write();
		if (scene.random().nextBoolean()) {
			scene.writer().seed();
		}
		Map<String, String> written = scene.writer().written();
		try {
			Application.await("heal", () -> new LedgerAudit(scene.application(), written).isPassed());
			scene.readers().remember();
		}
		catch (ConditionTimeoutException ex) {
			String loss = "fault " + number + " (" + fault + "): "
					+ new LedgerAudit(scene.application(), written).difference();
			System.out.println(loss);
			this.losses.add(loss);
		}
	}

}
