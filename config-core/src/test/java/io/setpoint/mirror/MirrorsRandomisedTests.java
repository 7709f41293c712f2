package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaderLostException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random writes and faults against the model. A failure names its seed;
 * {@code -Dsetpoint.seed=} runs that one alone.
 */
class MirrorsRandomisedTests {

	private static final String[] PREFIXES = { "/a/", "/b/", "/c/" };

	private static int faults;

	private static int lines;

	@BeforeAll
	static void silence() {
		logger().setLevel(Level.INFO);
		logger().setAdditive(false);
	}

	@AfterAll
	static void speak() {
		logger().setLevel(null);
		logger().setAdditive(true);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(Mirrors.class);
	}

	@Test
	void mirrorsAfterAnyShortFaultsAreExactAndNeverTorn() {
		runAll(1, 150, false);
	}

	@Test
	void mirrorsAfterAnyLongFaultsAreExactAndNotTornWhileLive() {
		runAll(1_000_001, 100, true);
	}

	private static void runAll(long firstSeed, int runs, boolean longFaults) {
		Long seed = Long.getLong("setpoint.seed");
		runs = Integer.getInteger("setpoint.runs", runs);
		faults = 0;
		lines = 0;
		for (long next = firstSeed; next < firstSeed + runs; next++) {
			if (seed == null || seed == next) {
				run(next, longFaults);
			}
		}
		if (seed == null) {
			System.out.println(faults + " faults healed and " + lines + " lines told over seeds " + firstSeed + " to "
					+ (firstSeed + runs - 1));
			assertThat(faults).isGreaterThanOrEqualTo(1000);
		}
	}

	private static void run(long seed, boolean longFaults) {
		Run run = new Run(seed, longFaults);
		run.outages.start();
		logger().addAppender(run.outages);
		try {
			run.run();
		}
		catch (Throwable ex) {
			throw new AssertionError("seed " + seed + ": " + ex.getMessage(), ex);
		}
		finally {
			logger().detachAppender(run.outages);
		}
	}

	private static final class Run implements MirrorListener {

		private final Random random;

		private final boolean longFaults;

		private final VirtualLoop loop = new VirtualLoop();

		private final ModelStore store;

		private final Mirrors mirrors;

		private final Map<String, KeyValue> told = new TreeMap<>();

		private final List<String> log = new ArrayList<>();

		private final ToldOutages outages = new ToldOutages(this::note);

		private @Nullable AssertionError failure;

		private long last;

		private int counter;

		private long mostMicros = 2_000;

		Run(long seed, boolean longFaults) {
			this.random = new Random(seed);
			this.longFaults = longFaults;
			this.store = new ModelStore(this.loop, () -> 100 + this.random.nextLong(this.mostMicros));
			this.store.trusted = this.random.nextBoolean();
			this.store.historyDelay = Duration.ofMillis(this.random.nextInt(100));
			for (int i = 0; i < 10; i++) {
				write();
			}
			this.mirrors = new Mirrors(this.store, this.loop, settings(), List.of(PREFIXES),
					new InitialImage(this.store.image(PREFIXES), this.random.nextBoolean(), null), this,
					this.random::nextDouble);
			this.told.putAll(this.store.entries("/"));
			this.last = this.store.revision;
		}

		private MirrorSettings settings() {
			MirrorSettings defaults = MirrorSettings.defaults();
			int backlog = (this.random.nextInt(4) == 0) ? 5 : defaults.maxBacklog();
			Duration reconcile = Duration.ofSeconds(5 + this.random.nextInt(300));
			return Setting.withMaxBacklog(Setting.withReconcile(defaults, reconcile), backlog);
		}

		void run() {
			this.mirrors.start();
			for (int i = 0; i < 10; i++) {
				writeForAWhile();
				fault();
				failIfTorn();
			}
			writeForAWhile();
			heal();
			failIfTorn();
			assertThat(this.mirrors.failures()).as("failures that are no fault of etcd's").isZero();
			check();
		}

		private void failIfTorn() {
			assertThat(this.outages.contradictions).as(this::story).isEmpty();
			if (this.failure != null) {
				throw this.failure;
			}
		}

		private void writeForAWhile() {
			int writes = this.random.nextInt(30);
			for (int i = 0; i < writes; i++) {
				write();
				if (this.random.nextInt(3) == 0) {
					this.loop.advance(Duration.ofNanos(this.random.nextInt(5_000_000)));
				}
			}
			if (this.random.nextInt(3) == 0) {
				this.loop.advanceMillis(this.random.nextInt(3000));
			}
		}

