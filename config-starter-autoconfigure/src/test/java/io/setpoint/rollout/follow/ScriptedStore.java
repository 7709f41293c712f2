package io.setpoint.rollout.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;

/**
 * A store whose reads are answered when a test says so.
 */
final class ScriptedStore implements Store {

	private final List<Read> open = new ArrayList<>();

	private final List<String> reads = new ArrayList<>();

	/**
	 * Return what was ever asked for.
	 * @return the keys, in the order of the reads
	 */
	List<String> reads() {
		return List.copyOf(this.reads);
	}

	void answer(KeyValue entry) {
		take(entry.key()).complete(new Image(1, entry.modRevision(), Map.of(entry.key(), List.of(entry))));
	}

	void answerMissing(String key) {
		take(key).complete(new Image(1, 1, Map.of()));
	}

	void fail(String key, StoreException failure) {
		take(key).completeExceptionally(failure);
	}

	private CompletableFuture<Image> take(String key) {
		Read read = this.open.stream().filter((it) -> it.key().equals(key)).findFirst().orElseThrow();
		this.open.remove(read);
		return read.answer();
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes) {
		Read read = new Read(prefixes.get(0), new CompletableFuture<>());
		this.reads.add(read.key());
		this.open.add(read);
		return read.answer();
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Boolean> touched(String prefix, long revision) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Watch watch(String prefix, long revision, WatchListener listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void renew(Watch failed) {
	}

	@Override
	public boolean isProgressTrusted() {
		return true;
	}

	@Override
	public void close() {
	}

	private record Read(String key, CompletableFuture<Image> answer) {
	}

}
