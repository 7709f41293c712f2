package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;

/**
 * The changes of one or several revisions, the last one of each key. Immutable.
 *
 * @param revision the highest of the revisions
 * @param kind what they are
 * @param byPrefix the last change of each key, for each location's prefix
 */
record Changes(long revision, Kind kind, Map<String, Map<String, Change>> byPrefix) {

	static Changes of(Proposal proposal) {
		Map<String, Map<String, Change>> byPrefix = new LinkedHashMap<>();
		proposal.changes().forEach((prefix, changes) -> put(byPrefix, prefix, changes));
		return new Changes(proposal.revision(), proposal.kind(), byPrefix);
	}

	/**
	 * Return some changes as one, of each key the last.
	 * @param parts the changes in their order, at least one
	 * @return all of them
	 */
	static Changes merged(List<Changes> parts) {
		Changes last = parts.get(parts.size() - 1);
		if (parts.size() == 1) {
			return last;
		}
		Map<String, Map<String, Change>> merged = new LinkedHashMap<>();
		long revision = 0;
		Kind kind = Kind.REVISION;
		for (Changes part : parts) {
			part.byPrefix.forEach((prefix, changes) -> put(merged, prefix, changes.values()));
			revision = part.after(revision);
			kind = (part.kind == Kind.REPLACED) ? part.kind : kind;
		}
		return new Changes(revision, kind, merged);
	}

	/**
	 * Return these changes as they wait: whatever brought them, they are of their
	 * revision and move no other.
	 * @return the changes
	 */
	Changes waiting() {
		return new Changes(this.revision, Kind.REVISION, this.byPrefix);
	}

	/**
	 * Return what is left of these changes where they cannot be accepted: a delete of
	 * what was never accepted has done all that it will ever do.
	 * @param accepted the accepted contents of the locations
	 * @return the changes
	 */
	Changes left(Map<String, LocationContent> accepted) {
		Map<String, Map<String, Change>> left = new LinkedHashMap<>();
		this.byPrefix.forEach((prefix, changes) -> {
			LocationContent content = accepted.get(prefix);
			Map<String, Change> byKey = new LinkedHashMap<>(changes);
			byKey.values()
				.removeIf((change) -> change instanceof Change.Delete && content != null
						&& content.entry(change.key()) == null);
			left.put(prefix, byKey);
		});
		return new Changes(this.revision, this.kind, left);
	}

	/**
	 * Return the revision that everything is worked off to after these changes. A
	 * location that others went on without may bring older revisions late; only a store
	 * that was replaced starts its numbers again.
	 * @param before the revision before
	 * @return the revision after
	 */
	long after(long before) {
		return (this.kind == Kind.REPLACED) ? this.revision : Math.max(before, this.revision);
	}

	/**
	 * Return the changes of each revision by itself, in their order. The revision of a
	 * delete that a re-read found is not known: each stands for itself, at the end. A
	 * version takes the place of another one as a whole.
	 * @param accepted the accepted contents of the locations
	 * @return the parts
	 */
	List<Changes> parts(Map<String, LocationContent> accepted) {
		if (this.kind == Kind.REVISION) {
			return List.of(this);
		}
		Map<Long, Map<String, Map<String, Change>>> puts = new TreeMap<>();
		List<Changes> others = new ArrayList<>();
		this.byPrefix.forEach((prefix, changes) -> {
			LocationContent content = accepted.get(prefix);
			if (content != null && content.isVersioned()) {
				others.add(part(Map.of(prefix, changes)));
				return;
			}
			changes.values().forEach((change) -> {
				if (change instanceof Change.Put) {
					put(puts.computeIfAbsent(change.revision(), (key) -> new LinkedHashMap<>()), prefix,
							List.of(change));
				}
				else {
					others.add(part(Map.of(prefix, Map.of(change.key(), change))));
				}
			});
		});
		List<Changes> parts = new ArrayList<>();
		puts.values().forEach((byPrefix) -> parts.add(part(byPrefix)));
		parts.addAll(others);
		return parts;
	}

	private Changes part(Map<String, Map<String, Change>> byPrefix) {
		return new Changes(this.revision, this.kind, byPrefix);
	}

	private static void put(Map<String, Map<String, Change>> byPrefix, String prefix, Collection<Change> changes) {
		Map<String, Change> byKey = byPrefix.computeIfAbsent(prefix, (key) -> new LinkedHashMap<>());
		changes.forEach((change) -> byKey.put(change.key(), change));
	}

	/**
	 * Return whether a value may say something else than what is written in it: by a
	 * placeholder, an escape or because it is encrypted.
	 * @return {@code false} if each is plain text
	 */
	boolean isAnyValueIndirect() {
		return this.byPrefix.values()
			.stream()
			.flatMap((changes) -> changes.values().stream())
			.anyMatch((change) -> change instanceof Change.Put put && isIndirect(put.entry().value()));
	}

	private static boolean isIndirect(byte[] value) {
		for (byte character : value) {
			if (character == '$' || character == '\\' || character == '{') {
				return true;
			}
		}
		return false;
	}

	Set<String> keys() {
		Set<String> keys = new LinkedHashSet<>();
		this.byPrefix.values().forEach((changes) -> keys.addAll(changes.keySet()));
		return keys;
	}

}
