package io.setpoint.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What one start of an application took until it was ready, measured from outside.
 *
 * @param wallMillis the time since the launch of the JVM
 * @param cpuMillis what all threads have used of the processors
 */
record Start(double wallMillis, double cpuMillis) {

	/**
	 * Start an application and end it.
	 * @param folder the working directory
	 * @param application what to start
	 * @return what it took
	 */
	static Start of(Path folder, Startable application) {
		long start = System.nanoTime();
		try (Jvm jvm = application.launch(folder, List.of())) {
			double cpu = Double.parseDouble(jvm.answerAfter(StartupProcess.READY));
			return new Start((System.nanoTime() - start) / 1e6, cpu);
		}
	}

	/**
	 * Compare starts with those of the application without Setpoint, which were made in
	 * turns with them.
	 * @param what what they are called
	 * @param own the starts
	 * @param baseline those without Setpoint
	 * @param bar how many ms more they may take, {@code null} if nothing is asked for
	 * @return the figures of the time and of the CPU time
	 */
	static List<Figure> compare(String what, List<Start> own, List<Start> baseline, @Nullable Double bar) {
		return List.of(
				Figure.paired(what, own.stream().map(Start::wallMillis).toList(), Startable.PLAIN,
						baseline.stream().map(Start::wallMillis).toList(), "ms", bar),
				Figure.comparison(what + ", CPU", Samples.median(own.stream().map(Start::cpuMillis).toList()),
						Startable.PLAIN, Samples.median(baseline.stream().map(Start::cpuMillis).toList()), "ms"));
	}

	/**
	 * Start an application and end it, and note what it loads.
	 * @param folder the working directory
	 * @param application what to start
	 * @return the number of classes that were loaded until it was ready
	 */
	static double loadedClasses(Path folder, Startable application) {
		Path log = folder.resolve("classes.log");
		try (Jvm jvm = application.launch(folder, List.of("-Xlog:class+load:file=" + log + "::filecount=0"))) {
			jvm.answerAfter(StartupProcess.READY);
			try (Stream<String> lines = Files.lines(log)) {
				return lines.count();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The classes that were loaded could not be read", ex);
		}
	}

}
