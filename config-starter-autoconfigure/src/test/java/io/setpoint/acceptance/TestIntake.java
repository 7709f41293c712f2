package io.setpoint.acceptance;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.setpoint.loop.Loop;
import io.setpoint.mirror.MirrorListener;

/**
 * The way from mirrors to a pipeline on a loop of a test.
 */
public final class TestIntake {

	private TestIntake() {
	}

	/**
	 * Lead what mirrors tell to a pipeline, as the watch does.
	 * @param pipeline the pipeline
	 * @param loop the loop
	 * @return the listener of the mirrors
	 */
	public static MirrorListener of(AcceptancePipeline pipeline, Loop loop) {
		Insistent repairs = new Insistent(loop, "Repairs", () -> {
			pipeline.retryFailed();
			return !pipeline.isAnythingFailed();
		});
		pipeline.whenFailed(() -> loop.execute(repairs::again));
		return new Intake(pipeline, Interpreter.PLAIN, new ApplyObservers(List.of()), loop);
	}

	/**
	 * Return what has become of the keys of a location.
	 * @param pipeline the pipeline
	 * @param prefix the prefix of the location
	 * @return the revisions of the keys that are accepted or pending, and not deleted
	 */
	public static Map<String, Long> held(AcceptancePipeline pipeline, String prefix) {
		return Objects.requireNonNull(pipeline.accepted().held(prefix));
	}

}
