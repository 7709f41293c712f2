package io.setpoint.console;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.document.Restriction;
import io.setpoint.memory.MemoryServer;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.StateRegister;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * What applications and their operators leave in etcd, without any of them.
 */
final class Shop implements AutoCloseable {

	static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private final String endpoint;

	private final WritableStore store;

	private final Runnable end;

	Shop(String endpoint) {
		this(endpoint, () -> {
		});
	}

	private Shop(String endpoint, Runnable end) {
		this.endpoint = endpoint;
		this.store = Stores.connect(EtcdConnection.to(endpoint));
		this.end = end;
	}

	/**
	 * Leave it in an etcd in the JVM, which ends with the shop.
	 * @return the shop
	 */
	static Shop inMemory() {
		MemoryServer etcd = new MemoryServer();
		etcd.start();
		return new Shop("http://127.0.0.1:" + etcd.port(), etcd::close);
	}

	String endpoint() {
		return this.endpoint;
	}

	WritableStore store() {
		return this.store;
	}

	StoredRollouts rollouts(String configuration) {
		return new StoredRollouts(Set.of(configuration), this.store, KEYS, (name, version) -> List.of(),
				(name) -> Restriction.NONE, 1000, () -> null, Runnable::run, Clock.systemUTC());
	}

	Version publish(String configuration, String id, String by, String document) {
		return done(rollouts(configuration).publish(configuration, new NewVersion(id, by, null, Map.of(), document)));
	}

	RolloutState release(String configuration, String id, String by, String reason) {
		return done(rollouts(configuration).execute(configuration, new Command.Release(id), by, reason));
	}

	RolloutState start(String configuration, String id, Plan plan, String by, @Nullable String reason) {
		return done(rollouts(configuration).start(configuration, id, plan, by, reason));
	}

	RolloutState give(String configuration, Command.Steering command, String by, @Nullable String reason) {
		return done(rollouts(configuration).execute(configuration, command, by, reason));
	}

	RolloutState state(String configuration) {
		return done(rollouts(configuration).state(configuration));
	}

	/**
	 * Take instances into the cohort, as a controller does.
	 * @param configuration the name of the configuration
	 * @param instances their ids
	 */
	void extend(String configuration, Set<String> instances) {
		StateRegister register = new StateRegister(this.store, KEYS);
		StateRegister.Page page = done(register.read(configuration));
		Cohort cohort = new Cohort(instances, instances, page.state().cohort().rules());
		done(register.write(configuration, page, Transition.of(page.state(), new Command.Extend(cohort), "shop-1",
				Instant.now(), instances.size() + " of the fleet"), null));
	}

	void member(String configuration, String instance, @Nullable String version, String verdict,
			@Nullable String reason) {
		member(configuration, instance, version, verdict, reason, "null", "[]");
	}

	void member(String configuration, String instance, @Nullable String version, String verdict,
			@Nullable String reason, String rollout, String readings) {
		put(KEYS.member(configuration, instance), """
				{"instance":"%s","labels":{"region":"eu","zone":"a"},"version":%s,"revision":1,"verdict":"%s",\
				"reason":%s,"rollout":%s,"stage":0,"readings":%s,"since":"%s"}""".formatted(instance, quoted(version),
				verdict, quoted(reason), rollout, readings, Instant.now().minus(Duration.ofMinutes(7))));
	}

	/**
	 * Let instances of a build be alive, which can be asked for a verdict.
	 * @param configuration the name of the configuration
	 * @param build what tells the build from others
	 * @param instances their ids
	 */
	void build(String configuration, String build, List<String> instances) {
		Transaction.Builder fleet = Transaction.builder();
		for (String instance : instances) {
			fleet.put(KEYS.member(configuration, instance), """
					{"instance":"%s","labels":{"region":"eu"},"version":"v1","revision":1,"verdict":"ACCEPTED",\
					"since":"%s","build":"%s"}""".formatted(instance, Instant.now(), build)
				.getBytes(StandardCharsets.UTF_8));
		}
		done(this.store.commit(fleet.build()));
	}

	/**
	 * Publish many small versions, each after the one before.
	 * @param configuration the name of a configuration that has a version v1
	 * @param count how many it has then
	 */
	void versions(String configuration, int count) {
		Instant created = done(rollouts(configuration).version(configuration, "v1")).createdAt();
		for (int first = 2; first <= count; first += 100) {
			Transaction.Builder hundred = Transaction.builder();
			for (int i = first; i < first + 100 && i <= count; i++) {
				Version version = Version.of("v" + i, "ada", null, Map.of(), "v" + (i - 1), created, "a: " + i);
				hundred.put(KEYS.version(configuration, "v" + i), RolloutFormat.write(version));
			}
			done(this.store.commit(hundred.build()));
		}
	}

	/**
	 * Write an entry of the history for each hour, some of them by somebody who is rare.
	 * @param configuration the name of the configuration
	 * @param begin the hour before the first one
	 * @param hundreds how many hundreds of them
	 */
	void history(String configuration, Instant begin, int hundreds) {
		for (int first = 1; first <= hundreds * 100; first += 100) {
			Transaction.Builder hundred = Transaction.builder();
			for (int serial = first; serial < first + 100; serial++) {
				String by = (serial % 2500 == 7) ? "rare" : "ada";
				HistoryEntry entry = new HistoryEntry(serial, begin.plus(Duration.ofHours(serial)), by, "release",
						Phase.COMPLETED, Phase.COMPLETED, "v" + serial, "v" + serial, 0, 0, "no. " + serial, List.of());
				hundred.put(KEYS.history(configuration, serial), RolloutFormat.write(entry));
			}
			done(this.store.commit(hundred.build()));
		}
	}

	void conductor(String configuration, String instance) {
		put(KEYS.controller(configuration), instance + " 1a2b");
	}

	void delete(String key) {
		done(this.store.commit(Transaction.builder().delete(key).build()));
	}

	static String quoted(@Nullable String text) {
		return (text != null) ? "\"" + text + "\"" : "null";
	}

	void put(String key, String value) {
		done(this.store.commit(Transaction.builder().put(key, value.getBytes(StandardCharsets.UTF_8)).build()));
	}

	static <T> T done(CompletableFuture<T> future) {
		try {
			return future.get(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.store.close();
		this.end.run();
	}

}
