package io.setpoint.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The keys with all that they have been since the last compaction, and the events that
 * made it so. Not thread-safe: the {@link Engine} guards it.
 */
final class Keyspace {

	private final NavigableMap<ByteString, History> histories = new TreeMap<>(KeyRange.ORDER);

	private final NavigableMap<Long, List<Event>> events = new TreeMap<>();

	private final BiConsumer<Long, List<Event>> committed;

	private long revision = 1;

	private long compacted;

	/**
	 * Create an empty key space at revision 1.
	 * @param committed told of the events of each revision
	 */
	Keyspace(BiConsumer<Long, List<Event>> committed) {
		this.committed = committed;
	}

	long revision() {
		return this.revision;
	}

	long compacted() {
		return this.compacted;
	}

	/**
	 * Check that a revision can be read.
	 * @param wanted the revision, 0 for the current one
	 */
	void checkReadable(long wanted) {
		if (wanted > this.revision) {
			throw Refusal.FUTURE_REVISION.exception();
		}
		if (wanted > 0 && wanted < this.compacted) {
			throw Refusal.COMPACTED.exception();
		}
	}

	/**
	 * Read the keys of a range.
	 * @param range the range
	 * @param wanted the revision, 0 for what is there now
	 * @return the keys that exist, in their order
	 */
	List<KeyValue> read(KeyRange range, long wanted) {
		List<KeyValue> found = new ArrayList<>();
		range.of(this.histories).values().forEach((history) -> {
			KeyValue keyValue = (wanted > 0) ? history.at(wanted) : history.last();
			if (keyValue != null) {
				found.add(keyValue);
			}
		});
		return found;
	}

	@Nullable KeyValue get(ByteString key) {
		History history = this.histories.get(key);
		return (history != null) ? history.last() : null;
	}

	/**
	 * Return the events from one revision on.
	 * @param from the first revision
	 * @return the events by revision
	 */
	NavigableMap<Long, List<Event>> events(long from) {
		return this.events.tailMap(from, true);
	}

	/**
	 * Begin to write one revision.
	 * @return what writes it
	 */
	Writing write() {
		return new Writing();
	}

	void compact(long wanted) {
		if (wanted <= this.compacted) {
			throw Refusal.COMPACTED.exception();
		}
		if (wanted > this.revision) {
			throw Refusal.FUTURE_REVISION.exception();
		}
		this.compacted = wanted;
		this.histories.values().removeIf((history) -> history.compact(wanted));
		this.events.headMap(wanted, false).clear();
	}

	/**
	 * Be as at an earlier revision.
	 * @param wanted the revision
	 */
	void rewind(long wanted) {
		checkReadable(wanted);
		this.histories.values().removeIf((history) -> history.rewind(wanted));
		this.events.tailMap(wanted, false).clear();
		this.revision = wanted;
	}

	/**
	 * The puts and deletes of one revision. Those who read meanwhile see them.
	 */
	final class Writing {

		private final List<Event> written = new ArrayList<>();

		/**
		 * Return the revision as a request within the transaction sees it.
		 * @return the current revision, or the next one if something was written
		 */
		long revision() {
			return this.written.isEmpty() ? Keyspace.this.revision : next();
		}

		long next() {
			return Keyspace.this.revision + 1;
		}

		@Nullable KeyValue put(ByteString key, ByteString value, long lease) {
			KeyValue before = get(key);
			KeyValue after = KeyValue.newBuilder()
				.setKey(key)
				.setValue(value)
				.setLease(lease)
				.setCreateRevision((before != null) ? before.getCreateRevision() : next())
				.setModRevision(next())
				.setVersion((before != null) ? before.getVersion() + 1 : 1)
				.build();
			add(Event.EventType.PUT, after, after);
			return before;
		}

		List<KeyValue> delete(KeyRange range) {
			List<KeyValue> found = read(range, 0);
			found.forEach((before) -> add(Event.EventType.DELETE,
					KeyValue.newBuilder().setKey(before.getKey()).setModRevision(next()).build(), null));
			return found;
		}

		/**
		 * Note a change. What the event says was before is what was there before the
		 * revision, even if the key changes twice in it, and nothing if the key is new.
		 * @param type the type of the event
		 * @param told what the event says of the key
		 * @param after what the key is from now on, {@code null} if it is gone
		 */
		private void add(Event.EventType type, KeyValue told, @Nullable KeyValue after) {
			History history = Keyspace.this.histories.computeIfAbsent(told.getKey(), (key) -> new History());
			KeyValue before = history.at(Keyspace.this.revision);
			history.add(next(), after);
			boolean created = after != null && after.getCreateRevision() == next();
			Event.Builder event = Event.newBuilder().setType(type).setKv(told);
			this.written.add(((before != null && !created) ? event.setPrevKv(before) : event).build());
		}

		/**
		 * Make the revision the current one, if anything was written.
		 * @return the current revision
		 */
		long commit() {
			if (!this.written.isEmpty()) {
				Keyspace.this.revision++;
				List<Event> all = List.copyOf(this.written);
				Keyspace.this.events.put(Keyspace.this.revision, all);
				Keyspace.this.committed.accept(Keyspace.this.revision, all);
			}
			return Keyspace.this.revision;
		}

	}

}
