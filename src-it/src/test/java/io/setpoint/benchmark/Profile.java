package io.setpoint.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the main thread of an application does until it is ready, as samples of the JVM's
 * flight recorder, and what its start takes when nobody watches.
 */
final class Profile {

	private final Startable application;

	private final Map<Part, Integer> samples = new EnumMap<>(Part.class);

	private final List<Double> starts = new ArrayList<>();

	private int total;

	Profile(Startable application) {
		this.application = application;
	}

	/**
	 * Start the application with the recorder.
	 * @param folder the working directory
	 */
	void record(Path folder) throws IOException {
		Path recording = folder.resolve("start.jfr");
		Files.deleteIfExists(recording);
		List<String> options = List.of("-XX:FlightRecorderOptions:stackdepth=512",
				"-XX:StartFlightRecording:jdk.ExecutionSample#period=1ms,filename=" + recording, "-Xlog:jfr*=off");
		try (Jvm jvm = this.application.launch(folder, options)) {
			jvm.answerAfter(StartupProcess.READY);
		}
		count(recording);
	}

	/**
	 * Start the application without the recorder.
	 * @param folder the working directory
	 */
	void start(Path folder) {
		this.starts.add(Start.of(folder, this.application).wallMillis());
	}

	private void count(Path recording) throws IOException {
		for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
			RecordedThread thread = event.hasField("sampledThread") ? event.getThread("sampledThread") : null;
			if (thread != null && "main".equals(thread.getJavaName()) && event.getStackTrace() != null) {
				Part part = Part.of(event.getStackTrace().getFrames().stream().map(Profile::name).toList());
				this.samples.merge(part, 1, Integer::sum);
				this.total++;
			}
		}
	}

	private static String name(RecordedFrame frame) {
		return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
	}

	double startMillis() {
		return Samples.median(this.starts);
	}

	double share(Part part) {
		return this.samples.getOrDefault(part, 0) / (double) this.total;
	}

	/**
	 * Return what a part takes of a start that nobody watches, which is slower while
	 * somebody does.
	 * @param part the part
	 * @return its share of that start in ms
	 */
	double millis(Part part) {
		return share(part) * startMillis();
	}

}
