package io.setpoint.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/**
 * What a process takes up.
 *
 * @param heap the objects that are alive, in bytes
 * @param threads the threads of Java that are alive
 * @param resident the memory that the system has given it, in bytes
 */
record Footprint(long heap, int threads, long resident) {

	private static final String TAKE = "footprint";

	private static final String CPU = "cpu";

	/**
	 * Ask a process that answers.
	 * @param jvm the process
	 * @return its footprint
	 */
	static Footprint of(Jvm jvm) {
		String[] parts = jvm.ask(TAKE).split(" ");
		return new Footprint(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
	}

	/**
	 * Ask a process that answers.
	 * @param jvm the process
	 * @return the CPU time that it has used so far, in ns
	 */
	static long cpu(Jvm jvm) {
		return Long.parseLong(jvm.ask(CPU));
	}

	/**
	 * Answer until nobody asks any more.
	 * @param input the questions
	 * @throws IOException if they cannot be read
	 */
	static void answer(InputStream input) throws IOException {
		BufferedReader questions = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
		for (String question = questions.readLine(); question != null; question = questions.readLine()) {
			System.out.println(question.equals(CPU) ? String.valueOf(cpu()) : take());
		}
	}

	private static long cpu() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
	}

	private static String take() throws IOException {
		long resident = residentSet();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		System.gc();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		return heap + " " + threads + " " + resident;
	}

	/**
	 * As Linux has it.
	 */
	private static long residentSet() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.findFirst()
			.orElse(0);
	}

}
