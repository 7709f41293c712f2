package io.setpoint.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the main thread of an application with Setpoint spends its time until it is
 * ready, as samples of the JVM's flight recorder: in shares of all of it, because the
 * recorder slows what it watches.
 */
final class ProfileBenchmark implements Benchmark {

	private static final String OWN = "io.setpoint.";

	private static final String BENCHMARK = "io.setpoint.benchmark.";

	private static final String CLOUD = "org.springframework.cloud.";

	private static final String TOTAL = "all of the main thread";

	/**
	 * What is looked for in the frames below the first of Setpoint, the most telling
	 * first.
	 */
	private static final Map<String, Pattern> PARTS = new LinkedHashMap<>();

	static {
		PARTS.put("settings", Pattern.compile("SettingsReader\\.|SettingsCheck\\."));
		PARTS.put("reading the keys", Pattern.compile("StartupReader\\.read"));
		PARTS.put("contents, last good state", Pattern.compile("LastGoodState|ContentUpdate|Imports\\.take"));
		PARTS.put("imports, the rest", Pattern.compile("Imports?\\w*\\.|EtcdConfigData"));
		PARTS.put("validation, which Boot does otherwise", Pattern.compile("hibernate\\.validator"));
		PARTS.put("meters, observations, SSL bundles",
				Pattern.compile("MeterRegistry|ObservationRegistryConfigurer|SetpointMetrics|sslBundleRegistry"));
		PARTS.put("binding, which Boot does otherwise", Pattern.compile("boot\\.context\\.properties\\.bind\\."));
		PARTS.put("pipeline, the rest", Pattern.compile("AcceptancePipeline|PipelineInitializer"));
		PARTS.put("finding types, Live beans", Pattern.compile("LiveBeanRegistrar|BoundTypes"));
		PARTS.put("watch", Pattern.compile("WatchConfiguration|ConfigurationWatch"));
		PARTS.put("the rest of Setpoint", Pattern.compile("io\\.setpoint\\."));
	}

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws IOException {
		Map<String, Startable> applications = new LinkedHashMap<>();
		applications.put("small", Startable.importing(laboratory, Workload.SMALL));
		applications.put("big", Startable.importing(laboratory, Workload.BIG));
		applications.put("without an import", Startable.withoutImport(laboratory, Workload.SMALL));
		for (Map.Entry<String, Startable> application : applications.entrySet()) {
			Tally tally = new Tally();
			for (int pass = 0; pass < laboratory.choose(3, 10); pass++) {
				tally.take(record(laboratory, application.getValue()));
			}
			tally.report("start-up, " + application.getKey() + ": ", figures);
		}
	}

	private static Path record(Laboratory laboratory, Startable application) throws IOException {
		Path recording = laboratory.folder().resolve("start.jfr");
		Files.deleteIfExists(recording);
		List<String> options = List.of("-XX:FlightRecorderOptions:stackdepth=512",
				"-XX:StartFlightRecording:jdk.ExecutionSample#period=1ms,filename=" + recording, "-Xlog:jfr*=off");
		try (Jvm jvm = application.launch(laboratory.folder(), options)) {
			jvm.answerAfter(StartupProcess.READY);
		}
		return recording;
	}

	/**
	 * The samples of one application, by what they show.
	 */
	private static final class Tally {

		private final Map<String, Integer> parts = new LinkedHashMap<>();

		private int total;

		void take(Path recording) throws IOException {
			for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
				RecordedThread thread = event.hasField("sampledThread") ? event.getThread("sampledThread") : null;
				if (thread != null && "main".equals(thread.getJavaName()) && event.getStackTrace() != null) {
					this.total++;
					add(event.getStackTrace().getFrames().stream().map(Tally::name).toList());
				}
			}
		}

		private static String name(RecordedFrame frame) {
			return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
		}

		private void add(List<String> frames) {
			int first = -1;
			for (int i = 0; i < frames.size(); i++) {
				first = (frames.get(i).startsWith(OWN) && !frames.get(i).startsWith(BENCHMARK)) ? i : first;
			}
			if (first >= 0) {
				String below = frames.subList(0, first + 1).stream().collect(Collectors.joining(" "));
				PARTS.entrySet()
					.stream()
					.filter((part) -> part.getValue().matcher(below).find())
					.findFirst()
					.ifPresent((part) -> this.parts.merge(part.getKey(), 1, Integer::sum));
			}
			else if (frames.stream().anyMatch((frame) -> frame.startsWith(CLOUD))) {
				this.parts.merge("Spring Cloud's context", 1, Integer::sum);
			}
		}

		void report(String label, List<Figure> figures) {
			this.parts.entrySet()
				.stream()
				.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
				.forEach((part) -> figures.add(Figure.comparison(label + part.getKey(),
						100d * part.getValue() / this.total, TOTAL, 100, "%")));
		}

	}

}