		private void write() {
			String value = "v" + this.counter++;
			switch (this.random.nextInt(8)) {
				case 0 -> this.store.put("/other/key", value);
				case 1 -> this.store.put(prefix() + "single" + this.random.nextInt(4), value);
				case 2 -> this.store.delete(prefix() + "single" + this.random.nextInt(4));
				case 3 -> pair("");
				default -> pair(value);
			}
		}

		private void pair(String value) {
			String name = "pair" + this.random.nextInt(3);
			Map<String, String> writes = new TreeMap<>();
			for (String prefix : PREFIXES) {
				writes.put(prefix + name, value);
			}
			this.store.txn(writes);
		}

		private String prefix() {
			return PREFIXES[this.random.nextInt(PREFIXES.length)];
		}

		private void fault() {
			faults++;
			int kind = this.random.nextInt(19);
			note("fault " + kind + " at revision " + this.store.revision);
			switch (kind) {
				case 0 -> someWatch(ModelStore.ModelWatch::cut);
				case 1 -> someWatch((watch) -> watch.end(someFailure()));
				case 2 -> someWatch((watch) -> watch.mute = true);
				case 3 -> this.store.endAll();
				case 4 -> compactWhileAway();
				case 5 -> this.store.wipe();
				case 6 -> this.store.restore(Math.max(1, this.store.revision - this.random.nextInt(30)));
				case 7 -> forAWhile(() -> reachable(false), () -> reachable(true));
				case 8 -> forAWhile(this.store::freeze, this.store::thaw);
				case 9 -> slowDown();
				case 10 -> toggleProxy();
				case 11 -> deny();
				case 12 -> this.store.failNext(this.random.nextBoolean() ? "readIndex" : "readAt", someFailure(),
						someFailure());
				case 13 -> this.store.failNext("touched", someFailure(), someFailure(), someFailure());
				case 14 -> this.store.failNext("read", someFailure(), someFailure());
				case 15 -> forAWhile(() -> lag(3), () -> lag(0));
				case 16 -> this.mirrors.refresh();
				case 17 -> this.loop.busy(Duration.ofMillis(this.random.nextInt(this.longFaults ? 30_000 : 1_500)));
				default -> stopAndStart();
			}
		}

		private void someWatch(Consumer<ModelStore.ModelWatch> fault) {
			watch(prefix(), fault);
		}

		private void watch(String prefix, Consumer<ModelStore.ModelWatch> fault) {
			this.store.openWatches().stream().filter((watch) -> watch.prefix.equals(prefix)).forEach(fault);
		}

		private StoreException someFailure() {
			return this.random.nextBoolean() ? new LeaderLostException("no leader", null)
					: new StoreUnreachableException("connection reset", null);
		}

		private void compactWhileAway() {
			this.store.endAll();
			writeForAWhile();
			this.store.compact(this.store.revision - this.random.nextInt(3));
		}

		private void forAWhile(Runnable begin, Runnable end) {
			begin.run();
			if (this.store.unreachable) {
				this.store.endAll();
			}
			int most = this.longFaults ? 30_000 : 1_500;
			long left = this.random.nextInt(most);
			while (left > 0) {
				long step = Math.min(left, 1 + this.random.nextInt(2_000));
				this.loop.advanceMillis(step);
				write();
				left -= step;
			}
			end.run();
		}

		private void slowDown() {
			this.mostMicros = 1 + this.random.nextInt(50_000);
		}

		private void toggleProxy() {
			this.store.swallowsProgress = !this.store.swallowsProgress;
		}

		private void reachable(boolean reachable) {
			this.store.unreachable = !reachable;
		}

		private void lag(int lag) {
			this.store.lag = lag;
		}

		private void deny() {
			if (!this.longFaults) {
				return;
			}
			String denied = prefix();
			forAWhile(() -> {
				this.store.denied.add(denied);
				watch(denied, ModelStore.ModelWatch::cut);
			}, this.store.denied::clear);
		}

		private void stopAndStart() {
			this.mirrors.stop();
			this.outages.forget();
			writeForAWhile();
			this.mirrors.start();
		}

		private void heal() {
			this.mostMicros = 2_000;
			this.store.swallowsProgress = false;
			this.store.failures.clear();
			for (String prefix : PREFIXES) {
				this.store.put(prefix + "healed", "v" + this.counter++);
			}
			this.loop.advance(Duration.ofSeconds(this.longFaults ? 100 : 30));
			pair("last");
			this.loop.advance(Duration.ofSeconds(30));
		}

