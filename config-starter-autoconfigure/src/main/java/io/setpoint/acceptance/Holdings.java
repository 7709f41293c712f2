package io.setpoint.acceptance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * All that the pipeline holds, replaced as a whole. Immutable.
 *
 * @param contents the accepted content of each location's prefix
 * @param pending what waits for a repair, in groups that have nothing in common
 * @param index which types read what
 * @param variations what some subjects have instead
 */
record Holdings(Map<String, LocationContent> contents, List<Pending> pending, TypeIndex index,
		ShownVariations variations) {

	Holdings {
		contents = Map.copyOf(contents);
		pending = List.copyOf(pending);
	}

	Holdings with(TypeIndex index) {
		return new Holdings(this.contents, this.pending, index, this.variations);
	}

	Holdings with(Map<String, LocationContent> others) {
		Map<String, LocationContent> contents = new HashMap<>(this.contents);
		contents.putAll(others);
		return new Holdings(contents, this.pending, this.index, this.variations);
	}

	@Nullable Map<String, Long> held(String prefix) {
		LocationContent content = this.contents.get(prefix);
		if (content == null || content.isVersioned()) {
			return null;
		}
		Map<String, Long> held = new HashMap<>();
		content.entries().forEach((entry) -> held.put(entry.key(), entry.modRevision()));
		this.pending
			.forEach((group) -> group.changes().byPrefix().getOrDefault(prefix, Map.of()).forEach((key, change) -> {
				if (change instanceof Change.Put) {
					held.put(key, change.revision());
				}
				else {
					held.remove(key);
				}
			}));
		return held;
	}

	List<Refusal> refusals() {
		return this.pending.stream().flatMap((group) -> group.refusals().stream()).toList();
	}

}
