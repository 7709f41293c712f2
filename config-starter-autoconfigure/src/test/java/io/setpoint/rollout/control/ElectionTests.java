package io.setpoint.rollout.control;

import java.time.Duration;

import io.setpoint.lease.Election;
import io.setpoint.loop.Surroundings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Election}. What becomes of competitors is tested with the
 * {@link Controller}.
 */
class ElectionTests {

	private int denials;

	private final Election.Listener listener = new Election.Listener() {

		@Override
		public void elected(long term) {
		}

		@Override
		public void dismissed() {
		}

		@Override
		public void denied() {
			ElectionTests.this.denials++;
		}

	};

	@Test
	void missingRightIsToldOnce() {
		VirtualTime time = new VirtualTime();
		MemoryEtcd.Link link = new MemoryEtcd(time).new Link();
		link.denied = true;
		Election election = new Election(new Surroundings<>(link, time.new Process(), () -> 0.5),
				"/rollouts/shop/controller", "a", Duration.ofSeconds(5), this.listener);
		election.enter();
		time.advance(Duration.ofSeconds(20));
		assertThat(this.denials).isEqualTo(1);
		assertThat(election.isHeld()).isFalse();
		time.advance(Duration.ofMinutes(2));
		int calls = link.calls;
		time.advance(Duration.ofMinutes(10));
		assertThat(link.calls - calls).isLessThan(60);
		assertThat(this.denials).isEqualTo(1);
		link.denied = false;
		time.advance(Duration.ofSeconds(61));
		assertThat(election.isHeld()).isTrue();
	}

}
