package io.setpoint.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Response.Header;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import org.jspecify.annotations.Nullable;

/**
 * One read of some prefixes, page by page, with all pages at the revision of the first. A
 * page that comes too late or is too large is asked for again, smaller: what has arrived
 * before it is kept, so that a slow link only takes its time.
 */
final class PagedRead {

	private static final int ATTEMPTS = 3;

	private static final int LATE_IN_A_ROW = 4;

	private final Function<Op, CompletableFuture<TxnResponse>> read;

	private final List<String> prefixes;

	private final long wanted;

	private final boolean keysOnly;

	private final PageSize size;

	private final Runnable progressed;

	private final CompletableFuture<Image> result = new CompletableFuture<>();

	private final Map<String, List<KeyValue>> entries = new LinkedHashMap<>();

	private int attempt;

	private int late;

	private long asked;

	private long clusterId;

	private long revision;

	private int prefix;

	private List<KeyValue> collected = List.of();

	private ByteSequence from = ByteSequence.EMPTY;

	private ByteSequence end = ByteSequence.EMPTY;

	/**
	 * Create a read.
	 * @param read reads one page and fails with a {@link StoreException}, which may be
	 * wrapped; completes on a thread of the store
	 * @param prefixes the prefixes
	 * @param revision the revision to read at, or 0 for the current one
	 * @param keysOnly whether the values stay away
	 * @param size how large pages are
	 * @param progressed told of each page
	 */
	PagedRead(Function<Op, CompletableFuture<TxnResponse>> read, List<String> prefixes, long revision, boolean keysOnly,
			PageSize size, Runnable progressed) {
		this.read = read;
		this.prefixes = List.copyOf(prefixes);
		this.wanted = revision;
		this.keysOnly = keysOnly;
		this.size = size;
		this.progressed = progressed;
	}

	CompletableFuture<Image> start() {
		this.attempt++;
		this.revision = this.wanted;
		this.clusterId = 0;
		this.entries.clear();
		begin(0);
		return this.result;
	}

	private void begin(int prefix) {
		this.prefix = prefix;
		this.from = Keys.bytes(this.prefixes.get(prefix));
		this.end = Keys.end(this.prefixes.get(prefix));
		this.collected = new ArrayList<>();
		this.entries.put(this.prefixes.get(prefix), Collections.unmodifiableList(this.collected));
		fetch();
	}

	private void fetch() {
		GetOption option = GetOption.builder()
			.withRange(this.end)
			.withLimit(this.size.limit())
			.withRevision(this.revision)
			.withKeysOnly(this.keysOnly)
			.build();
		this.asked = System.nanoTime();
		this.read.apply(Op.get(this.from, option)).whenComplete(this::fetched);
	}

	private void fetched(TxnResponse answer, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				failed(Failures.unwrap(failure));
			}
			else {
				accept(answer.getHeader(), answer.getGetResponses().get(0));
			}
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			this.result.completeExceptionally(ex);
		}
	}

	private void failed(Throwable failure) {
		boolean moved = failure instanceof RevisionCompactedException || failure instanceof FutureRevisionException
				|| failure instanceof OtherClusterException;
		if (failure instanceof AnswerTooLargeException && this.size.shrink() || isLate(failure)) {
			fetch();
		}
		else if (moved && this.wanted == 0 && this.attempt < ATTEMPTS) {
			start();
		}
		else {
			this.result.completeExceptionally(failure);
		}
	}

	/**
	 * Return whether the link was too slow for a page. Where none has arrived there may
	 * be nobody on its other end: then the next read begins with a smaller one.
	 * @param failure why the page has not arrived
	 * @return whether to ask for a smaller one
	 */
	private boolean isLate(Throwable failure) {
		if (!Failures.isLate(failure)) {
			return false;
		}
		this.size.shrink();
		return this.clusterId != 0 && this.late++ < LATE_IN_A_ROW;
	}

	private void accept(Header header, GetResponse page) {
		if (this.clusterId != 0 && this.clusterId != header.getClusterId()) {
			failed(new OtherClusterException("The store was exchanged while it was read", header.getClusterId()));
			return;
		}
		if (this.revision == 0) {
			this.revision = header.getRevision();
		}
		this.clusterId = header.getClusterId();
		this.late = 0;
		this.progressed.run();
		List<io.etcd.jetcd.KeyValue> keyValues = page.getKvs();
		collect(keyValues);
		if (page.isMore() && !keyValues.isEmpty()) {
			this.from = Keys.after(keyValues.get(keyValues.size() - 1).getKey());
			fetch();
		}
		else if (this.prefix + 1 < this.prefixes.size()) {
			begin(this.prefix + 1);
		}
		else {
			this.result.complete(new Image(this.clusterId, this.revision, this.entries));
		}
	}

	private void collect(List<io.etcd.jetcd.KeyValue> keyValues) {
		long bytes = 1;
		for (io.etcd.jetcd.KeyValue keyValue : keyValues) {
			KeyValue entry = Keys.entry(keyValue);
			bytes += keyValue.getKey().size() + entry.value().length;
			this.collected.add(entry);
		}
		this.size.arrived(keyValues.size(), bytes, Duration.ofNanos(System.nanoTime() - this.asked));
	}

}
