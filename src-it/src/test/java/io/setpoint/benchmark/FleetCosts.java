package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What one fleet costs its etcd.
 */
final class FleetCosts {

	private static final String BASELINE = "bare watches that put once";

	private static final double KIB = 1024;

	private static final long LOOK_NANOS = 100_000_000;

	private static final long QUIET_NANOS = 1_500_000_000;

	private final String endpoint;

	private final FleetProcess.Kind kind;

	private final int size;

	private final List<Double> lastMillis = new ArrayList<>();

	private final List<Double> seenMillis = new ArrayList<>();

	private final List<EtcdMeters> firstStages = new ArrayList<>();

	private final List<EtcdMeters> lastStages = new ArrayList<>();

	private final EtcdMeters started;

	private EtcdMeters idle;

	FleetCosts(String endpoint, FleetProcess.Kind kind, int size) {
		this.endpoint = endpoint;
		this.kind = kind;
		this.size = size;
		this.started = EtcdMeters.read(endpoint);
		this.idle = this.started;
	}

	/**
	 * Count while nothing happens.
	 * @param seconds for how long
	 */
	void idle(int seconds) {
		double registered = this.started.revision() + this.size;
		while (EtcdMeters.read(this.endpoint).revision() < registered) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
		EtcdMeters before = quiet();
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
		this.idle = EtcdMeters.read(this.endpoint).since(before);
		Benchmarks.progress(this.kind + ", idle: " + this.idle);
	}

	/**
	 * Roll a version out, to a few and then to all.
	 * @param operator starts each of the two stages
	 * @param jvm the fleet
	 * @param counts whether it counts
	 */
	void rollout(Operator operator, Jvm jvm, boolean counts) {
		int version = operator.publish();
		EtcdMeters before = quiet();
		operator.start(version, 5);
		while (this.kind == FleetProcess.Kind.SETPOINT && operator.state().cohort().instances().isEmpty()) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
		EtcdMeters staged = quiet();
		jvm.ask("expect " + Operator.id(version));
		long promoted = operator.promote().at();
		double last = (Long.parseLong(jvm.ask("last")) - promoted) / 1e6;
		double seen = (this.kind == FleetProcess.Kind.SETPOINT)
				? (Long.parseLong(jvm.ask("completed")) - promoted) / 1e6 : last;
		EtcdMeters after = quiet();
		if (this.kind == FleetProcess.Kind.BARE) {
			operator.promote();
		}
		Benchmarks.progress("%s, last after %.0f ms, seen after %.0f ms".formatted(this.kind, last, seen));
		if (counts) {
			this.lastMillis.add(last);
			this.seenMillis.add(seen);
			this.firstStages.add(staged.since(before));
			this.lastStages.add(after.since(staged));
		}
	}

	/**
	 * Wait until nothing has been written for a while.
	 * @return what was counted so far
	 */
	private EtcdMeters quiet() {
		EtcdMeters since = EtcdMeters.read(this.endpoint);
		EtcdMeters now = since;
		while (now.at() - since.at() < QUIET_NANOS) {
			LockSupport.parkNanos(LOOK_NANOS);
			now = EtcdMeters.read(this.endpoint);
			since = (now.revision() == since.revision()) ? since : now;
		}
		return now;
	}

	void report(FleetCosts bare, List<Figure> figures) {
		String fleet = this.size + " instances, ";
		double minutes = this.idle.seconds() / 60;
		figures.add(Figure.limit(fleet + "idle: writes a minute", this.idle.revision() / minutes, "keep-alives",
				this.idle.renewals() / minutes, "", 0));
		figures.add(Figure.limit(fleet + "idle: watchers", this.idle.watchers(), BASELINE, bare.idle.watchers(), "",
				this.size));
		figures.add(idle(bare, "received by etcd from each", EtcdMeters::received));
		figures.add(idle(bare, "sent by etcd to each", EtcdMeters::sent));
		String last = fleet + "stage of 100 %: acknowledged → ";
		figures.add(Figure.comparison(last + "the last runs the candidate", Samples.median(this.lastMillis), BASELINE,
				Samples.median(bare.lastMillis), "ms"));
		figures.add(Figure.comparison(last + "the controller has seen that all do", Samples.median(this.seenMillis),
				BASELINE, Samples.median(bare.lastMillis), "ms"));
		stage(bare, "stage of 5 %: ", (costs) -> costs.firstStages, figures);
		stage(bare, "stage of 100 %: ", (costs) -> costs.lastStages, figures);
	}

	private Figure idle(FleetCosts bare, String what, ToDoubleFunction<EtcdMeters> meter) {
		return Figure.comparison(this.size + " instances, idle: " + what,
				meter.applyAsDouble(this.idle) / this.idle.seconds() / this.size, BASELINE,
				meter.applyAsDouble(bare.idle) / bare.idle.seconds() / bare.size, "B/s");
	}

	private void stage(FleetCosts bare, String stage, Function<FleetCosts, List<EtcdMeters>> stages,
			List<Figure> figures) {
		String what = this.size + " instances, " + stage;
		figures.add(Figure.comparison(what + "writes, the controller's included",
				median(stages.apply(this), EtcdMeters::revision), BASELINE,
				median(stages.apply(bare), EtcdMeters::revision), ""));
		figures.add(Figure.comparison(what + "received by etcd", median(stages.apply(this), EtcdMeters::received) / KIB,
				BASELINE, median(stages.apply(bare), EtcdMeters::received) / KIB, "KiB"));
		figures.add(Figure.comparison(what + "sent by etcd", median(stages.apply(this), EtcdMeters::sent) / KIB,
				BASELINE, median(stages.apply(bare), EtcdMeters::sent) / KIB, "KiB"));
	}

	private static double median(List<EtcdMeters> stages, ToDoubleFunction<EtcdMeters> meter) {
		return Samples.median(stages.stream().map(meter::applyAsDouble).toList());
	}

}
