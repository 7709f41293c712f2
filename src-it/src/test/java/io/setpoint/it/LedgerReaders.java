package io.setpoint.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.setpoint.Live;
import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.it.Ledger.Credit;
import io.setpoint.it.Ledger.Debit;
import io.setpoint.it.Ledger.Entry;
import io.setpoint.it.Ledger.Extra;

/**
 * Threads that read all the time and count what must never be seen.
 */
final class LedgerReaders implements AutoCloseable {

	final AtomicLong observations = new AtomicLong();

	final AtomicLong torn = new AtomicLong();

	final AtomicLong invalid = new AtomicLong();

	final AtomicLong backwards = new AtomicLong();

	private final List<Thread> threads = new ArrayList<>();

	private volatile Source source;

	private volatile Object timeline = new Object();

	private volatile boolean ordered = true;

	private volatile boolean closed;

	LedgerReaders(Application application, int threads) {
		this.source = Source.of(application);
		for (int index = 0; index < threads; index++) {
			Thread thread = new Thread(this::run, "ledger-reader-" + index);
			thread.setDaemon(true);
			thread.start();
			this.threads.add(thread);
		}
	}

	/**
	 * Read another application from now on.
	 * @param application the application
	 */
	void follow(Application application) {
		this.source = Source.of(application);
	}

	/**
	 * Allow that what is seen next is older, because etcd itself goes back.
	 */
	void forget() {
		this.timeline = new Object();
		this.ordered = false;
	}

	/**
	 * Allow that no longer.
	 */
	void remember() {
		this.ordered = true;
	}

	private void run() {
		Object timeline = this.timeline;
		int newest = 0;
		while (!this.closed) {
			Observation seen = observe(this.source);
			boolean same = timeline == this.timeline;
			if (this.ordered && same) {
				count(this.backwards, seen.amount < newest);
				count(this.torn, seen.credit < Ledger.FACTOR * seen.debit || seen.debit < seen.amount);
			}
			timeline = this.timeline;
			newest = (this.ordered && same) ? seen.amount : 0;
			Thread.yield();
		}
	}

	private Observation observe(Source source) {
		Snapshot snapshot = source.snapshots.current();
		int amount = check(snapshot.get(Debit.class), snapshot.get(Credit.class));
		check(snapshot.get(Entry.class));
		check(source.entry.get());
		check(snapshot.get(Extra.class));
		int debit = source.debit.get().amount();
		int credit = source.credit.get().amount();
		this.observations.incrementAndGet();
		return new Observation(amount, debit, credit);
	}

	private int check(Debit debit, Credit credit) {
		count(this.torn, credit.amount() != Ledger.FACTOR * debit.amount());
		count(this.invalid, debit.amount() < 1 || credit.amount() < 1);
		return debit.amount();
	}

	private void check(Entry entry) {
		count(this.torn, entry.credit() != Ledger.FACTOR * entry.debit());
		count(this.invalid, entry.debit() < 1);
	}

	private void check(Extra extra) {
		count(this.invalid, extra.items().values().stream().anyMatch((item) -> item < 0));
	}

	private static void count(AtomicLong counter, boolean wrong) {
		if (wrong) {
			counter.incrementAndGet();
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * What was read one after the other.
	 */
	private record Observation(int amount, int debit, int credit) {
	}

	private record Source(Snapshots snapshots, Live<Debit> debit, Live<Credit> credit, Live<Entry> entry) {

		static Source of(Application application) {
			return new Source(application.bean(Snapshots.class), application.live(Debit.class),
					application.live(Credit.class), application.live(Entry.class));
		}

	}

}
