package io.setpoint.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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
