package io.setpoint.coordination;

import java.time.Duration;
import java.util.Random;

import io.setpoint.mirror.VirtualLoop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of locks whose application is stopped, in virtual time.
 */
class StoppedClaimsTests {

	private final VirtualLoop time = new VirtualLoop();

	private final SimulatedEtcd etcd = new SimulatedEtcd(this.time, new Random(2));

	private final SimulatedProcess process = new SimulatedProcess(this.etcd);

	private final Claims claims = new Claims(this.process.surroundings(), "/locks/", "here", Duration.ofSeconds(4));

	private final Claims others = new Claims(new SimulatedProcess(this.etcd).surroundings(), "/locks/", "there",
			Duration.ofSeconds(4));

	private final Claim held = make(this.claims);

	private final Claim waiting = make(this.others);

	private static Claim make(Claims claims) {
		Claim claim = claims.claim("stock", null, true);
		claim.make();
		return claim;
	}

	@BeforeEach
	void queue() {
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.held.tenure()).isNotNull();
	}

	private void assertNeverTwo() {
		for (int millis = 0; millis < 10_000; millis++) {
			this.time.advance(Duration.ofMillis(1));
			assertThat(this.held.tenure() != null && this.waiting.tenure() != null).as("after " + millis + " ms")
				.isFalse();
		}
		assertThat(this.waiting.tenure()).isNotNull();
	}

	@Test
	void lockThatIsGivenBackIsHeldNoLongerBeforeSomebodyElseMayHaveIt() {
		this.claims.suspend();
		assertNeverTwo();
	}

	@Test
	void lockThatIsGivenBackIsHeldNoLongerAlsoWhereEtcdIsNotHeard() {
		this.process.loseAnswers(true);
		this.claims.suspend();
		assertNeverTwo();
	}

	@Test
	void lockThatIsGivenBackCannotBeLeftToItsEndAnyMore() {
		this.claims.suspend();
		assertThat(this.held.forget()).isFalse();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.waiting.tenure()).isNotNull();
	}

	@Test
	void lockThatIsLeftToItsEndIsNotGivenBack() {
		assertThat(this.held.forget()).isTrue();
		this.claims.suspend();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.held.tenure()).isNotNull();
		assertThat(this.waiting.tenure()).isNull();
	}

}
