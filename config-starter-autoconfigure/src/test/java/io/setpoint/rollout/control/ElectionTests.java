package io.setpoint.rollout.control;

import java.time.Duration;

import io.setpoint.lease.Election;
import io.setpoint.loop.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Election}. What becomes of competitors is tested with the
 * {@link Controller}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ElectionTests {

	private static final Election.Listener LISTENER = new Election.Listener() {

		@Override
		public void elected(long term) {
		}

		@Override
		public void dismissed() {
		}

	};

	@Test
	void missingRightIsReportedOnce(CapturedOutput output) {
		VirtualTime time = new VirtualTime();
		MemoryEtcd.Link link = new MemoryEtcd(time).new Link();
		link.denied = true;
		Election election = new Election(new Surroundings(link, time.new Process(), () -> 0.5),
				"/rollouts/shop/controller", "a", Duration.ofSeconds(5), LISTENER);
		election.enter();
		time.advance(Duration.ofSeconds(20));
		assertThat(output.getAll().split("may not write '/rollouts/shop/controller'", -1)).hasSize(2);
		assertThat(election.isHeld()).isFalse();
		link.denied = false;
		time.advance(Duration.ofSeconds(5));
		assertThat(election.isHeld()).isTrue();
	}

}
