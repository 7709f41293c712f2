package io.setpoint.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.setpoint.test.Etcd;

/**
 * A running {@link SubjectProcess} and what was measured of it.
 */
final class Specimen implements AutoCloseable {

	private static final Duration PAUSE = Duration.ofMillis(1);

	private final Jvm jvm;

	private final String source;

	private final List<Double> cpuMillis = new ArrayList<>();

	private final List<Double> allocatedKib = new ArrayList<>();

	private long serial;

	private Specimen(Jvm jvm, String source) {
		this.jvm = jvm;
		this.source = source;
	}

	static Specimen bare(Laboratory laboratory, Workload workload) {
		return bare(laboratory, laboratory.etcd(), workload);
	}

	static Specimen bare(Laboratory laboratory, Etcd etcd, Workload workload) {
		return start(laboratory, etcd, workload, Subject.Kind.BARE);
	}

	static Specimen binder(Laboratory laboratory, Workload workload) {
		return start(laboratory, laboratory.etcd(), workload, Subject.Kind.BINDER);
	}

	static Specimen setpoint(Laboratory laboratory, Workload workload) {
		return setpoint(laboratory, laboratory.etcd(), workload);
	}

	static Specimen setpoint(Laboratory laboratory, Etcd etcd, Workload workload) {
		return start(laboratory, etcd, workload, Subject.Kind.SETPOINT);
	}

	static Specimen refresher(Laboratory laboratory, Workload workload) {
		Path file = laboratory.file(workload);
		return start(laboratory, laboratory.javaBeanClassPath(workload), Subject.Kind.REFRESHER, laboratory.etcd(),
				file.toString());
	}

	private static Specimen start(Laboratory laboratory, Etcd etcd, Workload workload, Subject.Kind kind) {
		return start(laboratory, laboratory.classPath(workload), kind, etcd, laboratory.location(etcd, workload));
	}

	private static Specimen start(Laboratory laboratory, String classPath, Subject.Kind kind, Etcd etcd,
			String source) {
		Jvm jvm = Jvm.start(laboratory.folder(), classPath, Jvm.FIXED_HEAP, SubjectProcess.class, kind,
				etcd.connectString(), source);
		jvm.answerThat("ready");
		return new Specimen(jvm, source);
	}

	String prefix() {
		return this.source;
	}

	long serial() {
		return this.serial;
	}

	long next() {
		return ++this.serial;
	}

	long skip(int count) {
		this.serial += count;
		return this.serial;
	}

	/**
	 * Wait until the subject shows at least this serial number.
	 * @param serial the serial number
	 * @return when it was seen, in ns
	 */
	long await(long serial) {
		return Long.parseLong(this.jvm.ask("await " + serial));
	}

	/**
	 * Return what the subject shows of {@link Table}.
	 * @return the largest value and the keys that are blamed for a refusal, empty if it
	 * has no such type
	 */
	String table() {
		return this.jvm.ask("table");
	}

	/**
	 * Return whether the subject says that it follows etcd.
	 * @return whether all its locations are live
	 */
	boolean isLive() {
		return Boolean.parseBoolean(this.jvm.ask("live"));
	}

	/**
	 * Make changes in etcd, one after the other.
	 * @param putter makes them
	 * @param count how many
	 */
	void putAll(Putter putter, int count) {
		putAll(putter, count, PAUSE);
	}

	/**
	 * Make changes in etcd, one after the other.
	 * @param putter makes them
	 * @param count how many
	 * @param pause how long to wait after each
	 */
	void putAll(Putter putter, int count, Duration pause) {
		for (int i = 0; i < count; i++) {
			putter.put(this.source, next()).join();
			LockSupport.parkNanos(pause.toNanos());
		}
		await(this.serial);
	}

	/**
	 * Make one change in etcd while the subject looks out for it.
	 * @param putter makes it
	 * @return when the put began, when it was answered and when the subject showed it, in
	 * ns
	 */
	long[] change(Putter putter) {
		this.jvm.tell("await " + next());
		long begun = System.nanoTime();
		long answered = putter.put(this.source, this.serial).thenApply((answer) -> System.nanoTime()).join();
		return new long[] { begun, answered, Long.parseLong(this.jvm.answer()) };
	}

	void changeAll(int count) {
		for (int i = 0; i < count; i++) {
			this.jvm.ask("change " + next());
		}
	}

	/**
	 * Note what some changes cost.
	 * @param count how many changes are made
	 * @param changes makes them
	 */
	void measure(int count, Runnable changes) {
		long[] before = spent();
		changes.run();
		long[] after = spent();
		this.cpuMillis.add((after[0] - before[0]) / 1e6 / count);
		this.allocatedKib.add((after[1] - before[1]) / 1024d / count);
	}

	/**
	 * Return what the process has spent so far.
	 * @return CPU time in ns, allocated bytes, peak of the heap since the last time
	 */
	long[] spent() {
		String[] parts = this.jvm.ask("spent").split(" ");
		return new long[] { Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]) };
	}

	double cpuMillis() {
		return Samples.median(this.cpuMillis);
	}

	double allocatedKib() {
		return Samples.median(this.allocatedKib);
	}

	@Override
	public void close() {
		this.jvm.close();
	}

}
