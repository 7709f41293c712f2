package io.setpoint.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.LiveOrigin;
import io.setpoint.acceptance.Draft.Judged;
import io.setpoint.acceptance.Publication.NewValue;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Handed;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.document.LocationContent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * Works out the publication that shows what a draft holds: the values, where they come
 * from, and what some subjects have instead. Nothing of it is seen yet.
 */
final class Publisher {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final BoundTypes types;

	private final Publication before;

	private final Draft draft;

	private final List<BoundType> changed = new ArrayList<>();

	private final Publication publication;

	Publisher(BoundTypes types, Publication before, ShownVariations variations, Draft draft, Instant now) {
		this.types = types;
		this.before = before;
		this.draft = draft;
		List<NewValue> values = new ArrayList<>();
		draft.outcomes().forEach((type, judged) -> {
			if (isChange(type, judged.bound())) {
				if (type.isFollowed()) {
					this.changed.add(type);
				}
				values.add(value(type, judged, now));
			}
		});
		this.publication = before.with(draft.revision(), values, variants(variations));
	}

	Publication publication() {
		return this.publication;
	}

	/**
	 * Return the types whose value is another one.
	 * @return the types
	 */
	List<BoundType> changed() {
		return this.changed;
	}

	private Variants variants(ShownVariations variations) {
		return (variations == this.draft.variations()) ? this.before.variants()
				: Variants.of(this.types, this.draft.variations().all());
	}

	private NewValue value(BoundType type, Judged judged, Instant now) {
		return new NewValue(type, judged.bound().value(), judged.bound().properties(),
				new LiveOrigin(originRevision(type, judged.revision()), version(type), now), judged.bound().handed());
	}

	/**
	 * A value that owes nothing to etcd, and never did, has no revision.
	 * @param type the type
	 * @param revision the revision that gives it a value
	 * @return the revision of its origin
	 */
	private long originRevision(BoundType type, long revision) {
		boolean followed = this.before.origin(type) != null
				|| contents().values().stream().anyMatch((content) -> sets(content, type));
		return followed ? revision : 0;
	}

	private @Nullable String version(BoundType type) {
		String version = null;
		for (LocationContent content : contents().values()) {
			if (content.version() != null && sets(content, type)) {
				version = content.version();
			}
		}
		return version;
	}

	private Map<String, LocationContent> contents() {
		return this.draft.contents();
	}

	static boolean sets(LocationContent content, BoundType type) {
		return content.source(type.prefix()).containsDescendantOf(type.prefix()) == ConfigurationPropertyState.PRESENT;
	}

	private boolean isChange(BoundType type, Bound bound) {
		if (bound.value() == null) {
			Handed handed = this.before.handed(type);
			return handed == null || bound.handed() == null || handed.isBound() != bound.handed().isBound()
					|| !isEqual(type, this.before.properties(type), bound.properties());
		}
		Object value = this.before.value(type);
		return value == null || !isEqual(type, value, bound.value())
				&& !isEqual(type, this.before.properties(type), bound.properties());
	}

	/**
	 * Compare with the application's own notion of equality, which may fail: then the new
	 * value is shown, as the others of its revision are.
	 * @param type the type
	 * @param before what there was
	 * @param after what there is
	 * @return whether there is nothing to show
	 */
	private static boolean isEqual(BoundType type, @Nullable Object before, Object after) {
		try {
			return before != null && before.equals(after);
		}
		catch (Throwable ex) {
			logger.error(type + " cannot be compared with its old value and counts as changed", WithoutMessages.of(ex));
			return false;
		}
	}

}
