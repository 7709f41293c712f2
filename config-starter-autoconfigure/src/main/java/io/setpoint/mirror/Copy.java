package io.setpoint.mirror;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;

/**
 * The keys of one location as they were last handed on, and the next revision that is
 * wanted of its watch. In between lies what the sequencer still holds.
 * <p>
 * It is <em>known</em> if there is anything to serve, <em>confirmed</em> once etcd itself
 * has been read, and <em>emptied</em> if the last good contents are kept though the store
 * has nothing left. Used by the loop only, except for {@link #next()}.
 */
final class Copy {

	private final String prefix;

	private final Contents contents;

	private boolean known;

	private boolean confirmed;

	private boolean emptied;

	private volatile long next;

	Copy(String prefix, Image initial, boolean live) {
		this.prefix = prefix;
		this.contents = new Contents(initial.entries(prefix));
		this.known = initial.revision() > 0 && initial.entries().containsKey(prefix);
		this.confirmed = this.known && live;
		this.next = this.known ? initial.revision() + 1 : 1;
	}

	boolean isKnown() {
		return this.known;
	}

	boolean isConfirmed() {
		return this.confirmed;
	}

	boolean isEmptied() {
		return this.emptied;
	}

	int size() {
		return this.contents.size();
	}

	Map<String, KeyValue> entries() {
		return this.contents.entries();
	}

	long next() {
		return this.next;
	}

	/**
	 * Move the next revision forward.
	 * @param revision the revision up to which everything is known to have been delivered
	 */
	void reached(long revision) {
		this.next = Math.max(this.next, revision + 1);
	}

	/**
	 * Move the next revision back.
	 * @param revision the first revision that was delivered but had to be dropped
	 */
	void rewind(long revision) {
		this.next = Math.min(this.next, revision);
	}

	List<Change> withoutDuplicates(List<Change> changes) {
		if (changes.isEmpty() || changes.get(0).revision() >= this.next) {
			return changes;
		}
		return changes.stream().filter((change) -> change.revision() >= this.next).toList();
	}

	void apply(List<Change> changes) {
		this.contents.apply(changes);
	}

	/**
	 * Return what the store is expected to hold just before the next revision.
	 * @param pending what was delivered but not handed on
	 * @return the entry of each key
	 */
	Map<String, KeyValue> expected(List<Change> pending) {
		return this.emptied ? new HashMap<>() : this.contents.after(pending);
	}

	/**
	 * Become a consistent read of the store.
	 * @param image the read
	 * @param replaced whether the store is another one than before
	 * @param byHand whether somebody asked for it who may know that nothing is left
	 * @return the differences
	 */
	List<Change> adopt(Image image, boolean replaced, boolean byHand) {
		List<KeyValue> entries = image.entries(this.prefix);
		boolean suspicious = replaced || !this.confirmed || (this.emptied && !byHand);
		this.next = replaced ? image.revision() + 1 : Math.max(this.next, image.revision() + 1);
		this.emptied = suspicious && entries.isEmpty() && !this.contents.isEmpty();
		this.known = true;
		this.confirmed = true;
		return this.emptied ? List.of() : become(entries, image.revision());
	}

	private List<Change> become(List<KeyValue> entries, long revision) {
		List<Change> changes = this.contents.changesTo(entries, revision);
		if (!changes.isEmpty()) {
			this.contents.replace(entries);
		}
		return changes;
	}

}
