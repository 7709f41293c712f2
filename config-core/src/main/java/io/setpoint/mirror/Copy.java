package io.setpoint.mirror;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

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

	private final Set<String> doubted = new HashSet<>();

	private boolean known;

	private boolean confirmed;

	private boolean emptied;

	private volatile long next;

	Copy(String prefix, InitialImage initial) {
		Image image = initial.image();
		this.prefix = prefix;
		this.contents = new Contents(image.entries(prefix));
		this.known = image.revision() > 0 && image.entries().containsKey(prefix);
		this.confirmed = this.known && initial.live();
		this.next = this.known ? image.revision() + 1 : 1;
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
		changes.forEach((change) -> this.doubted.remove(change.key()));
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
	 * Work out what becoming a consistent read of the store means.
	 * @param image the read
	 * @param replaced whether the store is another one than before
	 * @param byHand whether somebody asked for it who may know that nothing is left
	 * @return the step, which changes nothing before it is taken
	 */
	Adoption plan(Image image, boolean replaced, boolean byHand) {
		List<KeyValue> entries = image.entries(this.prefix);
		boolean suspicious = replaced || !this.confirmed || (this.emptied && !byHand);
		long next = replaced ? image.revision() + 1 : Math.max(this.next, image.revision() + 1);
		if (suspicious && entries.isEmpty() && !this.contents.isEmpty()) {
			return new Adoption(next, true, List.of(), null);
		}
		List<Change> changes = this.contents.changesTo(entries, this.doubted, image.revision());
		return new Adoption(next, false, changes, changes.isEmpty() ? null : Contents.byKey(entries));
	}

	void adopt(Adoption adoption) {
		this.next = adoption.next;
		this.emptied = adoption.emptied;
		this.known = true;
		this.confirmed = true;
		if (adoption.entries != null) {
			this.contents.replace(adoption.entries);
			this.doubted.clear();
		}
	}

	/**
	 * Have the next read tell of some keys again, whatever was told of them. The copy
	 * itself is not in doubt: it stays what the store is expected to hold.
	 * @param keys the keys
	 */
	void doubt(Collection<String> keys) {
		this.doubted.addAll(keys);
	}

	/**
	 * A consistent read in terms of the copy.
	 *
	 * @param next the next revision that is wanted of the watch
	 * @param emptied whether the contents are kept though nothing is left
	 * @param changes the differences
	 * @param entries the contents, {@code null} if they stay
	 */
	record Adoption(long next, boolean emptied, List<Change> changes, @Nullable Map<String, KeyValue> entries) {
	}

}
