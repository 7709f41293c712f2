package io.setpoint.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * Remembers what a watch has told.
 */
class RecordingListener implements WatchListener {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	final CompletableFuture<Header> created = new CompletableFuture<>();

	final List<List<Change>> answers = new CopyOnWriteArrayList<>();

	final List<Header> progress = new CopyOnWriteArrayList<>();

	final List<StoreException> ends = new CopyOnWriteArrayList<>();

	@Override
	public void created(Header header) {
		this.created.complete(header);
	}

	@Override
	public void changed(Header header, List<Change> changes) {
		this.answers.add(changes);
	}

	@Override
	public void progressed(Header header) {
		this.progress.add(header);
	}

	@Override
	public void ended(StoreException cause) {
		this.ends.add(cause);
	}

	Header awaitCreated() {
		return this.created.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	List<Change> awaitChanges(int count) {
		await(() -> changes().size() >= count);
		return changes();
	}

	StoreException awaitEnd() {
		await(() -> !this.ends.isEmpty());
		return this.ends.get(0);
	}

	List<Change> changes() {
		return this.answers.stream().flatMap(List::stream).toList();
	}

	static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
	}

}
