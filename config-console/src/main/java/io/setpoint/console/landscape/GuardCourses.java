package io.setpoint.console.landscape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.setpoint.rollout.GuardMeasure;
import io.setpoint.rollout.GuardReport;
import io.setpoint.rollout.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * How what guards measure has developed since the console looks, for the current stage of
 * each rollout that is under way. However long a stage bakes, a guard has a bounded
 * number of points: when they are too many every other one goes, and they come half as
 * often.
 *
 * @since 0.1.0
 */
public final class GuardCourses implements AutoCloseable {

	private static final int MOST_POINTS = 120;

	private static final int MOST_GUARDS = 50;

	private static final Duration SPACING = Duration.ofSeconds(1);

	private final LandscapeWatch watch;

	private final Runnable subscription;

	private final Map<String, Course> courses = new ConcurrentHashMap<>();

	/**
	 * Begin to look.
	 * @param watch knows the configurations
	 */
	public GuardCourses(LandscapeWatch watch) {
		this.watch = watch;
		this.subscription = watch.subscribe(this::changed);
	}

	private void changed(Set<String> names) {
		Landscape landscape = this.watch.current();
		for (String name : names) {
			observe(name, landscape.find(name), System.nanoTime());
		}
	}

	void observe(String name, @Nullable Configuration configuration, long now) {
		RolloutState state = (configuration != null) ? configuration.state() : RolloutState.INITIAL;
		if (configuration == null || !state.phase().isExposed()) {
			this.courses.remove(name);
			return;
		}
		Course course = this.courses.computeIfAbsent(name, (key) -> new Course(state));
		if (!course.isOf(state)) {
			course = new Course(state);
			this.courses.put(name, course);
		}
		course.add(configuration, now);
	}

	/**
	 * Return how a guard has developed in the current stage.
	 * @param configuration whose guard it is
	 * @param guard the name of the guard
	 * @return the points, oldest first
	 */
	public List<Point> points(Configuration configuration, String guard) {
		Course course = this.courses.get(configuration.name());
		return (course != null && course.isOf(configuration.state())) ? course.points(guard) : List.of();
	}

	@Override
	public void close() {
		this.subscription.run();
	}

	/**
	 * What was measured at one moment.
	 *
	 * @param at when, by {@link System#nanoTime()}
	 * @param candidate the value of the canary
	 * @param stable the value of the stable side, {@code null} without one
	 */
	public record Point(long at, double candidate, @Nullable Double stable) {
	}

	/**
	 * One stage of one rollout.
	 */
	private static final class Course {

		private final @Nullable String salt;

		private final int stage;

		private final Map<String, List<Point>> points = new HashMap<>();

		private long spacing = SPACING.toNanos();

		private long next;

		private boolean begun;

		Course(RolloutState state) {
			this.salt = state.salt();
			this.stage = state.stage();
		}

		boolean isOf(RolloutState state) {
			return this.stage == state.stage() && this.salt != null && this.salt.equals(state.salt());
		}

		synchronized void add(Configuration configuration, long now) {
			if (this.begun && now - this.next < 0) {
				return;
			}
			this.begun = true;
			this.next = now + this.spacing;
			GuardReport.measures(configuration.state(), configuration.members())
				.stream()
				.limit(MOST_GUARDS)
				.forEach((measure) -> add(measure, now));
			if (this.points.values().stream().anyMatch((list) -> list.size() >= MOST_POINTS)) {
				this.points.replaceAll((guard, list) -> everyOther(list));
				this.spacing *= 2;
			}
		}

		private void add(GuardMeasure measure, long now) {
			if (measure.candidate() != null) {
				this.points.computeIfAbsent(measure.guard(), (guard) -> new ArrayList<>())
					.add(new Point(now, measure.candidate(), measure.stable()));
			}
		}

		private static List<Point> everyOther(List<Point> points) {
			List<Point> kept = new ArrayList<>();
			for (int i = 0; i < points.size(); i += 2) {
				kept.add(points.get(i));
			}
			return kept;
		}

		synchronized List<Point> points(String guard) {
			return List.copyOf(this.points.getOrDefault(guard, List.of()));
		}

	}

}
