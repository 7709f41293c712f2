package io.setpoint.rollout.follow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.Subject;
import io.setpoint.acceptance.Refusal;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreUnreachableException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutFollower}, {@link FollowedRollout} with its states and
 * {@link VersionReads}, against a store that is scripted and in virtual time.
 */
class RolloutFollowerTests {

	private static final String STATE = FollowedScene.KEYS.state("shop");

	private static final String VERSION_2 = FollowedScene.KEYS.version("shop", "v2");

	private static final Duration BAKE = Duration.ofMinutes(10);

	private static final Plan INSTANCES = Plan.of(Stage.instances(50, BAKE), Stage.instances(100, BAKE));

	private static final Plan REQUESTS = Plan.of(Stage.requests(99, BAKE), Stage.requests(100, BAKE));

	private static final Subject ADA = Subject.of("ada");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@Test
	void versionWhenItsReadIsAnsweredLateIsShownThen() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			assertFollowing(scene, 2, "v1", Verdict.PENDING);
			scene.loop.advance(Duration.ofMinutes(1));
			assertThat(discount(scene)).isEqualTo(10);
			scene.answer(version("v2", 20));
			assertThat(discount(scene)).isEqualTo(20);
			assertFollowing(scene, 2, "v2", Verdict.ACCEPTED);
			assertThat(scene.store.reads()).containsExactly(VERSION_2);
		});
	}

	@Test
	void versionWhenItsReadFailsIsReadAgain() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			for (int i = 0; i < 10; i++) {
				scene.store.fail(VERSION_2, new StoreUnreachableException("gone", null));
				scene.settle();
				assertThat(scene.store.reads()).hasSize(i + 1);
				scene.loop.advance(Duration.ofSeconds(3));
				assertThat(scene.store.reads()).hasSize(i + 2);
				assertFollowing(scene, 2, "v1", Verdict.PENDING);
			}
			scene.answer(version("v2", 20));
			assertFollowing(scene, 2, "v2", Verdict.ACCEPTED);
		});
	}

	@Test
	void versionWhenItMayNotBeReadIsRefusedAndTakenUpWhenItMay() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.store.fail(VERSION_2, new PermissionDeniedException("no right", null));
			scene.settle();
			assertRefusal(scene, 2, "version 'v2' may not be read: no right");
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			scene.loop.advance(Duration.ofSeconds(6));
			scene.answer(version("v2", 20));
			assertFollowing(scene, 2, "v2", Verdict.ACCEPTED);
		});
	}

	@Test
	void versionWhenItIsMissingIsReportedOnceAndTakenUpWhenItIsPublished() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			for (int i = 0; i < 5; i++) {
				scene.answerMissing("shop", "v2");
				scene.loop.advance(Duration.ofSeconds(6));
			}
			assertRefusal(scene, 2, "version 'v2' does not exist: publish it, or roll back to a version that does");
			assertThat(scene.rejections()).hasSize(1);
			assertThat(tellings(scene, 2)).containsExactly(Verdict.PENDING, Verdict.REFUSED);
			scene.answer(version("v2", 20));
			assertThat(discount(scene)).isEqualTo(20);
			assertFollowing(scene, 2, "v2", Verdict.ACCEPTED);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
		});
	}

	@Test
	void versionWhenItIsPublishedAndItsProposalFailsIsProposedAgain() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answerMissing("shop", "v2");
			scene.proposalFails = true;
			scene.loop.advance(Duration.ofSeconds(6));
			scene.answer(version("v2", 20));
			assertThat(scene.proposalFails).isFalse();
			assertThat(discount(scene)).isEqualTo(20);
			assertFollowing(scene, 2, "v2", Verdict.ACCEPTED);
		});
	}

	@Test
	void versionWhenItIsMissingForAStateThatIsGoneIsShownAndTheStateStaysReported() {
		ImportedRollout nothing = new ImportedRollout("shop", FollowedScene.KEYS.versions("shop"), STATE, 1, List.of(),
				null);
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v1"), new Command.Start("v2", INSTANCES, "salt"),
					FollowedScene.cohort("one"));
			scene.answer(version("v2", 20));
			scene.answerMissing("shop", "v1");
			scene.delete(3, STATE);
			scene.answerMissing("shop", "v1");
			scene.loop.advance(Duration.ofSeconds(6));
			scene.answer(version("v1", 10));
			assertThat(discount(scene)).isEqualTo(10);
			assertFollowing(scene, 3, "v1", Verdict.REFUSED);
			assertRefusal(scene, 3, "it was deleted: put it back, or release a version");
		}, List.of(), nothing);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void versionsWhenTheyDoNotChangeAreParsedOnceInAWholeRollout(boolean overRequests) {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(labelled("v2"));
			scene.state(3, "shop", new Command.Start("v3", overRequests ? REQUESTS : INSTANCES, "salt"));
			scene.answer(labelled("v3"));
			scene.state(4, "shop", new Command.Pause());
			scene.state(5, "shop", new Command.Resume());
			if (!overRequests) {
				scene.state(6, "shop", FollowedScene.cohort("other"));
				scene.state(7, "shop", FollowedScene.cohort("other", "one"));
			}
			scene.put(8, FollowedScene.PLAIN, FollowedScene.PLAIN + "pricing/minimum", "3");
			scene.state(9, "shop", new Command.Promote());
			scene.state(10, "shop", new Command.Promote());
			assertFollowing(scene, 10, "v3", Verdict.ACCEPTED);
			scene.state(11, "shop", new Command.Rollback(null));
			assertFollowing(scene, 11, "v2", Verdict.ACCEPTED);
			assertThat(scene.texts).containsExactly("v2", "v3");
		});
	}

	@Test
	void versionWhenItIsMissingIsOvertakenByTheNextState() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answerMissing("shop", "v2");
			scene.state(3, "shop", new Command.Release("v1"));
			assertFollowing(scene, 3, "v1", Verdict.ACCEPTED);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
			scene.loop.advance(Duration.ofMinutes(1));
			assertThat(scene.store.reads()).containsExactly(VERSION_2);
		});
	}

	@Test
	void versionWhenANewStateAsksForItAgainIsReadAtOnce() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answerMissing("shop", "v2");
			scene.state(3, "shop", new Command.Release("v2"));
			assertFollowing(scene, 3, "v1", Verdict.PENDING);
			scene.answer(version("v2", 20));
			assertFollowing(scene, 3, "v2", Verdict.ACCEPTED);
			assertThat(tellings(scene, 3)).doesNotContain(Verdict.REFUSED);
		});
	}

	@Test
	void versionWhenItsDigestDoesNotMatchIsRefusedWithoutItsValues() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			String stored = new String(version("v2", 20).value(), StandardCharsets.UTF_8);
			scene
				.answer(FollowedScene.entry(VERSION_2, stored.replace("20", "21").getBytes(StandardCharsets.UTF_8), 1));
			assertRefusal(scene, 2, "version 'v2' cannot be used: It is no Version: The digest of version 'v2' does"
					+ " not match its document: it was altered");
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense secret", "{", "[]", "null", "{\"id\": \"v2\"}" })
	void versionWhenItCannotBeReadIsRefusedWithoutItsValues(String stored) {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(FollowedScene.entry(VERSION_2, stored.getBytes(StandardCharsets.UTF_8), 1));
			assertRefusal(scene, 2, "version 'v2' cannot be used: It is no Version");
			assertThat(last(scene).reason()).doesNotContain("secret");
		});
	}

	@Test
	void versionWhenItIsStoredUnderAnotherNameIsRefused() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(FollowedScene.entry(VERSION_2, version("v3", 30).value(), 1));
			assertRefusal(scene, 2, "version 'v2' cannot be used: It is version 'v3' under another name");
		});
	}

	@Test
	void versionWhenItDoesNotBindIsRefusedAndTheOneBeforeStays() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 95));
			assertThat(discount(scene)).isEqualTo(10);
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			assertThat(last(scene).reason()).contains("must be less than or equal to 90");
			scene.state(3, "shop", new Command.Rollback(null));
			assertFollowing(scene, 3, "v1", Verdict.ACCEPTED);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
		});
	}

	@Test
	void versionWhenItIsPublishedLateAndCannotBeParsedLeavesTheOneBeforeWhole() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answerMissing("shop", "v2");
			scene.loop.advance(Duration.ofSeconds(6));
			scene.answer(FollowedScene.version("shop", "v2", "pricing: {discount: 1"));
			assertThat(discount(scene)).isEqualTo(10);
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "pricing: {discount: 1", "pricing: {discount: 95}", "shipping: {fee: none}" })
	void versionWhenItIsFoundByAReReadAndIsNotValidLeavesTheOneBeforeWhole(String document) {
		run((scene) -> {
			scene.rereads = true;
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(FollowedScene.version("shop", "v2", document));
			assertThat(discount(scene)).isEqualTo(10);
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			scene.state(3, "shop", new Command.Release("v3"));
			scene.answer(version("v3", 30));
			assertFollowing(scene, 3, "v3", Verdict.ACCEPTED);
			assertThat(discount(scene)).isEqualTo(30);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
		});
	}

	@Test
	void versionWhenItWasShownBeforeIsShownAgainWithoutARead() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 20));
			scene.state(3, "shop", new Command.Rollback(null));
			assertThat(discount(scene)).isEqualTo(10);
			assertFollowing(scene, 3, "v1", Verdict.ACCEPTED);
			assertThat(scene.store.reads()).containsExactly(VERSION_2);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "{}", "{\"phase\": \"RUNNING\", \"since\": \"2026-01-01T00:00:00Z\"}" })
	void stateWhenItMakesNoSenseIsReportedOnceAndTheLastGoodVersionStays(String state) {
		run((scene) -> {
			scene.put(2, RolloutKeys.followed(STATE), STATE, state);
			scene.put(3, FollowedScene.PLAIN, FollowedScene.PLAIN + "pricing/minimum", "3");
			assertThat(scene.rejections()).hasSize(1);
			assertRefusal(scene, 2, "the last good state stays: repair it or delete it");
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			assertThat(pricing(scene)).isEqualTo(new Pricing(10, 3));
		});
	}

	@Test
	void stateWhenItIsDeletedIsReportedOnceAndTheLastGoodVersionStays() {
		run((scene) -> {
			scene.delete(2, STATE);
			assertThat(scene.rejections()).hasSize(1);
			assertRefusal(scene, 2, "it was deleted: put it back, or release a version; the last good one stays");
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			assertThat(discount(scene)).isEqualTo(10);
		});
	}

	@Test
	void stateWhenItIsRepairedIsFollowed() {
		run((scene) -> {
			scene.put(2, RolloutKeys.followed(STATE), STATE, "nonsense");
			scene.delete(3, STATE);
			scene.state(4, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 20));
			assertFollowing(scene, 4, "v2", Verdict.ACCEPTED);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
			assertThat(scene.rejections()).hasSize(2);
		});
	}

	@Test
	void stateWhenItIsGoneAtStartIsReportedUntilItIsPutBack() {
		ImportedRollout before = FollowedScene.imported("shop", "pricing: {discount: 10}");
		KeyValue version = before.version();
		ImportedRollout deleted = new ImportedRollout("shop", before.prefix(), STATE, 5, List.of(), null);
		run((scene) -> {
			assertRefusal(scene, 5, "it was deleted: put it back, or release a version; the last good one stays");
			assertFollowing(scene, 5, "v1", Verdict.REFUSED);
			scene.state(6, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 20));
			assertFollowing(scene, 6, "v2", Verdict.ACCEPTED);
			assertThat(discount(scene)).isEqualTo(20);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
		}, List.of(version), deleted);
	}

	@Test
	void stateWhenItCouldNotBeReadAtStartIsNotReported() {
		ImportedRollout before = FollowedScene.imported("shop", "pricing: {discount: 10}");
		KeyValue version = before.version();
		ImportedRollout unread = new ImportedRollout("shop", before.prefix(), STATE, 0, List.of(), null);
		run((scene) -> assertThat(scene.pipeline.accepted().refusals()).isEmpty(), List.of(version), unread);
	}

	@Test
	void stateWhenNothingWasEverReleasedIsNotReported() {
		ImportedRollout nothing = new ImportedRollout("shop", FollowedScene.KEYS.versions("shop"), STATE, 5, List.of(),
				null);
		run((scene) -> {
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
			scene.state(6, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 20));
			assertFollowing(scene, 6, "v2", Verdict.ACCEPTED);
		}, List.of(), nothing);
	}

	@Test
	void statesWhenTheFirstHasToWaitAreFollowedInOrder() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.state(3, "shop", new Command.Release("v3"));
			assertThat(scene.store.reads()).containsExactly(VERSION_2);
			scene.answer(version("v2", 20));
			assertFollowing(scene, 3, "v2", Verdict.PENDING);
			assertThat(discount(scene)).isEqualTo(20);
			scene.answer(version("v3", 30));
			assertFollowing(scene, 3, "v3", Verdict.ACCEPTED);
			assertThat(scene.told).extracting(Following::revision).isSorted();
		});
	}

	@Test
	void stateWhenItHasToWaitIsNotRefusedForTheVersionBefore() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 95));
			scene.state(3, "shop", new Command.Release("v3"));
			assertFollowing(scene, 3, "v1", Verdict.PENDING);
			scene.answer(version("v3", 30));
			assertFollowing(scene, 3, "v3", Verdict.ACCEPTED);
			assertThat(tellings(scene, 3)).doesNotContain(Verdict.REFUSED);
		});
	}

	@Test
	void stateWhenItHasToWaitIsNotOvertakenByTheOneBefore() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answerMissing("shop", "v2");
			scene.state(3, "shop", new Command.Release("v3"));
			scene.loop.advance(Duration.ofMinutes(1));
			assertThat(scene.store.reads()).containsExactly(VERSION_2, FollowedScene.KEYS.version("shop", "v3"));
			assertFollowing(scene, 3, "v1", Verdict.PENDING);
		});
	}

	@Test
	void plainLocationWhenAStateBeforeHasToWaitWaitsToo() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Release("v2"));
			scene.put(3, FollowedScene.PLAIN, FollowedScene.PLAIN + "pricing/minimum", "3");
			assertThat(pricing(scene)).isEqualTo(new Pricing(10, 1));
			scene.answer(version("v2", 20));
			assertThat(pricing(scene)).isEqualTo(new Pricing(20, 3));
		});
	}

	@Test
	void candidateWhenItIsForOtherInstancesIsReadAheadAndNeedsNoReadLater() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", INSTANCES, "salt"), FollowedScene.cohort("other"));
			assertThat(scene.store.reads()).containsExactly(VERSION_2);
			assertFollowing(scene, 2, "v1", Verdict.ACCEPTED);
			scene.answer(version("v2", 20));
			assertThat(discount(scene)).isEqualTo(10);
			scene.state(3, "shop", FollowedScene.cohort("other", "one"));
			assertThat(discount(scene)).isEqualTo(20);
			assertThat(tellings(scene, 3)).containsExactly(Verdict.ACCEPTED);
			assertThat(scene.store.reads()).hasSize(1);
		});
	}

	@Test
	void candidateWhenItWaitsForApprovalIsReadAheadAndNotShown() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS.withApproval(Approval.REQUIRED), "salt"));
			scene.answer(version("v2", 20));
			assertFollowing(scene, 2, "v1", Verdict.ACCEPTED);
			assertThat(scene.pipeline.assigner().isVaried()).isFalse();
		});
	}

	@Test
	void candidateWhenItIsMissingAndForOtherInstancesIsNotRefusedHere() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", INSTANCES, "salt"), FollowedScene.cohort("other"));
			scene.answerMissing("shop", "v2");
			assertThat(tellings(scene, 2)).containsExactly(Verdict.ACCEPTED);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
		});
	}

	@Test
	void candidateOfSomeRequestsIsShownToThemWhenItIsThere() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS, "salt"));
			assertFollowing(scene, 2, "v1", Verdict.PENDING);
			scene.answer(version("v2", 20));
			assertFollowing(scene, 2, "v1", Verdict.ACCEPTED);
			assertThat(last(scene).candidate()).isEqualTo("v2");
			assertThat(discount(scene)).isEqualTo(10);
			assertThat(scene.live(Pricing.class).get(ADA).discount()).isEqualTo(20);
		});
	}

	@Test
	void statesAreAnnouncedBeforeAnythingOfThemIsVisible() {
		run((scene) -> {
			scene.announced.clear();
			scene.state(2, "shop", new Command.Start("v2", INSTANCES, "salt"), FollowedScene.cohort("one"));
			assertThat(scene.announced).isEmpty();
			scene.answer(version("v2", 20));
			scene.state(3, "shop", new Command.Abort(), new Command.Start("v2", REQUESTS, "pepper"));
			scene.state(4, "shop", new Command.Abort());
			assertThat(scene.announced).containsExactly("RUNNING beside v1", "RUNNING beside v2",
					"ABORTED beside v1 and a candidate");
		});
	}

	@Test
	void candidateOfSomeRequestsWhenReplacedWhileItsReadIsUnderWayIsNeverShown() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS, "salt"));
			scene.state(3, "shop", new Command.Abort(), new Command.Start("v3", REQUESTS, "pepper"));
			scene.answer(version("v2", 20));
			assertThat(scene.live(Pricing.class).get(ADA).discount()).isEqualTo(10);
			assertFollowing(scene, 3, "v1", Verdict.PENDING);
			scene.answer(version("v3", 30));
			assertThat(scene.live(Pricing.class).get(ADA).discount()).isEqualTo(30);
			assertFollowing(scene, 3, "v1", Verdict.ACCEPTED);
		});
	}

	@Test
	void candidateOfSomeRequestsWhenItDoesNotBindIsRefused() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS, "salt"));
			scene.answer(version("v2", 95));
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			assertThat(last(scene).candidate()).isNull();
			assertThat(last(scene).reason()).contains("must be less than or equal to 90");
			scene.state(3, "shop", new Command.Rollback(null));
			assertFollowing(scene, 3, "v1", Verdict.ACCEPTED);
		});
	}

	@Test
	void candidateOfSomeRequestsWhenItIsMissingIsRefusedUntilItIsThere() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS, "salt"));
			for (int i = 0; i < 5; i++) {
				scene.answerMissing("shop", "v2");
				scene.loop.advance(Duration.ofSeconds(6));
			}
			assertThat(tellings(scene, 2)).containsExactly(Verdict.PENDING, Verdict.REFUSED);
			assertThat(last(scene).reason()).contains("version 'v2' does not exist");
			scene.answer(version("v2", 20));
			assertFollowing(scene, 2, "v1", Verdict.ACCEPTED);
			assertThat(last(scene).candidate()).isEqualTo("v2");
		});
	}

	@Test
	void candidateOfSomeRequestsWhenItWasMissingIsForgottenWithItsRollout() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS, "salt"));
			scene.answerMissing("shop", "v2");
			assertFollowing(scene, 2, "v1", Verdict.REFUSED);
			scene.state(3, "shop", new Command.Rollback(null));
			assertFollowing(scene, 3, "v1", Verdict.ACCEPTED);
		});
	}

	@Test
	void readThatWasIssuedForAnEarlierStateDoesNotSayThatAVersionIsMissing() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS.withApproval(Approval.REQUIRED), "salt"));
			scene.state(3, "shop", new Command.Release("v2"));
			scene.answerMissing("shop", "v2");
			assertFollowing(scene, 3, "v1", Verdict.PENDING);
			scene.answer(version("v2", 20));
			assertFollowing(scene, 3, "v2", Verdict.ACCEPTED);
		});
	}

	@Test
	void readThatWasIssuedForAnEarlierStateIsNotRepeated() {
		run((scene) -> {
			scene.state(2, "shop", new Command.Start("v2", REQUESTS, "salt"));
			scene.state(3, "shop", new Command.Abort());
			scene.store.fail(VERSION_2, new StoreUnreachableException("gone", null));
			scene.loop.advance(Duration.ofMinutes(1));
			assertThat(scene.store.reads()).containsExactly(VERSION_2);
		});
	}

	@Test
	void listenerThatFailsKeepsNothingFromTheOthers() {
		run((scene) -> {
			scene.listenerFails = true;
			scene.state(2, "shop", new Command.Release("v2"));
			scene.answer(version("v2", 20));
			assertFollowing(scene, 2, "v2", Verdict.ACCEPTED);
		});
	}

	@ParameterizedTest
	@CsvSource({ "shop,other", "other,shop" })
	void candidateOfSomeRequestsWhenAnotherRolloutHasItsTypeIsShownWhenThatEnds(String first, String second) {
		run((scene) -> {
			scene.state(2, first, new Command.Start("v2", REQUESTS, "salt"));
			scene.answer(FollowedScene.version(first, "v2", "pricing: {discount: 20}"));
			scene.state(3, second, new Command.Start("v2", REQUESTS, "salt"));
			scene.answer(FollowedScene.version(second, "v2", "pricing: {minimum: 3}"));
			assertThat(scene.last(second).verdict()).isEqualTo(Verdict.REFUSED);
			assertThat(scene.last(second).reason()).contains("has another candidate already");
			scene.state(4, first, new Command.Abort());
			assertThat(scene.last(second).verdict()).isEqualTo(Verdict.ACCEPTED);
			assertThat(scene.last(second).candidate()).isEqualTo("v2");
			assertThat(scene.live(Pricing.class).get(ADA).minimum()).isEqualTo(3);
		});
	}

	private void run(Consumer<FollowedScene> test) {
		ImportedRollout shop = FollowedScene.imported("shop", "pricing: {discount: 10}");
		ImportedRollout other = FollowedScene.imported("other", "unread: 1");
		run(test, Stream.of(shop, other).map(ImportedRollout::version).toList(), shop, other);
	}

	private void run(Consumer<FollowedScene> test, List<KeyValue> shown, ImportedRollout... imports) {
		FollowedScene.run(this.runner, test, shown, imports);
	}

	private static KeyValue version(String id, int discount) {
		return FollowedScene.version("shop", id, "pricing: {discount: " + discount + "}");
	}

	private static KeyValue labelled(String id) {
		return FollowedScene.version("shop", id, "{pricing: {discount: 30}, label: " + id + "}");
	}

	private static Pricing pricing(FollowedScene scene) {
		return scene.live(Pricing.class).get();
	}

	private static int discount(FollowedScene scene) {
		return pricing(scene).discount();
	}

	private static Following last(FollowedScene scene) {
		return scene.last("shop");
	}

	private static void assertFollowing(FollowedScene scene, long revision, String version, Verdict verdict) {
		assertThat(last(scene)).extracting(Following::revision, Following::version, Following::verdict)
			.containsExactly(revision, version, verdict);
		assertThat(last(scene).reason() != null).isEqualTo(verdict == Verdict.REFUSED);
	}

	private static void assertRefusal(FollowedScene scene, long revision, String reason) {
		assertThat(scene.pipeline.accepted().refusals()).singleElement()
			.extracting(Refusal::key, Refusal::revision)
			.containsExactly(STATE, revision);
		assertThat(scene.pipeline.accepted().refusals()).extracting(Refusal::reason)
			.singleElement()
			.asString()
			.contains(reason);
	}

	private static List<Verdict> tellings(FollowedScene scene, long revision) {
		return scene.told.stream()
			.filter((following) -> following.revision() == revision)
			.map(Following::verdict)
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Shipping.class })
	static class Application {

		@Bean
		FollowedScene.Rejections rejections() {
			return new FollowedScene.Rejections();
		}

	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Min(0) @Max(90) int discount, @DefaultValue("1") int minimum) {
	}

	@ConfigurationProperties("shipping")
	record Shipping(@DefaultValue("1") int fee) {
	}

}
