package io.setpoint.naming;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.VirtualLoop;
import io.setpoint.store.StoreException;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.Watch;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Announcement}, in virtual time.
 */
class AnnouncementTests {

	private static final String KEY = "stock/1";

	private final VirtualLoop loop = new VirtualLoop();

	private final List<String> calls = new ArrayList<>();

	private boolean away;

	private final Announcement announcement = new Announcement(new Surroundings<>(store(), this.loop, () -> 0.5), KEY,
			"here".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(3));

	private WritableStore store() {
		return (WritableStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WritableStore.class }, (proxy, method, arguments) -> method.getName().equals("carry")
						? arguments[0] : answer(method.getName()));
	}

	private Object answer(String call) {
		this.calls.add(call);
		if (call.equals("watch")) {
			return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Watch.class },
					(proxy, method, arguments) -> null);
		}
		if (this.away) {
			return CompletableFuture.failedFuture(new StoreException("away", null));
		}
		Object result = switch (call) {
			case "grant" -> 7L;
			case "commit" -> new TransactionOutcome(true, 5);
			default -> null;
		};
		return CompletableFuture.completedFuture(result);
	}

	private void pass(Duration time) {
		this.loop.advance(time);
	}

	@Test
	void keyIsThereFromItsBeginningToItsEnd() {
		CompletableFuture<Long> begun = this.announcement.begin();
		pass(Duration.ofMillis(1));
		assertThat(begun).isCompletedWithValue(5L);
		CompletableFuture<Boolean> ended = this.announcement.end();
		pass(Duration.ofMillis(1));
		assertThat(ended).isCompletedWithValue(true);
		pass(Duration.ofMinutes(1));
		assertThat(this.calls).containsExactly("grant", "commit", "watch", "revoke");
	}

	@Test
	void whatHasEndedDoesNotBeginAnyMore() {
		CompletableFuture<Boolean> ended = this.announcement.end();
		CompletableFuture<Long> begun = this.announcement.begin();
		pass(Duration.ofMinutes(1));
		assertThat(ended).isCompletedWithValue(true);
		assertThat(begun).failsWithin(1, TimeUnit.SECONDS)
			.withThrowableThat()
			.withMessageContaining("'stock/1' is announced no longer");
		assertThat(this.calls).isEmpty();
	}

	@Test
	void whatHasEndedIsNotBegunAgain() {
		this.announcement.begin();
		pass(Duration.ofMillis(1));
		this.announcement.end();
		this.announcement.begin();
		pass(Duration.ofMinutes(1));
		assertThat(this.calls).containsExactly("grant", "commit", "watch", "revoke");
	}

	@Test
	void whatEndsWhileItIsBegunLeavesNothing() {
		this.announcement.begin();
		this.loop.execute(this.announcement::end);
		pass(Duration.ofMinutes(1));
		assertThat(this.calls).contains("grant", "revoke").doesNotContain("watch");
	}

	@Test
	void keyIsNotThereWhileTheApplicationIsStopped() {
		this.announcement.begin();
		pass(Duration.ofMillis(1));
		CompletableFuture<Boolean> suspended = this.announcement.suspend();
		pass(Duration.ofMinutes(1));
		assertThat(suspended).isCompletedWithValue(true);
		assertThat(this.calls).containsExactly("grant", "commit", "watch", "revoke");
		this.calls.clear();
		this.announcement.resume();
		pass(Duration.ofMillis(1));
		assertThat(this.calls).containsExactly("grant", "commit", "watch");
	}

	@Test
	void keyThatIsWantedWhileTheApplicationIsStoppedIsThereWhenItIsStartedAgain() {
		this.announcement.suspend();
		CompletableFuture<Long> begun = this.announcement.begin();
		pass(Duration.ofMinutes(1));
		assertThat(this.calls).isEmpty();
		this.announcement.resume();
		pass(Duration.ofMillis(1));
		assertThat(begun).isCompletedWithValue(5L);
	}

	@Test
	void keyThatEndsWhileTheApplicationIsStoppedIsNotThereAgain() {
		this.announcement.begin();
		pass(Duration.ofMillis(1));
		this.announcement.suspend();
		this.announcement.end();
		this.announcement.resume();
		pass(Duration.ofMinutes(1));
		assertThat(this.calls).containsExactly("grant", "commit", "watch", "revoke");
	}

	@Test
	void keyGoesAsSoonAsEtcdCanBeTold() {
		this.announcement.begin();
		pass(Duration.ofMillis(1));
		this.away = true;
		CompletableFuture<Boolean> ended = this.announcement.end();
		pass(Duration.ofSeconds(30));
		assertThat(ended).isCompletedWithValue(false);
		this.away = false;
		this.calls.clear();
		pass(Duration.ofMinutes(1));
		assertThat(this.calls).containsExactly("revoke");
	}

}
