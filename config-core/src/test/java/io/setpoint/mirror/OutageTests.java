package io.setpoint.mirror;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.setpoint.store.LeaderLostException;
import io.setpoint.store.NobodyListensException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outage}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutageTests {

	private static final String OUT_OF_REACH = "etcd:/a/ is out of reach, its last good state stays: ";

	private static final String OTHER_REASON = "etcd:/a/ is still out of reach, now for another reason: ";

	private static final String LIVE = "etcd:/a/ is live again";

	private static final String ALL_OUT_OF_REACH = "etcd:/a/, etcd:/b/, rollout:c are out of reach,"
			+ " their last good state stays: ";

	private static final String ALL_LIVE = "etcd:/a/, etcd:/b/, rollout:c are live again";

	private static final StoreException UNHEARD = new NobodyListensException("nobody listens", null);

	private static final StoreException UNANSWERED = new StoreUnreachableException("no answer", null);

	private static final StoreException LEADERLESS = new LeaderLostException("no leader", null);

	private static final StoreException DENIED = new PermissionDeniedException("denied", null);

	private final VirtualLoop loop = new VirtualLoop();

	private final Outage outage = new Outage(this.loop);

	private final Retry a = location("etcd:/a/");

	private Retry location(String name) {
		Retry location = new Retry(MirrorSettings.defaults(), () -> 0.5, () -> name);
		this.outage.join(location);
		return location;
	}

	private void fail(Retry location, StoreException cause, int times) {
		for (int i = 0; i < times; i++) {
			location.failed(cause);
			this.outage.failed(location);
		}
	}

	private void end(Retry... locations) {
		for (Retry location : locations) {
			location.reset();
			this.outage.ended(location);
		}
	}

	private void awaitMoment() {
		this.loop.advance(Outage.MOMENT);
	}

	private void awaitReturn() {
		this.loop.advance(Outage.RETURN);
	}

	private static Stream<String> lines(CapturedOutput output) {
		return output.getAll().lines().map((line) -> line.substring(line.indexOf(" -- ") + 4));
	}

	@Test
	void outageIsToldOnceAndItsEndToo(CapturedOutput output) {
		fail(this.a, UNHEARD, 2);
		assertThat(output).isEmpty();
		fail(this.a, UNHEARD, 20);
		end(this.a, this.a);
		assertThat(lines(output)).containsExactly(OUT_OF_REACH + "nobody listens", LIVE);
	}

	@Test
	void outageWhenItIsOverAfterAMomentIsNotTold(CapturedOutput output) {
		fail(this.a, UNHEARD, 2);
		end(this.a);
		assertThat(output).isEmpty();
	}

	@Test
	void outageWhenItWasToldAlreadyIsNotToldAgainButItsEndIs(CapturedOutput output) {
		this.outage.told(this.a, UNHEARD);
		fail(this.a, UNHEARD, 20);
		assertThat(output).isEmpty();
		end(this.a);
		fail(this.a, UNHEARD, 3);
		assertThat(lines(output)).containsExactly(LIVE, OUT_OF_REACH + "nobody listens");
	}

	@Test
	void outageWhenItWasToldAlreadyAndIsOverAtOnceTellsItsEnd(CapturedOutput output) {
		this.outage.told(this.a, UNHEARD);
		end(this.a);
		assertThat(lines(output)).containsExactly(LIVE);
	}

	@Test
	void outageWhenItsReasonBecomesAnotherOneTellsThat(CapturedOutput output) {
		this.outage.told(this.a, UNHEARD);
		fail(this.a, UNHEARD, 1);
		fail(this.a, LEADERLESS, 2);
		assertThat(output).isEmpty();
		fail(this.a, LEADERLESS, 20);
		fail(this.a, UNHEARD, 3);
		assertThat(lines(output)).containsExactly(OTHER_REASON + "no leader", OTHER_REASON + "nobody listens");
	}

	@Test
	void outageWhenItIsSeenInAnotherWayIsNotToldAgain(CapturedOutput output) {
		this.outage.told(this.a, UNHEARD);
		fail(this.a, UNANSWERED, 20);
		fail(this.a, UNHEARD, 20);
		assertThat(output).isEmpty();
	}

	@Test
	void outageWhenMembersFailByTurnsIsToldOnce(CapturedOutput output) {
		for (int i = 0; i < 20; i++) {
			fail(this.a, UNHEARD, 1);
			fail(this.a, LEADERLESS, 1);
		}
		assertThat(lines(output)).containsExactly(OUT_OF_REACH + "nobody listens");
	}

	@Test
	void outageNamesAllLocationsThatFailForTheReasonAndSoDoesItsEnd(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		Retry c = location("rollout:c");
		fail(b, UNANSWERED, 1);
		fail(c, UNHEARD, 1);
		fail(this.a, UNHEARD, 3);
		assertThat(lines(output)).containsExactly(ALL_OUT_OF_REACH + "nobody listens");
		fail(b, UNHEARD, 20);
		fail(c, UNANSWERED, 20);
		end(c, this.a);
		assertThat(lines(output)).hasSize(1);
		end(b);
		assertThat(lines(output)).containsExactly(ALL_OUT_OF_REACH + "nobody listens", ALL_LIVE);
	}

	@Test
	void outageWaitsAMomentForTheLocationsThatHaveNotNoticed(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		location("rollout:c");
		fail(this.a, UNHEARD, 3);
		fail(b, UNHEARD, 1);
		assertThat(output).isEmpty();
		awaitMoment();
		assertThat(lines(output))
			.containsExactly("etcd:/a/, etcd:/b/ are out of reach, their last good state stays: nobody listens");
	}

	@Test
	void outageWhenItIsOverWithinTheMomentIsNotTold(CapturedOutput output) {
		location("etcd:/b/");
		fail(this.a, UNHEARD, 3);
		end(this.a);
		awaitMoment();
		assertThat(output).isEmpty();
	}

	@Test
	void outageWhenALocationFollowsLaterNamesItAlone(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		fail(this.a, UNHEARD, 3);
		awaitMoment();
		fail(b, UNHEARD, 3);
		assertThat(lines(output)).containsExactly(OUT_OF_REACH + "nobody listens",
				"etcd:/b/ is out of reach, its last good state stays: nobody listens");
	}

	@Test
	void outageWhenReasonsDifferHasALineForEach(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		fail(b, LEADERLESS, 2);
		fail(this.a, UNHEARD, 3);
		fail(b, LEADERLESS, 1);
		assertThat(lines(output)).containsExactly(OUT_OF_REACH + "nobody listens",
				"etcd:/b/ is out of reach, its last good state stays: no leader");
	}

	@Test
	void outageWhenTheReasonBecomesAnotherOneForSeveralTellsThatOnce(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		fail(b, UNHEARD, 1);
		fail(this.a, UNHEARD, 3);
		fail(b, LEADERLESS, 1);
		fail(this.a, LEADERLESS, 20);
		fail(b, LEADERLESS, 20);
		assertThat(lines(output)).containsExactly(
				"etcd:/a/, etcd:/b/ are out of reach, their last good state stays: nobody listens",
				"etcd:/a/, etcd:/b/ are still out of reach, now for another reason: no leader");
	}

	@Test
	void outageWhenOneWasToldForAnotherReasonSaysSoOfThatOneOnly(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		this.outage.told(this.a, LEADERLESS);
		fail(b, UNHEARD, 1);
		fail(this.a, UNHEARD, 3);
		assertThat(lines(output)).containsExactly("etcd:/b/ is out of reach, its last good state stays: nobody listens",
				OTHER_REASON + "nobody listens");
	}

	@Test
	void endWhenALocationStaysAwayIsToldAfterAWhile(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		this.outage.told(this.a, UNHEARD);
		this.outage.told(b, UNHEARD);
		end(this.a);
		fail(b, LEADERLESS, 1);
		awaitMoment();
		assertThat(output).isEmpty();
		awaitReturn();
		end(b);
		assertThat(lines(output)).containsExactly(LIVE, "etcd:/b/ is live again");
	}

	@Test
	void endWhenItWasNoneIsNotTold(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		this.outage.told(this.a, UNHEARD);
		this.outage.told(b, UNHEARD);
		end(this.a);
		fail(this.a, UNHEARD, 20);
		awaitReturn();
		assertThat(output).isEmpty();
		end(b, this.a);
		assertThat(lines(output)).containsExactly("etcd:/a/, etcd:/b/ are live again");
	}

	@Test
	void outageWhileAReturnWaitsIsToldByItself(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		Retry c = location("rollout:c");
		this.outage.told(this.a, UNHEARD);
		this.outage.told(b, UNHEARD);
		end(this.a);
		fail(c, LEADERLESS, 3);
		awaitMoment();
		assertThat(lines(output)).containsExactly("rollout:c is out of reach, its last good state stays: no leader");
		awaitReturn();
		assertThat(lines(output)).hasSize(2).last(InstanceOfAssertFactories.STRING).isEqualTo(LIVE);
	}

	@Test
	void outageWhenOnlyRefusalsAreToldIsLeftToSomebodyElse(CapturedOutput output) {
		this.outage.refusalsOnly();
		fail(this.a, UNHEARD, 20);
		end(this.a);
		assertThat(output).isEmpty();
		fail(this.a, UNHEARD, 3);
		fail(this.a, DENIED, 3);
		end(this.a);
		assertThat(lines(output)).containsExactly(OUT_OF_REACH + "denied", LIVE);
	}

	@Test
	void locationsThatHaveLeftAreForgotten(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		this.outage.told(this.a, UNHEARD);
		this.outage.told(b, UNHEARD);
		end(this.a);
		this.outage.leave(this.a);
		this.outage.leave(b);
		awaitReturn();
		end(this.a, b);
		assertThat(output).isEmpty();
	}

	@Test
	void locationThatHasLeftIsNotToldOfWithTheOthers(CapturedOutput output) {
		Retry b = location("etcd:/b/");
		location("rollout:c");
		fail(this.a, UNHEARD, 3);
		fail(b, UNHEARD, 1);
		this.outage.leave(this.a);
		awaitMoment();
		assertThat(output).isEmpty();
		fail(b, UNHEARD, 2);
		awaitMoment();
		assertThat(lines(output))
			.containsExactly("etcd:/b/ is out of reach, its last good state stays: nobody listens");
	}

	@Test
	void outageOfManyNamesSome(CapturedOutput output) {
		List<Retry> others = IntStream.range(0, Outage.NAMED + 1).mapToObj((i) -> location("'" + i + "/'")).toList();
		others.forEach((location) -> fail(location, UNHEARD, 1));
		fail(this.a, UNHEARD, 3);
		end(this.a);
		others.forEach(this::end);
		assertThat(lines(output)).first(InstanceOfAssertFactories.STRING)
			.startsWith("etcd:/a/, '0/', ")
			.endsWith("'8/' and 2 more are out of reach, their last good state stays: nobody listens");
	}

	@Test
	void mirrorsWithOneOutageAreToldOfTogether(CapturedOutput output) {
		ModelStore store = new ModelStore(this.loop);
		List<Mirrors> both = Stream.of("/one/", "/two/").map((prefix) -> mirrors(store, prefix)).toList();
		both.forEach(Mirrors::start);
		this.loop.advanceMillis(1000);
		this.outage.leave(this.a);
		store.unreachable = true;
		store.endAll();
		this.loop.advanceMillis(60_000);
		store.unreachable = false;
		this.loop.advanceMillis(60_000);
		assertThat(lines(output).filter((line) -> line.contains("/' "))).containsExactly(
				"'/one/', '/two/' are out of reach, their last good state stays: connection refused",
				"'/one/', '/two/' are live again");
		both.forEach(Mirrors::stop);
	}

	private Mirrors mirrors(ModelStore store, String prefix) {
		Mirrors mirrors = new Mirrors(store, this.loop, MirrorSettings.defaults(), List.of(prefix),
				InitialImage.live(store.image(prefix)), new Recorder(), () -> 0.5);
		mirrors.toldBy(this.outage);
		return mirrors;
	}

	@Test
	void momentThatWasLostIsSetAnewAfterAFailureThatIsNoFaultOfEtcds(CapturedOutput output) {
		location("etcd:/b/");
		fail(this.a, UNHEARD, 3);
		this.outage.recover();
		awaitMoment();
		assertThat(output).isEmpty();
		fail(this.a, UNHEARD, 1);
		awaitMoment();
		assertThat(lines(output)).containsExactly(OUT_OF_REACH + "nobody listens");
	}

	@Test
	void serverThatEndsAndComesBackIsTwoLines(CapturedOutput output) {
		Setting setting = live();
		setting.store.unreachable = true;
		setting.store.endAll();
		setting.advance(60_000);
		setting.store.unreachable = false;
		setting.advance(60_000);
		assertThat(lines(output).filter((line) -> line.contains("rollout:c")))
			.containsExactly(ALL_OUT_OF_REACH + "connection refused", ALL_LIVE);
		assertThat(lines(output)).noneMatch((line) -> line.startsWith("etcd:/b/"));
	}

	@Test
	void serverThatFallsSilentIsTwoLinesThoughItIsNoticedAtDifferentMoments(CapturedOutput output) {
		Setting setting = live();
		setting.advance(700);
		setting.store.put("/b/x", "1");
		setting.advance(700);
		setting.store.put("/c/x", "1");
		setting.advance(200);
		setting.store.freeze();
		setting.advance(60_000);
		setting.store.thaw();
		setting.advance(60_000);
		assertThat(lines(output).filter((line) -> line.contains("etcd:/") || line.contains("rollout:")))
			.containsExactly(ALL_OUT_OF_REACH + "etcd has not opened the watch within 4500 ms", ALL_LIVE);
	}

	private static Setting live() {
		Setting setting = new Setting();
		setting.randomness = new Random(1)::nextDouble;
		setting.live("/a/", "/b/", "/c/");
		setting.mirrors().named("/a/", "etcd:/a/");
		setting.mirrors().named("/b/", "etcd:/b/");
		setting.mirrors().named("/c/", "rollout:c");
		return setting;
	}

}
