package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link HostLookup}.
 */
class HostLookupTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration SHORT = Duration.ofMillis(20);

	private final CountDownLatch answered = new CountDownLatch(1);

	private final AtomicInteger asked = new AtomicInteger();

	private final Semaphore begun = new Semaphore(0);

	private final HostLookup silent = new HostLookup((host) -> {
		this.asked.incrementAndGet();
		this.begun.release();
		await();
		return InetAddress.getLoopbackAddress();
	});

	private void await() {
		try {
			this.answered.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void addressIsLookedUpOnADaemonThreadWithAName() throws IOException {
		AtomicReference<Thread> thread = new AtomicReference<>();
		HostLookup lookup = new HostLookup((host) -> {
			thread.set(Thread.currentThread());
			return InetAddress.getByName("127.0.0.9");
		});
		assertThat(lookup.address("etcd.example.org", LONG)).isEqualTo(InetAddress.getByName("127.0.0.9"));
		assertThat(thread.get().isDaemon()).isTrue();
		assertThat(thread.get().getName()).isEqualTo("setpoint-lookup");
	}

	@Test
	void lookupThatIsNotAnsweredEndsInTimeAndIsNotAskedForAgain() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThatIOException().isThrownBy(() -> this.silent.address("etcd.example.org", SHORT))
				.isInstanceOf(LateLookupException.class);
			if (i == 0) {
				this.begun.acquireUninterruptibly();
			}
		}
		assertThat(this.asked).hasValue(1);
		this.answered.countDown();
		assertThat(this.silent.address("etcd.example.org", LONG)).isEqualTo(InetAddress.getLoopbackAddress());
	}

	@Test
	void hostThatIsSilentHoldsUpNoOther() {
		assertThatIOException().isThrownBy(() -> this.silent.address("one.example.org", SHORT));
		assertThatIOException().isThrownBy(() -> this.silent.address("two.example.org", SHORT));
		this.begun.acquireUninterruptibly(2);
		this.answered.countDown();
	}

	@Test
	void eachLookupAfterAnAnswerAsksAgain() {
		HostLookup lookup = new HostLookup((host) -> {
			this.asked.incrementAndGet();
			throw new UnknownHostException(host);
		});
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(UnknownHostException.class)
				.isThrownBy(() -> lookup.address("etcd.example.org", LONG));
		}
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void addressThatIsWrittenAsSuchIsNotLookedUp() throws IOException {
		assertThat(this.silent.address("127.0.0.9", SHORT)).isEqualTo(InetAddress.getByName("127.0.0.9"));
		assertThat(this.silent.address("::1", SHORT)).isEqualTo(InetAddress.getByName("::1"));
		assertThat(this.asked).hasValue(0);
	}

	@Test
	void interruptOfWhoeverWaitsIsKept() {
		Thread.currentThread().interrupt();
		assertThatIOException().isThrownBy(() -> this.silent.address("etcd.example.org", LONG));
		assertThat(Thread.interrupted()).isTrue();
		this.answered.countDown();
	}

}
