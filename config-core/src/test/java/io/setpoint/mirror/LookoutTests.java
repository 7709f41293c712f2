package io.setpoint.mirror;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.setpoint.store.LeaderLostException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lookout}.
 */
class LookoutTests {

	private static final int MINUTE = 60_000;

	/**
	 * Shorter than it takes the store to answer.
	 */
	private static final Duration STEP = Duration.ofNanos(100_000);

	@Test
	void serverThatComesBackIsFollowedAtOnceHoweverLongItWasAway() {
		Setting setting = away(0.999);
		setting.store.unreachable = false;
		setting.advance(600 + 500 + 10);
		assertThat(setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void allLocationsComeBackWithTheServer() {
		Setting setting = new Setting();
		setting.randomness = () -> 0.999;
		setting.live("/a/", "/b/");
		interrupt(setting);
		setting.store.unreachable = false;
		setting.advance(600 + 500 + 10);
		assertThat(List.of("/a/", "/b/")).allMatch((prefix) -> setting.status(prefix).phase() == MirrorPhase.LIVE);
	}

	@Test
	void locationThatFailsOnceMoreAfterAnotherHasComeBackDoesNotWaitLong() {
		Setting setting = new Setting();
		setting.randomness = () -> 0.999;
		setting.live("/a/", "/b/");
		interrupt(setting);
		setting.store.unreachable = false;
		loseLeader(setting, 12);
		advanceUntil(setting, () -> setting.store.failures.get("watch").isEmpty());
		advanceUntil(setting, () -> setting.store.watch("/b/").opened);
		setting.store.watch("/b/").hold();
		advanceUntil(setting, () -> setting.status("/a/").phase() == MirrorPhase.LIVE);
		assertThat(setting.status("/b/").phase()).isEqualTo(MirrorPhase.OPENING);
		setting.store.watch("/b/").end(new LeaderLostException("no leader", null));
		setting.advance(100 + 10);
		assertThat(setting.status("/b/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void locationsThatAreLostAsSoonAsTheyAreLiveDoNotHurryEachOther() {
		Setting setting = new Setting();
		setting.randomness = new Random(1)::nextDouble;
		setting.live("/a/", "/b/");
		int before = setting.store.calls("watch");
		for (int i = 0; i < 1000; i++) {
			List.of("/a/", "/b/").forEach((prefix) -> loseIfLive(setting, prefix));
			setting.advance(1);
		}
		assertThat(setting.store.calls("watch") - before).isLessThan(2 * 1000 / 40);
	}

	private static void loseLeader(Setting setting, int watches) {
		for (int i = 0; i < watches; i++) {
			setting.store.failNext("watch", new LeaderLostException("no leader", null));
		}
	}

	private static void loseIfLive(Setting setting, String prefix) {
		if (setting.status(prefix).phase() == MirrorPhase.LIVE) {
			setting.store.watch(prefix).end(new LeaderLostException("no leader", null));
		}
	}

	@Test
	void instancesDoNotComeAllAtOnce() {
		assertThat(millisUntilLive(away(0.9)) - millisUntilLive(away(0.1))).isGreaterThan(400);
	}

	@Test
	void memberThatComesBackEndsTheWaitOfThoseWhoLackedAMajority() {
		Setting setting = withoutMajority();
		setting.store.failures.get("watch").clear();
		setting.store.others = Set.of("c");
		setting.advance(600 + 500 + 10);
		assertThat(setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void memberThatStaysAwayHurriesNobody() {
		Setting setting = withoutMajority();
		int watches = setting.store.calls("watch");
		setting.advance(MINUTE);
		assertThat(setting.store.calls("watch") - watches).isBetween(11, 13);
	}

	@Test
	void memberThatComesBackDuringAnAttemptIsNotForgotten() {
		Setting setting = withoutMajority();
		setting.store.failures.get("watch").clear();
		setting.store.freeze();
		advanceUntil(setting, () -> setting.status("/a/").phase() != MirrorPhase.BACKING_OFF);
		setting.store.others = Set.of("c");
		advanceUntil(setting, () -> setting.status("/a/").phase() == MirrorPhase.BACKING_OFF);
		setting.store.thaw();
		setting.advance(600 + 500 + 10);
		assertThat(setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void membersThatListenAreNotKnockedAtAgainAndAgain() {
		Setting setting = withoutMajority();
		int knocks = setting.store.calls("knock at this");
		setting.advance(MINUTE);
		assertThat(setting.store.calls("knock at this")).isEqualTo(knocks);
	}

	@Test
	void nobodyLooksOutForALocationThatIsDenied() {
		Setting setting = new Setting();
		setting.live("/a/");
		setting.store.others = Set.of("c");
		setting.store.denied.add("/a/");
		setting.store.watch("/a/").end(new PermissionDeniedException("permission denied", null));
		setting.advance(MINUTE);
		int knocks = setting.store.calls("knock");
		setting.advance(10 * MINUTE);
		assertThat(setting.store.calls("knock")).isEqualTo(knocks);
	}

	private static Setting withoutMajority() {
		Setting setting = new Setting();
		setting.randomness = () -> 0.999;
		setting.live("/a/");
		setting.store.others = Set.of("b", "c");
		loseLeader(setting, 1000);
		loseIfLive(setting, "/a/");
		setting.advance(MINUTE);
		return setting;
	}

	@Test
	void thousandInstancesComeOverHalfASecond() {
		Logger logger = (Logger) LoggerFactory.getLogger(Mirrors.class);
		int[] arrivals = new int[24];
		logger.setLevel(Level.ERROR);
		try {
			for (int instance = 0; instance < 1000; instance++) {
				Random random = new Random(instance);
				Setting setting = new Setting();
				setting.randomness = random::nextDouble;
				setting.live("/a/");
				interrupt(setting);
				setting.advance(random.nextInt(600));
				arrivals[millisUntilLive(setting) / 50]++;
			}
		}
		finally {
			logger.setLevel(null);
		}
		assertThat(arrivals).as("in 50 ms each")
			.matches((each) -> Arrays.stream(each).allMatch((number) -> number < 110));
	}

	@Test
	void serverThatIsNotReadyYetIsTriedAsAfterAFirstFailure() {
		Setting setting = away(0.999);
		setting.store.unreachable = false;
		loseLeader(setting, 5);
		int before = setting.store.calls("watch");
		setting.advance(600 + 500 + 100 + 200 + 400 + 10);
		assertThat(setting.store.calls("watch") - before).isEqualTo(4);
	}

	@Test
	void serversThatElectALeaderAfterAReturnAreFollowedSoonAfter() {
		Setting setting = away(0.999);
		setting.store.unreachable = false;
		loseLeader(setting, 1000);
		setting.advance(600 + 500 + 2000);
		setting.store.failures.get("watch").clear();
		setting.advance(800 + 10);
		assertThat(setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void serversThatElectNobodyAfterAReturnAreLeftToTheBackOff() {
		Setting setting = away(0.999);
		setting.store.unreachable = false;
		loseLeader(setting, 1000);
		setting.advance(20_000);
		int watches = setting.store.calls("watch");
		setting.advance(MINUTE);
		assertThat(setting.store.calls("watch") - watches).isBetween(11, 13);
	}

	@Test
	void serverThatListensAndDoesNotAnswerIsLeftToTheBackOff() {
		Setting setting = new Setting();
		setting.randomness = () -> 0.999;
		setting.live("/a/");
		setting.store.freeze();
		setting.advance(10 * MINUTE);
		int watches = setting.store.calls("watch");
		setting.advance(MINUTE);
		assertThat(setting.store.calls("watch") - watches).isBetween(6, 12);
	}

	@Test
	void nobodyLooksOutWhileAllIsWell() {
		Setting setting = away(0.5);
		setting.store.unreachable = false;
		setting.advance(MINUTE);
		int knocks = setting.store.calls("knock");
		setting.advance(MINUTE);
		assertThat(setting.store.calls("knock")).isEqualTo(knocks);
	}

	@Test
	void nobodyLooksOutWhenStopped() {
		Setting setting = away(0.5);
		setting.mirrors().stop();
		setting.advance(10);
		int knocks = setting.store.calls("knock");
		setting.advance(MINUTE);
		assertThat(setting.store.calls("knock")).isEqualTo(knocks);
	}

	@Test
	void looksOutAgainAfterTheNextFailure() {
		Setting setting = away(0.999);
		setting.store.unreachable = false;
		setting.advance(MINUTE);
		interrupt(setting);
		setting.store.unreachable = false;
		setting.advance(600 + 500 + 10);
		assertThat(setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	private static Setting away(double randomness) {
		Setting setting = new Setting();
		setting.randomness = () -> randomness;
		setting.live("/a/");
		interrupt(setting);
		return setting;
	}

	private static void interrupt(Setting setting) {
		setting.store.unreachable = true;
		setting.store.openWatches()
			.forEach((watch) -> watch.end(new StoreUnreachableException("connection reset", null)));
		setting.advance(MINUTE);
	}

	private static int millisUntilLive(Setting setting) {
		setting.store.unreachable = false;
		long before = setting.loop.nanoTime();
		advanceUntil(setting, () -> setting.status("/a/").phase() == MirrorPhase.LIVE);
		return (int) Duration.ofNanos(setting.loop.nanoTime() - before).toMillis();
	}

	private static void advanceUntil(Setting setting, BooleanSupplier reached) {
		long before = setting.loop.nanoTime();
		while (!reached.getAsBoolean()) {
			setting.loop.advance(STEP);
			assertThat(setting.loop.nanoTime() - before).isLessThan(Duration.ofMinutes(1).toNanos());
		}
	}

}
