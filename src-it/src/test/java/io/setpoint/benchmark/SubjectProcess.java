package io.setpoint.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * A JVM with one {@link Subject}. It understands {@code await <serial>}, which is
 * answered with the time at which the serial number was seen, {@code change <serial>},
 * {@code table}, which is answered with what is shown of {@link Table}, {@code live},
 * which is answered with whether it follows etcd, and {@code spent}, which is answered
 * with the CPU time in ns, the bytes allocated by all living threads, and the peak of the
 * heap in bytes since the last time.
 */
public final class SubjectProcess {

	private static final long LOOK_NANOS = 50_000;

	private final Subject subject;

	private final HeapPeak heapPeak = new HeapPeak();

	private SubjectProcess(Subject subject) {
		this.subject = subject;
	}

	/**
	 * Run.
	 * @param args kind of the subject, endpoint of etcd, prefix or file
	 * @throws IOException if there is nobody to talk to
	 */
	public static void main(String[] args) throws IOException {
		SubjectProcess process = new SubjectProcess(Subject.Kind.valueOf(args[0]).create(args[1], args[2]));
		System.out.println("ready");
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				System.out.println(process.answer(line.split(" ")));
			}
		}
		System.exit(0);
	}

	private String answer(String[] command) {
		return switch (command[0]) {
			case "await" -> await(Long.parseLong(command[1]));
			case "change" -> change(Long.parseLong(command[1]));
			case "live" -> String.valueOf(this.subject.live().getAsBoolean());
			case "spent" -> spent();
			case "table" -> this.subject.table().get();
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	private String await(long serial) {
		while (this.subject.serial().getAsLong() < serial) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return String.valueOf(System.nanoTime());
	}

	private String change(long serial) {
		this.subject.change().accept(serial);
		return await(serial);
	}

	private String spent() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = 0;
		for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
			allocated += Math.max(0, bytes);
		}
		return system.getProcessCpuTime() + " " + allocated + " " + this.heapPeak.take();
	}

}
