package io.setpoint.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * Prepares applications to start faster, as their builds would.
 */
final class Accelerators {

	private final Path folder;

	private int prepared;

	/**
	 * Create accelerators.
	 * @param folder for what they make
	 */
	Accelerators(Path folder) {
		this.folder = folder;
	}

	/**
	 * Archive the classes of an application, in a training run.
	 * @param application the application
	 * @return the application that uses the archive, and fails if it cannot
	 */
	Startable archived(Startable application) {
		Path archive = next("archive");
		train(application, "-XX:ArchiveClassesAtExit=" + archive);
		return application.withOptions("-XX:SharedArchiveFile=" + archive, "-Xshare:on");
	}

	/**
	 * Make an AOT cache of an application, in a training run.
	 * @param application the application
	 * @return the application that uses the cache, and fails if it cannot
	 */
	Startable cached(Startable application) {
		Path cache = next("cache");
		train(application, "-XX:AOTCacheOutput=" + cache);
		return application.withOptions("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
	}

	private void train(Startable application, String option) {
		try (Jvm jvm = application.withOptions(option, "-Xlog:disable").start(this.folder)) {
			jvm.end();
		}
	}

	/**
	 * Process an application ahead of time, as {@code process-aot} does.
	 * @param application the application
	 * @return the application that uses what was generated
	 * @throws IOException if it cannot be written
	 */
	Startable processed(Startable application) throws IOException {
		Path generated = next("generated");
		Path classes = generated.resolve("classes");
		List<Object> arguments = new ArrayList<>(List.of(StartupProcess.class.getName(), generated.resolve("sources"),
				generated.resolve("resources"), classes, "io.setpoint", "benchmark"));
		arguments.addAll(application.arguments());
		try (Jvm jvm = Jvm.start(this.folder, application.classPath(), List.of(), SpringApplicationAotProcessor.class,
				arguments.toArray())) {
			jvm.end();
		}
		GeneratedTypes.compile(classes, sources(generated.resolve("sources")), classes + ":" + application.classPath());
		return application
			.withClassPath(String.join(":", classes.toString(), generated.resolve("resources").toString(),
					application.classPath()))
			.withOptions("-Dspring.aot.enabled=true");
	}

	private static List<Path> sources(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
	}

	private Path next(String name) {
		return this.folder.resolve(name + "-" + ++this.prepared);
	}

}
