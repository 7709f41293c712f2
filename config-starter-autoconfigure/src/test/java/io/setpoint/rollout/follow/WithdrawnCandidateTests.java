package io.setpoint.rollout.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.Subject;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.archive.StoredVersion;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
 * Tests that a candidate goes when its rollout ends, whatever was there before it:
 * another version, or none.
 */
class WithdrawnCandidateTests {

	private static final String STATE = FollowedScene.KEYS.state("shop");

	private static final String VERSIONS = FollowedScene.KEYS.versions("shop");

	private static final Subject ADA = Subject.of("ada");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	static Stream<Arguments> ends() {
		return Stream.of(End.values())
			.flatMap((end) -> Stream.of(Scope.values())
				.flatMap((scope) -> Stream.of(true, false)
					.flatMap((first) -> Stream.of(true, false)
						.map((paused) -> Arguments.of(end, scope, first, paused)))));
	}

	@ParameterizedTest(name = "{0} of a rollout over {1}, the first of all: {2}, after a pause: {3}")
	@MethodSource("ends")
	void candidateWhenItsRolloutEndsGoes(End end, Scope scope, boolean first, boolean paused) {
		String stable = first ? null : "v1";
		run(first, (scene) -> {
			start(scene, scope);
			if (paused) {
				scene.state(3, "shop", new Command.Pause());
			}
			assertThat(discountOfCandidate(scene, scope)).isEqualTo(20);
			end.in(scene, 4);
			assertWithdrawn(scene, stable);
			assertThat(scene.last("shop").verdict())
				.isEqualTo((end == End.STATE_DELETED) ? Verdict.REFUSED : Verdict.ACCEPTED);
			assertThat(scene.last("shop").state().phase().isActive()).isFalse();
			scene.state(5, "shop", new Command.Release("v2"));
			assertThat(discount(scene)).isEqualTo(20);
			assertThat(scene.last("shop")).extracting(Following::version, Following::verdict)
				.containsExactly("v2", Verdict.ACCEPTED);
			assertThat(scene.pipeline.accepted().refusals()).isEmpty();
		});
	}

	@Test
	void candidateWhenNothingCanTakeItsPlaceStaysAndIsRefused() {
		KeyValue candidate = FollowedScene.version("shop", "v2", "needed: {name: ada}");
		KeyValue shown = StoredVersion.of(candidate).entry();
		ImportedRollout imported = new ImportedRollout("shop", VERSIONS, STATE, 1,
				List.of(FollowedScene.entry(STATE, RolloutFormat.write(running()), 1)), shown);
		FollowedScene.run(this.runner.withUserConfiguration(Demanding.class), (scene) -> {
			scene.state(2, "shop", new Command.Abort());
			assertThat(scene.live(Needed.class).get().name()).isEqualTo("ada");
			assertThat(scene.last("shop")).extracting(Following::version, Following::verdict)
				.containsExactly("v2", Verdict.REFUSED);
			assertThat(scene.last("shop").reason()).contains("needed.name");
			scene.state(3, "shop", new Command.Release("v2"));
			assertThat(scene.last("shop").verdict()).isEqualTo(Verdict.ACCEPTED);
		}, List.of(shown), imported);
	}

	private static RolloutState running() {
		return Transition
			.of(RolloutState.INITIAL, new Command.Start("v2", plan(Scope.INSTANCES), "salt"), "alice", Instant.EPOCH,
					null)
			.state();
	}

	private static Plan plan(Scope scope) {
		Duration bake = Duration.ofHours(1);
		return Plan.of((scope == Scope.INSTANCES) ? Stage.instances(100, bake) : Stage.requests(100, bake));
	}

	private static void start(FollowedScene scene, Scope scope) {
		scene.state(2, "shop", new Command.Start("v2", plan(scope), "salt"));
		scene.answer(FollowedScene.version("shop", "v2", "pricing: {discount: 20}"));
	}

	private static int discountOfCandidate(FollowedScene scene, Scope scope) {
		Pricing pricing = (scope == Scope.REQUESTS) ? scene.live(Pricing.class).get(ADA)
				: scene.live(Pricing.class).get();
		return pricing.discount();
	}

	private static void assertWithdrawn(FollowedScene scene, @Nullable String stable) {
		int discount = (stable != null) ? 10 : 0;
		assertThat(discount(scene)).isEqualTo(discount);
		assertThat(scene.live(Pricing.class).get(ADA).discount()).isEqualTo(discount);
		assertThat(scene.pipeline.assigner().isVaried()).isFalse();
		assertThat(scene.pipeline.accepted().content(VERSIONS).version()).isEqualTo(stable);
		assertThat(scene.last("shop")).extracting(Following::version, Following::candidate)
			.containsExactly(stable, null);
	}

	private static int discount(FollowedScene scene) {
		return scene.live(Pricing.class).get().discount();
	}

	private static ImportedRollout nothing() {
		return new ImportedRollout("shop", VERSIONS, STATE, 1, List.of(), null);
	}

	private void run(boolean first, Consumer<FollowedScene> test) {
		ImportedRollout imported = first ? nothing() : FollowedScene.imported("shop", "pricing: {discount: 10}");
		KeyValue version = imported.version();
		FollowedScene.run(this.runner, test, (version != null) ? List.of(version) : List.of(), imported);
	}

	/**
	 * What leads to no rollout.
	 */
	enum End {

		/**
		 * Somebody ends it.
		 */
		ABORT {

			@Override
			void in(FollowedScene scene, long revision) {
				scene.state(revision, "shop", new Command.Abort());
			}

		},

		/**
		 * A guard, a refusal or a person takes it back.
		 */
		ROLLBACK {

			@Override
			void in(FollowedScene scene, long revision) {
				scene.state(revision, "shop", new Command.Rollback(null));
			}

		},

		/**
		 * Somebody deletes the state.
		 */
		STATE_DELETED {

			@Override
			void in(FollowedScene scene, long revision) {
				scene.delete(revision, STATE);
				scene.forget("shop");
			}

		};

		abstract void in(FollowedScene scene, long revision);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Application {

		@Bean
		FollowedScene.Rejections rejections() {
			return new FollowedScene.Rejections();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Needed.class)
	static class Demanding {

	}

	@ConfigurationProperties("needed")
	@Validated
	record Needed(@NotNull String name) {
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Min(0) int discount, @DefaultValue("1") int minimum) {
	}

}
