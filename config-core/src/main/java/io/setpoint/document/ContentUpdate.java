package io.setpoint.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

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

	private Extent extent;

	private boolean crowded;

	private final List<Problem> problems = new ArrayList<>();

	private final List<Warning> warnings = new ArrayList<>();

	ContentUpdate(LocationContent old) {
		this.old = old;
		this.extent = old.extent();
	}

	Update apply(Collection<Change> changes) {
		Map<String, Change> last = new LinkedHashMap<>();
		changes.forEach((change) -> last.put(change.key(), change));
		Map<String, Optional<Entry>> read = read(last.values());
		takeUp(read);
		LocationContent content = new LocationContent(this.old.prefix(), this.old.displayName(), this.old.isVersioned(),
				this.old.entryTable().with(this.entries), this.old.propertyTable().with(this.slots), this.extent,
				this.old.intake());
		return new Update(content, this::changed, () -> contributed(read), List.copyOf(this.problems),
				List.copyOf(this.warnings), this.crowded);
	}

	/**
	 * Work out what changes have to do with, without taking them up.
	 * @param changes the changes, each of another key
	 * @return the names
	 */
	Set<ConfigurationPropertyName> contributed(Collection<Change> changes) {
		Set<ConfigurationPropertyName> contributed = new LinkedHashSet<>(contributed(read(changes)));
		this.problems.forEach((problem) -> contributed.addAll(this.old.names(problem.key())));
		return contributed;
	}

	private Set<ConfigurationPropertyName> contributed(Map<String, Optional<Entry>> read) {
		Set<ConfigurationPropertyName> contributed = new LinkedHashSet<>();
		read.forEach((key, entry) -> contributed
			.addAll(Entry.difference(this.old.entryTable().get(key), entry.orElse(null))));
		return Collections.unmodifiableSet(contributed);
	}

	private Map<String, Optional<Entry>> read(Collection<Change> changes) {
		Map<String, Optional<Entry>> read = new LinkedHashMap<>();
		for (Change change : changes) {
			if (!(change instanceof Change.Put put)) {
				read.put(change.key(), Optional.empty());
				continue;
			}
			try {
				read.put(put.key(), Optional.of(EntryReader.read(this.old, put.entry())));
			}
			catch (KeyRefusedException ex) {
				refuse(put.entry(), ex);
			}
		}
		return read;
	}

	/**
	 * Take up what was read, all of it if its outcome is not too much. Otherwise what
	 * makes room goes first, so that as little as possible is refused.
	 * @param read what each key has from now on
	 */
	private void takeUp(Map<String, Optional<Entry>> read) {
		Extent outcome = this.extent;
		for (Map.Entry<String, Optional<Entry>> entry : read.entrySet()) {
			outcome = after(outcome, entry.getKey(), entry.getValue());
		}
		if (outcome.isAllowedAfter(this.extent)) {
			read.forEach(this::replace);
			this.extent = outcome;
			return;
		}
		read.entrySet()
			.stream()
			.sorted(Comparator.comparing((entry) -> !makesRoom(entry.getKey(), entry.getValue())))
			.forEach((entry) -> replaceIfThereIsRoom(entry.getKey(), entry.getValue()));
	}

	private boolean makesRoom(String key, Optional<Entry> entry) {
		return after(this.old.extent(), key, entry).isSmallerThan(this.old.extent());
	}

	private void replaceIfThereIsRoom(String key, Optional<Entry> entry) {
		Extent after = after(this.extent, key, entry);
		if (after.isAllowedAfter(this.extent)) {
			replace(key, entry);
			this.extent = after;
		}
		else {
			this.crowded = true;
			entry.ifPresent((refused) -> refuse(refused.keyValue(), after.refusalAfter(this.extent)));
		}
	}

	private void refuse(KeyValue keyValue, KeyRefusedException ex) {
		this.problems.add(ex.toProblem(keyValue.key(), keyValue.modRevision()));
	}

	private Extent after(Extent before, String key, Optional<Entry> entry) {
		Entry replaced = this.old.entryTable().get(key);
		Extent remaining = (replaced != null) ? before.minus(replaced.extent()) : before;
		return entry.isPresent() ? remaining.plus(entry.get().extent()) : remaining;
	}

	private void replace(String key, Optional<Entry> read) {
		Entry entry = read.orElse(null);
		Entry replaced = this.old.entryTable().get(key);
		if (replaced != null) {
			replaced.properties().forEach(this::remove);
		}
		if (entry != null) {
			entry.properties().forEach(this::add);
			this.warnings.addAll(entry.warnings());
		}
		this.entries.put(key, read);
	}

	private void remove(Property property) {
		edit(property, (slot) -> (slot != null) ? slot.without(property.placement().key()) : null);
	}

	private void add(Property property) {
		edit(property, (slot) -> Slot.with(slot, property));
	}

	private void edit(Property property, UnaryOperator<@Nullable Slot> change) {
		this.slots.compute(property.sortKey(), (key, edited) -> Optional
			.ofNullable(change.apply((edited != null) ? edited.orElse(null) : this.old.propertyTable().get(key))));
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
