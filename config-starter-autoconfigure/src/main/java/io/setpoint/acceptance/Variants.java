package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.setpoint.LiveOrigin;
import io.setpoint.Subject;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import org.jspecify.annotations.Nullable;

/**
 * The other values that types have for some subjects, as part of one publication.
 * Immutable.
 */
final class Variants {

	/**
	 * Nobody has anything else.
	 */
	static final Variants NONE = new Variants(List.of(), new byte[0], new Object[0], new LiveOrigin[0]);

	private static final byte STABLE = -1;

	private final List<Variation> variations;

	private final byte[] variationOf;

	private final @Nullable Object[] values;

	private final @Nullable LiveOrigin[] origins;

	private Variants(List<Variation> variations, byte[] variationOf, @Nullable Object[] values,
			@Nullable LiveOrigin[] origins) {
		this.variations = variations;
		this.variationOf = variationOf;
		this.values = values;
		this.origins = origins;
	}

	/**
	 * Collect what some variations give to types. No type is in two of them.
	 * @param types all types
	 * @param shown the variations
	 * @return the variants
	 */
	static Variants of(BoundTypes types, Collection<Shown> shown) {
		if (shown.isEmpty()) {
			return NONE;
		}
		byte[] variationOf = new byte[types.size()];
		Arrays.fill(variationOf, STABLE);
		@Nullable Object[] values = new Object[types.size()];
		@Nullable LiveOrigin[] origins = new LiveOrigin[types.size()];
		List<Variation> variations = new ArrayList<>();
		for (Shown one : shown) {
			byte index = (byte) variations.size();
			variations.add(one.variation());
			one.values().forEach((type, value) -> {
				variationOf[type.index()] = index;
				values[type.index()] = value;
				origins[type.index()] = one.origin();
			});
		}
		return new Variants(List.copyOf(variations), variationOf, values, origins);
	}

	boolean isEmpty() {
		return this.variations.isEmpty();
	}

	/**
	 * Decide which variations a subject has.
	 * @param subject the subject, {@code null} if there is none
	 * @return one bit for each of them
	 */
	long decide(@Nullable Subject subject) {
		long decision = 0;
		if (subject != null) {
			for (int i = 0; i < this.variations.size(); i++) {
				if (this.variations.get(i).subjects().test(subject)) {
					decision |= 1L << i;
				}
			}
		}
		return decision;
	}

	/**
	 * Return what was decided.
	 * @param decision one bit for each variation
	 * @return the keys of the contents of those that a subject has
	 */
	List<String> decided(long decision) {
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < this.variations.size(); i++) {
			if ((decision >>> i & 1) != 0) {
				keys.add(this.variations.get(i).content().key());
			}
		}
		return keys;
	}

	boolean has(BoundType type) {
		return !isEmpty() && this.variationOf[type.index()] != STABLE;
	}

	@Nullable Object value(int index, long decision) {
		return isDecided(index, decision) ? this.values[index] : null;
	}

	@Nullable LiveOrigin origin(int index, long decision) {
		return isDecided(index, decision) ? this.origins[index] : null;
	}

	private boolean isDecided(int index, long decision) {
		return decision != 0 && this.variationOf[index] != STABLE && (decision >>> this.variationOf[index] & 1) != 0;
	}

	/**
	 * A variation with what it gives.
	 *
	 * @param variation the variation
	 * @param values the values of the types that differ from the stable side
	 * @param origin where those values come from
	 */
	record Shown(Variation variation, Map<BoundType, Object> values, LiveOrigin origin) {
	}

}
