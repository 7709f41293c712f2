package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.Subject;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A candidate that was never released is nowhere after the end of its rollout, whenever
 * an application that had it hears of that end.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class WithdrawnCandidateTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Subject ADA = Subject.of("ada");

	private final EtcdInMemory etcd;

	private RolloutState state = RolloutState.INITIAL;

	private Application application;

	@TempDir
	private Path folder;

	WithdrawnCandidateTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void publish() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.etcd.deletePrefix("");
		publish("v1", 10);
		publish("v2", 20);
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private void publish(String id, int discount) {
		this.etcd.put(KEYS.version("shop", id), text(
				Version.of(id, "alice", null, Map.of(), null, Instant.now(), "pricing: {discount: " + discount + "}")));
	}

	private static String text(Object value) {
		return new String(RolloutFormat.write(value), StandardCharsets.UTF_8);
	}

	private void write(Command command) {
		Transition transition = Transition.of(this.state, command, "alice", Instant.now(), null);
		this.state = transition.state();
		this.etcd.txn((txn) -> txn.put(KEYS.state("shop"), text(this.state))
			.put(KEYS.history("shop", this.state.serial()), text(transition.entry())));
	}

	private void run() {
		this.application = Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports("rollout:shop")
			.snapshots(this.folder)
			.with("spring.application.name=shop", "setpoint.instance.id=one", "setpoint.rollout.controller=false",
					"setpoint.config.startup-timeout=" + (this.etcd.isRunning() ? "60s" : "1s"))
			.run();
	}

	private int discount() {
		return this.application.get(Pricing.class).discount();
	}

	private int discountOfRequests() {
		return this.application.live(Pricing.class).get(ADA).discount();
	}

	private boolean isSaved(String version) {
		return new SnapshotFile(this.folder, "shop").read()
			.stream()
			.flatMap((saved) -> saved.locations().get(KEYS.versions("shop")).stream())
			.anyMatch((entry) -> entry.key().endsWith("/" + version));
	}

	static Stream<Arguments> ends() {
		return Stream.of(End.values())
			.flatMap((end) -> Stream.of(Scope.values())
				.flatMap((scope) -> Stream.of(Moment.values())
					.filter((moment) -> moment != Moment.AFTER_A_START_WITHOUT_ETCD || end == End.ABORT)
					.flatMap((moment) -> Stream.of(true, false)
						.map((first) -> Arguments.of(end, scope, moment, first)))));
	}

	@ParameterizedTest(name = "{0} of a rollout over {1}, heard of {2}, the first of all: {3}")
	@MethodSource("ends")
	void candidateWhenItsRolloutEndsGoes(End end, Scope scope, Moment moment, boolean first) {
		if (!first) {
			write(new Command.Release("v1"));
		}
		Duration bake = Duration.ofHours(1);
		write(new Command.Start("v2",
				Plan.of((scope == Scope.REQUESTS) ? Stage.requests(100, bake) : Stage.instances(100, bake)), "salt"));
		run();
		Application.await("the candidate", () -> discountOfRequests() == 20);
		assertThat(discount() == 20).isEqualTo(scope == Scope.INSTANCES);
		hear(end, moment, (first || scope == Scope.INSTANCES) ? "v2" : "v1", scope);
		int expected = first ? 0 : 10;
		Application.await("the end", () -> discount() == expected && discountOfRequests() == expected);
		assertThat(this.application.bean(AcceptancePipeline.class).assigner().isVaried()).isFalse();
		assertThat(this.application.live(Pricing.class).origin().version()).isEqualTo(first ? null : "v1");
		Application.await("the property",
				() -> (first ? "null" : "10").equals(String.valueOf(this.application.property("pricing.discount"))));
	}

	private void hear(End end, Moment moment, String saved, Scope scope) {
		if (moment == Moment.RUNNING) {
			end.in(this);
			return;
		}
		this.application.awaitFollowed();
		if (scope == Scope.INSTANCES) {
			Application.await("the file", () -> isSaved(saved));
		}
		this.application.close();
		if (moment == Moment.AT_START) {
			end.in(this);
			run();
			return;
		}
		this.etcd.stop();
		run();
		this.etcd.restart();
		end.in(this);
	}

	/**
	 * When it is heard of.
	 */
	enum Moment {

		/**
		 * By the watch.
		 */
		RUNNING,

		/**
		 * When the application starts again.
		 */
		AT_START,

		/**
		 * After a start from the last good state, when etcd is back.
		 */
		AFTER_A_START_WITHOUT_ETCD

	}

	/**
	 * What ends a rollout.
	 */
	enum End {

		ABORT {

			@Override
			void in(WithdrawnCandidateTests test) {
				test.write(new Command.Abort());
			}

		},

		ROLLBACK {

			@Override
			void in(WithdrawnCandidateTests test) {
				test.write(new Command.Rollback(null));
			}

		},

		STATE_DELETED {

			@Override
			void in(WithdrawnCandidateTests test) {
				test.etcd.delete(KEYS.state("shop"));
			}

		};

		abstract void in(WithdrawnCandidateTests test);

	}

}
