package io.setpoint.memory;

import java.util.ArrayList;
import java.util.List;

import io.etcd.jetcd.api.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What a key has been at each revision that is not compacted.
 */
final class History {

	private final List<Version> versions = new ArrayList<>(1);

	void add(long revision, @Nullable KeyValue keyValue) {
		this.versions.add(new Version(revision, keyValue));
	}

	@Nullable KeyValue last() {
		return this.versions.isEmpty() ? null : this.versions.get(this.versions.size() - 1).keyValue();
	}

	@Nullable KeyValue at(long revision) {
		int index = indexAt(revision);
		return (index < 0) ? null : this.versions.get(index).keyValue();
	}

	/**
	 * Forget what is not needed to tell what the key was at a revision or later.
	 * @param revision the revision
	 * @return whether nothing is left
	 */
	boolean compact(long revision) {
		int index = indexAt(revision);
		if (index >= 0) {
			boolean deleted = this.versions.get(index).keyValue() == null;
			this.versions.subList(0, deleted ? index + 1 : index).clear();
		}
		return this.versions.isEmpty();
	}

	/**
	 * Forget what came after a revision.
	 * @param revision the revision
	 * @return whether nothing is left
	 */
	boolean rewind(long revision) {
		this.versions.subList(indexAt(revision) + 1, this.versions.size()).clear();
		return this.versions.isEmpty();
	}

	private int indexAt(long revision) {
		int index = this.versions.size() - 1;
		while (index >= 0 && this.versions.get(index).revision() > revision) {
			index--;
		}
		return index;
	}

	private record Version(long revision, @Nullable KeyValue keyValue) {
	}

}
