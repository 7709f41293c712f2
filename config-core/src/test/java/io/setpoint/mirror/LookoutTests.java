package io.setpoint.mirror;

import java.util.List;

import io.setpoint.store.LeaderLostException;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lookout}.
 */
class LookoutTests {

	private static final int MINUTE = 60_000;

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
	void instancesDoNotComeAllAtOnce() {
		assertThat(millisUntilLive(away(0.9)) - millisUntilLive(away(0.1))).isGreaterThan(400);
	}

	@Test
	void serverThatIsNotReadyYetIsTriedAsAfterAFirstFailure() {
		Setting setting = away(0.999);
		setting.store.unreachable = false;
		for (int i = 0; i < 5; i++) {
			setting.store.failNext("watch", new LeaderLostException("no leader", null));
		}
		int before = setting.store.calls("watch");
		setting.advance(600 + 500 + 100 + 200 + 400 + 10);
		assertThat(setting.store.calls("watch") - before).isEqualTo(4);
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
		int millis = 0;
		while (setting.status("/a/").phase() != MirrorPhase.LIVE) {
			setting.advance(1);
			millis++;
		}
		return millis;
	}

}
