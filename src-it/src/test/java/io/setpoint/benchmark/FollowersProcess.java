package io.setpoint.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.setpoint.Live;

/**
 * Measures from an acknowledged change of a configuration's state until the last of many
 * shows it: of applications that follow it, each complete with its own client, watch,
 * place in the fleet and validated record, and of as many listeners of jetcd, each with
 * its own client too. Both have a state of their own and see the same commands in turn,
 * so that each is alone with its change. They share one JVM, and the processors with
 * etcd.
 * <p>
 * Nobody is the controller, whose writes would meet the measured one, and the last good
 * state is not kept on disk, which all would share here.
 */
public final class FollowersProcess {

	private static final long LOOK_NANOS = 20_000;

	private static final Duration PREFETCH = Duration.ofMillis(300);

	private final Operator operator;

	private final Operator bareOperator;

	private final List<Live<Limits>> followers = new ArrayList<>();

	private final List<BareFollower> bareFollowers = new ArrayList<>();

	private FollowersProcess(String endpoint, int count) {
		this.operator = new Operator(endpoint, "checkout");
		this.bareOperator = new Operator(endpoint, "bare");
		this.operator.release(this.operator.publish());
		this.bareOperator.release(this.bareOperator.publish());
		for (int i = 0; i < count; i++) {
			this.followers.add(Subject.live(Applications.startSmall(settings(endpoint, i))));
			this.bareFollowers.add(new BareFollower(endpoint, Operator.KEYS.state("bare")));
		}
	}

	private static Map<String, Object> settings(String endpoint, int index) {
		return Map.of("spring.config.import", "rollout:checkout", "setpoint.etcd.endpoints", endpoint,
				"setpoint.instance.id", "follower-%03d".formatted(index), "setpoint.rollout.controller", "false",
				"setpoint.snapshot.enabled", "false");
	}

	/**
	 * Measure.
	 * @param args endpoint, how many of each, number of passes to warm up, number of
	 * passes
	 */
	public static void main(String[] args) {
		FollowersProcess process = new FollowersProcess(args[0], Integer.parseInt(args[1]));
		for (int i = 0; i < Integer.parseInt(args[2]); i++) {
			process.measure();
		}
		for (int i = 0; i < Integer.parseInt(args[3]); i++) {
			double[] millis = process.measure();
			System.out.println("pass " + millis[0] + ' ' + millis[1] + ' ' + millis[2] + ' ' + millis[3]);
		}
		System.exit(0);
	}

	/**
	 * Give a candidate that is known to all, and release a version that is known to
	 * nobody.
	 * @return for both, how long the last application took and how long the last listener
	 */
	private double[] measure() {
		int candidate = this.operator.publish();
		this.operator.start(candidate, 5);
		this.bareOperator.start(this.bareOperator.publish(), 5);
		LockSupport.parkNanos(PREFETCH.toNanos());
		double staged = millis(this.operator.promote(), candidate);
		double bareStaged = bareMillis(this.bareOperator.promote());
		this.operator.promote();
		bareMillis(this.bareOperator.promote());
		int version = this.operator.publish();
		int bareVersion = this.bareOperator.publish();
		LockSupport.parkNanos(PREFETCH.toNanos());
		double released = millis(this.operator.release(version), version);
		double bareReleased = bareMillis(this.bareOperator.release(bareVersion));
		return new double[] { staged, bareStaged, released, bareReleased };
	}

	private double millis(Operator.Given given, int serial) {
		this.followers.forEach((live) -> await(() -> live.get().serial() == serial));
		double millis = (System.nanoTime() - given.at()) / 1e6;
		LockSupport.parkNanos(PREFETCH.toNanos());
		return millis;
	}

	private double bareMillis(Operator.Given given) {
		this.bareFollowers.forEach((bare) -> await(() -> bare.revision() >= given.revision()));
		return (System.nanoTime() - given.at()) / 1e6;
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

}
