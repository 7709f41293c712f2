package io.setpoint.refresh;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.LiveOrigin;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.document.LocationContent;
import io.setpoint.refresh.Publication.NewValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * Shows the values of what was accepted, with where they come from, and beside them what
 * some subjects have instead. Used under the pipeline's lock.
 */
final class Publisher {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final BoundTypes types;

	private final Publications publications;

	private final ShownVariations variations;

	private final Clock clock;

	private final Map<BoundType, Map<ConfigurationPropertyName, Object>> boundFrom = new LinkedHashMap<>();

	private Variants variants = Variants.NONE;

	Publisher(BoundTypes types, Publications publications, ShownVariations variations, Clock clock) {
		this.types = types;
		this.publications = publications;
		this.variations = variations;
		this.clock = clock;
	}

	/**
	 * Show what came of binding some types, by one publication.
	 * @param accepted the accepted contents
	 * @param revision the revision up to which everything is worked off
	 * @param outcomes what came of binding; what was refused is left as it is
	 * @return the types whose value is another one
	 */
	List<BoundType> publish(Map<String, LocationContent> accepted, long revision, Map<BoundType, Outcome> outcomes) {
		List<NewValue> changes = new ArrayList<>();
		Instant now = this.clock.instant();
		outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Bound bound && isChange(type, bound)) {
				changes.add(new NewValue(type, bound.value(),
						new LiveOrigin(originRevision(accepted, type, revision), version(accepted, type), now)));
			}
		});
		this.publications.publish(revision, changes, this.variants);
		return changes.stream().map(NewValue::type).toList();
	}

	/**
	 * A value that owes nothing to etcd, and never did, has no revision.
	 * @param accepted the accepted contents
	 * @param type the type
	 * @param revision the revision that gives it a value
	 * @return the revision of its origin
	 */
	private long originRevision(Map<String, LocationContent> accepted, BoundType type, long revision) {
		boolean followed = this.publications.publication().origin(type) != null
				|| accepted.values().stream().anyMatch((content) -> sets(content, type));
		return followed ? revision : 0;
	}

	private static @Nullable String version(Map<String, LocationContent> accepted, BoundType type) {
		String version = null;
		for (LocationContent content : accepted.values()) {
			if (content.version() != null && sets(content, type)) {
				version = content.version();
			}
		}
		return version;
	}

	private static boolean sets(LocationContent content, BoundType type) {
		return content.source(type.prefix()).containsDescendantOf(type.prefix()) == ConfigurationPropertyState.PRESENT;
	}

	private boolean isChange(BoundType type, Bound bound) {
		Object before = this.publications.publication().value(type);
		Map<ConfigurationPropertyName, Object> boundBefore = this.boundFrom.put(type, bound.properties());
		return before == null || !isEqual(type, before, bound.value()) && !bound.properties().equals(boundBefore);
	}

	/**
	 * Compare with a type's own notion of equality, which may fail: then the new value is
	 * shown, as the others of its revision are.
	 * @param type the type
	 * @param before its old value
	 * @param after its new value
	 * @return whether there is nothing to show
	 */
	private static boolean isEqual(BoundType type, Object before, Object after) {
		try {
			return before.equals(after);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			logger.error(type + " cannot be compared with its old value and counts as changed", WithoutMessages.of(ex));
			return false;
		}
	}

	/**
	 * Show what some subjects have instead of the stable side of a location.
	 * @param accepted the accepted contents
	 * @param prefix the prefix of the location
	 * @param variation what they have, {@code null} for nothing else
	 * @return every problem; empty if it is shown
	 */
	List<String> vary(Map<String, LocationContent> accepted, String prefix, @Nullable Variation variation) {
		List<String> problems = this.variations.vary(accepted, prefix, variation);
		Variants next = Variants.of(this.types, this.variations.all());
		if (next != this.variants) {
			this.variants = next;
			this.publications.publish(this.publications.publication().revision(), List.of(), next);
		}
		return problems;
	}

	/**
	 * Let what some subjects have follow a change: the next publication shows both sides.
	 * @param accepted the contents after the change
	 * @param types the types that the change concerns
	 */
	void varyWith(Map<String, LocationContent> accepted, Set<BoundType> types) {
		if (!this.variations.isEmpty() && !types.isEmpty()) {
			this.variations.follow(accepted, types);
			this.variants = Variants.of(this.types, this.variations.all());
		}
	}

}
