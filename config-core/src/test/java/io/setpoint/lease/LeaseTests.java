package io.setpoint.lease;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.VirtualLoop;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lease}, in virtual time.
 */
class LeaseTests {

	private final VirtualLoop loop = new VirtualLoop();

	private final List<String> calls = new ArrayList<>();

	private final List<Lease> granted = new ArrayList<>();

	private int lost;

	private @Nullable StoreException refusal;

	private final WritableStore store = (WritableStore) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { WritableStore.class }, (proxy, method, arguments) -> {
				if (method.getName().equals("carry")) {
					return arguments[0];
				}
				this.calls.add(method.getName() + " " + arguments[0]);
				if (this.refusal != null) {
					return CompletableFuture.failedFuture(this.refusal);
				}
				return CompletableFuture.completedFuture(method.getName().equals("grant") ? 7L : null);
			});

	private Lease grant(Duration timeToLive) {
		Lease.grant(new Surroundings<>(this.store, this.loop, () -> 0.5), timeToLive, () -> this.lost++,
				(lease, failure) -> this.granted.add(lease));
		this.loop.advance(Duration.ofMillis(1));
		return this.granted.get(0);
	}

	@ParameterizedTest
	@CsvSource({ "PT2S,PT2S", "PT2.5S,PT3S", "PT2.000000001S,PT3S", "PT0.05S,PT1S" })
	void etcdIsAskedForNoFewerSecondsThanTheHolderGoesBy(Duration timeToLive, Duration asked) {
		assertThat(grant(timeToLive).remaining()).isLessThanOrEqualTo(timeToLive);
		assertThat(this.calls).containsExactly("grant " + asked);
	}

	@Test
	void leaseIsKeptAlive() {
		Lease lease = grant(Duration.ofSeconds(3));
		this.loop.advance(Duration.ofSeconds(10));
		assertThat(lease.isHeld()).isTrue();
		assertThat(this.calls).filteredOn("keepAlive 7"::equals).hasSizeBetween(9, 10);
	}

	@Test
	void leaseThatIsLeftToItsEndIsGivenBackThenAndLost() {
		Lease lease = grant(Duration.ofMillis(2500));
		lease.letExpire();
		this.loop.advance(Duration.ofMillis(2400));
		assertThat(lease.isHeld()).isTrue();
		assertThat(this.lost).isZero();
		this.loop.advance(Duration.ofMillis(100));
		assertThat(lease.isHeld()).isFalse();
		assertThat(lease.remaining()).isZero();
		assertThat(this.lost).isEqualTo(1);
		assertThat(this.calls).containsExactly("grant PT3S", "revoke 7");
	}

	@Test
	void whoeverGivesItBackIsToldWhenEtcdHasHeardOfIt() {
		Lease lease = grant(Duration.ofSeconds(3));
		assertThat(lease.revoke()).isCompletedWithValue(true);
		assertThat(lease.revoke()).isCompletedWithValue(true);
		assertThat(this.calls).containsExactly("grant PT3S", "revoke 7");
		assertThat(this.lost).isZero();
	}

	@Test
	void leaseThatCouldNotBeGivenBackIsGivenBackWhenEtcdAnswers() {
		Lease lease = grant(Duration.ofMinutes(10));
		this.refusal = new StoreException("away", null);
		assertThat(lease.revoke()).isCompletedWithValue(false);
		this.loop.advance(Duration.ofMinutes(2));
		assertThat(this.calls).filteredOn("revoke 7"::equals).hasSizeBetween(20, 100);
		this.refusal = null;
		this.loop.advance(Duration.ofSeconds(6));
		int asked = this.calls.size();
		this.loop.advance(Duration.ofMinutes(2));
		assertThat(this.calls).hasSize(asked);
		assertThat(this.lost).isZero();
	}

	@Test
	void nobodyGoesOnToGiveBackWhatHasEndedLongAgo() {
		Lease lease = grant(Duration.ofSeconds(3));
		this.refusal = new StoreException("away", null);
		lease.revoke();
		this.loop.advance(Duration.ofMinutes(6));
		int asked = this.calls.size();
		this.loop.advance(Duration.ofMinutes(6));
		assertThat(this.calls).hasSize(asked);
	}

	@Test
	void whatMayNotBeGivenBackIsLeftToItsEnd() {
		Lease lease = grant(Duration.ofMinutes(10));
		this.refusal = new PermissionDeniedException("not yours", null);
		lease.revoke();
		this.loop.advance(Duration.ofMinutes(2));
		assertThat(this.calls).filteredOn("revoke 7"::equals).hasSize(1);
	}

}
