package io.setpoint.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;

/**
 * Publishes versions of a configuration and gives commands, each one by one
 * compare-and-set.
 */
final class Operator implements AutoCloseable {

	static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration LONG = Duration.ofMinutes(10);

	private final WritableStore store;

	private final String configuration;

	private int versions;

	Operator(String endpoint, String configuration) {
		this.store = FleetInstance.connect(endpoint);
		this.configuration = configuration;
	}

	/**
	 * Publish the next version.
	 * @return its number, which its {@link Limits} have as their serial number
	 */
	int publish() {
		int number = ++this.versions;
		String document = "limits: {serial: " + number + ", limit: 100, burst: 20, name: checkout, region: eu-central,"
				+ " timeout: 250ms, interval: 2s, size: 64KB, rate: 0.75, enabled: true, strict: false}";
		Version version = Version.of(id(number), "benchmark", null, Map.of(), null, Instant.now(), document);
		this.store
			.commit(Transaction.builder()
				.put(KEYS.version(this.configuration, version.id()), RolloutFormat.write(version))
				.build())
			.join();
		return number;
	}

	static String id(int number) {
		return "v" + number;
	}

	Given release(int number) {
		return give(new Command.Release(id(number)));
	}

	/**
	 * Start a rollout to a few and then to all, which nobody but an operator moves on to
	 * its second stage.
	 * @param number the version
	 * @param percent how many are few
	 * @return when it was started
	 */
	Given start(int number, double percent) {
		Plan plan = Plan.of(Stage.instances(percent, LONG), Stage.instances(100, Duration.ZERO));
		return give(new Command.Start(id(number), plan, "salt-" + number));
	}

	Given promote() {
		return give(new Command.Promote());
	}

	RolloutState state() {
		return entry().map(Operator::state).orElse(RolloutState.INITIAL);
	}

	private static RolloutState state(KeyValue entry) {
		return RolloutFormat.read(entry.value(), RolloutState.class);
	}

	private Optional<KeyValue> entry() {
		String key = KEYS.state(this.configuration);
		return this.store.read(List.of(key)).join().entries(key).stream().findFirst();
	}

	private Given give(Command command) {
		KeyValue entry = entry().orElse(null);
		RolloutState before = (entry != null) ? state(entry) : RolloutState.INITIAL;
		Transition transition = Transition.of(before, command, "benchmark", Instant.now(), null);
		String key = KEYS.state(this.configuration);
		Transaction transaction = Transaction.builder()
			.whenModified(key, (entry != null) ? entry.modRevision() : 0)
			.put(key, RolloutFormat.write(transition.state()))
			.put(KEYS.history(this.configuration, transition.entry().serial()), RolloutFormat.write(transition.entry()))
			.build();
		long[] at = new long[1];
		TransactionOutcome outcome = this.store.commit(transaction)
			.whenComplete((done, ex) -> at[0] = System.nanoTime())
			.join();
		if (!outcome.succeeded()) {
			throw new IllegalStateException("Somebody else has moved '" + this.configuration + "'");
		}
		return new Given(at[0], outcome.revision());
	}

	@Override
	public void close() {
		this.store.close();
	}

	/**
	 * A command that was given.
	 *
	 * @param at when it was acknowledged, in ns
	 * @param revision the revision that wrote it
	 */
	record Given(long at, long revision) {
	}

}
