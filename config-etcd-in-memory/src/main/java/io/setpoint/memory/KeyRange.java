package io.setpoint.memory;

import java.util.Comparator;
import java.util.NavigableMap;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a request is about, by etcd's convention: a key alone, all keys from one
 * up to and without another, or all keys from one on.
 *
 * @param from the first key
 * @param to the key behind the last one, {@code null} if there is no end
 * @param single whether it is the first key alone
 */
record KeyRange(ByteString from, @Nullable ByteString to, boolean single) {

	static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();

	private static final ByteString OPEN_END = ByteString.copyFrom(new byte[] { 0 });

	static final KeyRange ALL = new KeyRange(ByteString.EMPTY, null, false);

	static KeyRange of(ByteString key, ByteString rangeEnd) {
		if (rangeEnd.isEmpty()) {
			return new KeyRange(key, null, true);
		}
		return new KeyRange(key, rangeEnd.equals(OPEN_END) ? null : rangeEnd, false);
	}

	/**
	 * The range of a watch, where no key at all stands for the smallest one.
	 * @param key the key
	 * @param rangeEnd the end of the range
	 * @return the range
	 */
	static KeyRange ofWatch(ByteString key, ByteString rangeEnd) {
		return of(key.isEmpty() ? OPEN_END : key, rangeEnd);
	}

	boolean isEmpty() {
		return this.to != null && ORDER.compare(this.from, this.to) >= 0;
	}

	boolean contains(ByteString key) {
		if (this.single) {
			return key.equals(this.from);
		}
		return ORDER.compare(this.from, key) <= 0 && (this.to == null || ORDER.compare(key, this.to) < 0);
	}

	<T> NavigableMap<ByteString, T> of(NavigableMap<ByteString, T> map) {
		if (this.single) {
			return map.subMap(this.from, true, this.from, true);
		}
		if (this.to == null) {
			return map.tailMap(this.from, true);
		}
		return isEmpty() ? map.subMap(this.from, true, this.from, false) : map.subMap(this.from, true, this.to, false);
	}

}
