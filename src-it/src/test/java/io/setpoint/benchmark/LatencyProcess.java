package io.setpoint.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.setpoint.Live;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures from the start of a put until its value can be read: by {@link Live#get()} in
 * an application, and of a {@link BareWatch} in the same JVM. Both locations hold the
 * same keys under different prefixes, and are put to in turn, so that each is alone with
 * its change and both meet the same weather.
 * <p>
 * The reader is one thread for both. It parks after each look, for the shortest time that
 * there is (some 60 µs with Linux), which leaves the processors to everybody who has
 * work. One that only yields would compete for them with those whom it measures.
 */
public final class LatencyProcess {

	private static final long MAX_PAUSE_NANOS = 3_000_000;

	private final Putter putter;

	private final Reader live;

	private final Reader bare;

	private long serial;

	private LatencyProcess(Putter putter, Reader live, Reader bare) {
		this.putter = putter;
		this.live = live;
		this.bare = bare;
	}

	/**
	 * Measure.
	 * @param args endpoint, prefix of the application, prefix of the bare watch, rounds
	 * of warming up, number of blocks, rounds of a block
	 */
	public static void main(String[] args) throws InterruptedException {
		String endpoint = args[0];
		try (ConfigurableApplicationContext context = Applications.start(Applications.importing(endpoint, args[1]));
				BareWatch bare = new BareWatch(endpoint, args[2]);
				Putter putter = new Putter(endpoint)) {
			Live<Limits> live = Subject.live(context);
			LatencyProcess process = new LatencyProcess(putter, new Reader(args[1], () -> live.get().serial()),
					new Reader(args[2], bare::serial));
			process.warmUp(Integer.parseInt(args[3]));
			for (int block = 0; block < Integer.parseInt(args[4]); block++) {
				process.measure(Integer.parseInt(args[5]));
			}
		}
		System.exit(0);
	}

	private void warmUp(int rounds) {
		for (int i = 0; i < rounds; i++) {
			change(this.live, null, null);
			change(this.bare, null, null);
		}
	}

	private void measure(int rounds) {
		Samples[] samples = new Samples[4];
		for (int i = 0; i < samples.length; i++) {
			samples[i] = new Samples(rounds);
		}
		for (int i = 0; i < rounds; i++) {
			pause();
			change(this.live, samples[0], samples[1]);
			pause();
			change(this.bare, samples[2], samples[3]);
		}
		StringBuilder line = new StringBuilder("block");
		for (Samples each : samples) {
			line.append(' ').append(each.percentile(50)).append(' ').append(each.percentile(99));
		}
		System.out.println(line);
	}

	private static void pause() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
	}

	private void change(Reader reader, @Nullable Samples fromPut, @Nullable Samples fromAck) {
		long next = ++this.serial;
		long start = System.nanoTime();
		CompletableFuture<Long> ack = this.putter.put(reader.prefix(), next).thenApply((answer) -> System.nanoTime());
		while (reader.serial().getAsLong() != next) {
			LockSupport.parkNanos(1);
		}
		long seen = System.nanoTime();
		long acknowledged = ack.join();
		if (fromPut != null && fromAck != null) {
			fromPut.add((seen - start) / 1000d);
			fromAck.add((seen - acknowledged) / 1000d);
		}
	}

	/**
	 * Who sees changes.
	 *
	 * @param prefix the prefix that is put to
	 * @param serial the last serial number that was seen
	 */
	private record Reader(String prefix, LongSupplier serial) {
	}

}
