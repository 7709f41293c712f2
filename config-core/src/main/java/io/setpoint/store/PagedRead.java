package io.setpoint.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One read of some prefixes, page by page, with all pages at the revision of the first. A
 * page that comes too late or is too large is asked for again, smaller: what has arrived
 * before it is kept, so that a slow link only takes its time. How the pages come is for
 * others to know.
 */
final class PagedRead {

	private static final int ATTEMPTS = 3;

	private static final int LATE_IN_A_ROW = 4;

	private final List<String> prefixes;

	private final long wanted;

	private final boolean keysOnly;

	private final PageSize size;

	private final Runnable progressed;

	private final Map<String, List<KeyValue>> entries = new LinkedHashMap<>();

	private int attempt;

	private int late;

	private long asked;

	private long clusterId;

	private long revision;

	private int prefix;

	private List<KeyValue> collected = List.of();

	private byte[] from = {};

	private byte[] end = {};

	/**
	 * Create a read.
	 * @param prefixes the prefixes
	 * @param revision the revision to read at, or 0 for the current one
	 * @param keysOnly whether the values stay away
	 * @param size how large pages are
	 * @param progressed told of each page
	 */
	PagedRead(List<String> prefixes, long revision, boolean keysOnly, PageSize size, Runnable progressed) {
		this.prefixes = List.copyOf(prefixes);
		this.wanted = revision;
		this.keysOnly = keysOnly;
		this.size = size;
		this.progressed = progressed;
		startOver();
	}

	private void startOver() {
		this.attempt++;
		this.revision = this.wanted;
		this.clusterId = 0;
		this.entries.clear();
		begin(0);
	}

	private void begin(int prefix) {
		this.prefix = prefix;
		this.from = KeyText.start(this.prefixes.get(prefix));
		this.end = KeyText.end(this.prefixes.get(prefix));
		this.collected = new ArrayList<>();
		this.entries.put(this.prefixes.get(prefix), Collections.unmodifiableList(this.collected));
	}

	/**
	 * Return what to ask for now.
	 * @return the next page
	 */
	PageRequest next() {
		this.asked = System.nanoTime();
		return new PageRequest(this.from, this.end, this.size.limit(), this.revision, this.keysOnly);
	}

	/**
	 * Take a page that has arrived.
	 * @param page the page that was asked for
	 * @return whether it was the last one
	 * @throws OtherClusterException if it is of another cluster than those before it
	 */
	boolean arrived(Page page) {
		if (this.clusterId != 0 && this.clusterId != page.clusterId()) {
			throw new OtherClusterException("The store was exchanged while it was read", page.clusterId());
		}
		if (this.revision == 0) {
			this.revision = page.revision();
		}
		this.clusterId = page.clusterId();
		this.late = 0;
		this.progressed.run();
		collect(page.entries());
		if (page.more() && !page.entries().isEmpty()) {
			this.from = KeyText.after(KeyText.bytes(page.entries().get(page.entries().size() - 1).key()));
			return false;
		}
		if (this.prefix + 1 < this.prefixes.size()) {
			begin(this.prefix + 1);
			return false;
		}
		return true;
	}

	private void collect(List<KeyValue> entries) {
		long bytes = 1;
		for (KeyValue entry : entries) {
			bytes += entry.key().length() + entry.value().length;
		}
		this.collected.addAll(entries);
		this.size.arrived(entries.size(), bytes, Duration.ofNanos(System.nanoTime() - this.asked));
	}

	/**
	 * Learn that a page has not come.
	 * @param failure why
	 * @return whether to ask for the next one all the same
	 */
	boolean goesOnAfter(Throwable failure) {
		if (failure instanceof AnswerTooLargeException && this.size.shrink() || isLate(failure)) {
			return true;
		}
		boolean moved = failure instanceof RevisionCompactedException || failure instanceof FutureRevisionException
				|| failure instanceof OtherClusterException;
		if (moved && this.wanted == 0 && this.attempt < ATTEMPTS) {
			startOver();
			return true;
		}
		return false;
	}

	/**
	 * Return whether the link was too slow for a page. Where none has arrived there may
	 * be nobody on its other end: then the next read begins with a smaller one.
	 * @param failure why the page has not arrived
	 * @return whether to ask for a smaller one
	 */
	private boolean isLate(Throwable failure) {
		if (!(failure instanceof AnswerLateException)) {
			return false;
		}
		this.size.shrink();
		return this.clusterId != 0 && this.late++ < LATE_IN_A_ROW;
	}

	/**
	 * Return what was read.
	 * @return all keys, after the last page has arrived
	 */
	Image image() {
		return new Image(this.clusterId, this.revision, this.entries);
	}

}
