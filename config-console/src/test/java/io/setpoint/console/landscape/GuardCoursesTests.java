package io.setpoint.console.landscape;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.memory.MemoryServer;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardCourses}.
 */
class GuardCoursesTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void pointsAreBoundedAndSpanTheWholeStage() {
		try (MemoryServer etcd = new MemoryServer()) {
			etcd.start();
			try (WritableStore store = Stores.connect(EtcdConnection.to("http://127.0.0.1:" + etcd.port()));
					LandscapeWatch watch = new LandscapeWatch(store, new RolloutKeys("/rollouts", "/fleet"),
							MirrorSettings.defaults());
					GuardCourses courses = new GuardCourses(watch)) {
				RolloutState state = running();
				for (int i = 0; i < 100_000; i++) {
					courses.observe("shop", configuration(state, i), i * SECOND / 2);
				}
				Configuration last = configuration(state, 0);
				List<GuardCourses.Point> points = courses.points(last, "errors");
				assertThat(points).hasSizeBetween(30, 120);
				assertThat(points.get(0).at()).isZero();
				assertThat(points.get(points.size() - 1).at()).isGreaterThan(40_000 * SECOND);
				courses.observe("shop", configuration(RolloutState.INITIAL, 0), 0);
				assertThat(courses.points(last, "errors")).isEmpty();
			}
		}
	}

	private static RolloutState running() {
		Plan plan = Plan.of(Stage.instances(100, Duration.ofHours(20))
			.guardedBy(List.of(Guard.ratio("errors", "http.server.requests", Map.of(), 0.1))));
		RolloutState started = Transition
			.of(RolloutState.INITIAL, new Command.Start("v1", plan, "salt"), "ada", Instant.EPOCH, null)
			.state();
		Cohort cohort = new Cohort(Set.of("i-1"), Set.of("i-1"), started.cohort().rules());
		return Transition.of(started, new Command.Extend(cohort), "i-1", Instant.EPOCH, null).state();
	}

	private static Configuration configuration(RolloutState state, int total) {
		GuardReading reading = new GuardReading("errors", true, 100_000, total, null, null);
		FleetMember member = new FleetMember("i-1", Map.of(), "v1", null, 1, FleetMember.Verdict.ACCEPTED, null, "salt",
				0, List.of(reading), Instant.EPOCH, null);
		return new Configuration("shop", state, null, List.of(), 0, List.of(member), List.of(), null, null);
	}

}