		@Override
		public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
			note(prefix + " " + to);
		}

		@Override
		public void changed(List<Revision> revisions) {
			note(() -> check(revisions));
		}

		private void note(Runnable check) {
			try {
				check.run();
			}
			catch (AssertionError ex) {
				this.failure = (this.failure != null) ? this.failure : ex;
			}
		}

		@Override
		public void resynced(ResyncReason reason, long revision, int changes) {
			note("read again at " + revision + ": " + reason);
			if (reason == ResyncReason.STORE_REPLACED) {
				this.last = revision;
				note(this::checkWhole);
			}
		}

		private void note(String line) {
			this.log.add(this.loop.nanoTime() / 1000 + " " + line);
		}

		private void check(List<Revision> revisions) {
			for (Revision revision : revisions) {
				note(revision.toString());
				if (revision.reason() != ResyncReason.STORE_REPLACED) {
					assertThat(revision.number()).as(this::story)
						.isGreaterThanOrEqualTo((revision.cause() == Cause.WATCH) ? this.last + 1 : this.last);
				}
				this.last = revision.number();
				revision.changes().values().forEach((changes) -> changes.forEach(this::apply));
				if (revision.reason() != ResyncReason.STORE_REPLACED) {
					checkWhole();
				}
			}
		}

		private void apply(io.setpoint.store.Change change) {
			if (change instanceof io.setpoint.store.Change.Put put) {
				this.told.put(put.key(), put.entry());
			}
			else {
				this.told.remove(change.key());
			}
		}

		private void checkWhole() {
			List<String> live = new ArrayList<>();
			for (String prefix : PREFIXES) {
				MirrorStatus status = this.mirrors.status(prefix);
				if (status.state() == MirrorStatus.State.LIVE && !status.emptied()) {
					live.add(prefix);
				}
			}
			for (int i = 0; i < 3; i++) {
				String name = "pair" + i;
				long distinct = live.stream().map((prefix) -> value(prefix + name)).distinct().count();
				assertThat(distinct).as(this::story).isLessThanOrEqualTo(1);
			}
		}

		private String value(String key) {
			KeyValue entry = this.told.get(key);
			return (entry != null) ? new String(entry.value()) : "";
		}

		private void check() {
			assertThat(this.outages.away).as(() -> "told to be out of reach, " + story()).isEmpty();
			for (String prefix : PREFIXES) {
				assertThat(this.mirrors.status(prefix).state()).as(this::story).isEqualTo(MirrorStatus.State.LIVE);
				assertThat(this.mirrors.status(prefix).phase()).as(this::story).isEqualTo(MirrorPhase.LIVE);
				assertThat(this.mirrors.entries(prefix)).as(this::story).isEqualTo(this.store.entries(prefix));
			}
			Map<String, KeyValue> expected = this.store.entries("/");
			expected.remove("/other/key");
			this.told.remove("/other/key");
			assertThat(this.told).as(this::story).isEqualTo(expected);
			assertThat(this.store.openWatches()).as(this::story).hasSize(PREFIXES.length);
		}

		private String story() {
			int size = this.log.size();
			return "trusted=" + this.store.trusted + "\n"
					+ String.join("\n", this.log.subList(Math.max(0, size - 60), size));
		}

	}

	/**
	 * Who has read the log knows of each location whether it is out of reach, and is told
	 * nothing that he knows.
	 */
	private static final class ToldOutages extends AppenderBase<ILoggingEvent> {

		private static final Pattern LINE = Pattern
			.compile("(.*) (?:is|are) (out of reach, |still out of reach, |live again)");

		private final Set<String> away = new TreeSet<>();

		private final List<String> contradictions = new ArrayList<>();

		private final Consumer<String> log;

		ToldOutages(Consumer<String> log) {
			this.log = log;
		}

		@Override
		protected void append(ILoggingEvent event) {
			Matcher matcher = LINE.matcher(event.getMessage());
			if (matcher.lookingAt()) {
				lines++;
				this.log.accept(event.getMessage());
				List.of(matcher.group(1).split(", ")).forEach((name) -> told(name, matcher.group(2)));
			}
		}

		private void told(String name, String what) {
			boolean known = switch (what) {
				case "out of reach, " -> !this.away.add(name);
				case "live again" -> !this.away.remove(name);
				default -> !this.away.contains(name);
			};
			if (known) {
				this.contradictions.add(name + " is " + what);
			}
		}

		void forget() {
			this.away.clear();
		}

	}

}
