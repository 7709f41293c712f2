package io.setpoint.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.document.LocationContent.Update;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * One update of a content in the making.
 */
final class ContentUpdate {

	private final LocationContent old;

	private final NavigableMap<String, Optional<Entry>> entries = new TreeMap<>();

	private final NavigableMap<String, Optional<Slot>> slots = new TreeMap<>();

	private final Set<ConfigurationPropertyName> contributed = new LinkedHashSet<>();

	private Extent extent;

	private final List<Problem> problems = new ArrayList<>();

	private final List<Warning> warnings = new ArrayList<>();

	ContentUpdate(LocationContent old) {
		this.old = old;
		this.extent = old.extent();
	}

	Update apply(Collection<Change> changes) {
		Map<String, Change> last = new LinkedHashMap<>();
		changes.forEach((change) -> last.put(change.key(), change));
		last.values().forEach(this::apply);
		LocationContent content = new LocationContent(this.old.prefix(), this.old.displayName(), this.old.isVersioned(),
				this.old.entryTable().with(this.entries), this.old.propertyTable().with(this.slots), this.extent,
				this.old.intake());
		return new Update(content, changed(), Collections.unmodifiableSet(this.contributed), List.copyOf(this.problems),
				List.copyOf(this.warnings));
	}

	private void apply(Change change) {
		if (change instanceof Change.Put put) {
			put(put.entry());
		}
		else {
			replace(change.key(), null);
		}
	}

	private void put(KeyValue keyValue) {
		try {
			Entry entry = EntryReader.read(this.old, keyValue);
			extent(keyValue.key(), entry).check(this.extent);
			replace(keyValue.key(), entry);
			this.warnings.addAll(entry.warnings());
		}
		catch (KeyRefusedException ex) {
			this.problems.add(ex.toProblem(keyValue.key(), keyValue.modRevision()));
		}
	}

	private Extent extent(String key, @Nullable Entry entry) {
		Entry replaced = this.old.entryTable().get(key);
		Extent remaining = (replaced != null) ? this.extent.minus(replaced.extent()) : this.extent;
		return (entry != null) ? remaining.plus(entry.extent()) : remaining;
	}

	private void replace(String key, @Nullable Entry entry) {
		this.extent = extent(key, entry);
		Entry replaced = this.old.entryTable().get(key);
		this.contributed.addAll(Entry.difference(replaced, entry));
		if (replaced != null) {
			replaced.properties().forEach(this::remove);
		}
		if (entry != null) {
			entry.properties().forEach(this::add);
		}
		this.entries.put(key, Optional.ofNullable(entry));
	}

	private void remove(Property property) {
		String key = property.sortKey();
		Slot slot = slot(key);
		if (slot != null) {
			this.slots.put(key, Optional.ofNullable(slot.without(property.placement().key())));
		}
	}

	private void add(Property property) {
		String key = property.sortKey();
		this.slots.put(key, Optional.of(Slot.with(slot(key), property)));
	}

	private @Nullable Slot slot(String key) {
		Optional<Slot> edited = this.slots.get(key);
		return (edited != null) ? edited.orElse(null) : this.old.propertyTable().get(key);
	}

	private Set<ConfigurationPropertyName> changed() {
		Set<ConfigurationPropertyName> changed = new LinkedHashSet<>();
		this.slots.forEach((key, slot) -> {
			Slot before = this.old.propertyTable().get(key);
			if (before == null) {
				slot.ifPresent((after) -> changed.add(after.winner().name()));
			}
			else if (slot.isEmpty() || !slot.get().winner().bindsLike(before.winner())) {
				changed.add(slot.orElse(before).winner().name());
			}
		});
		return Collections.unmodifiableSet(changed);
	}

}
