package io.setpoint.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SortKey}.
 */
class SortKeyTests {

	private static final String[] ELEMENTS = { "a", "A", "ab", "a-b", "aB", "a_b", "[a]", "[A]", "[ab]", "[a-b]",
			"[a.b]", "0", "[0]", "[00]", "1", "[1]", "[10]", "1a", "[9]", "z" };

	@Test
	void keysAreEqualWhenBootTakesTheNamesForEqual() {
		List<ConfigurationPropertyName> names = names(300);
		for (ConfigurationPropertyName one : names) {
			for (ConfigurationPropertyName other : names) {
				assertThat(SortKey.of(one).equals(SortKey.of(other))).as("%s and %s", one, other)
					.isEqualTo(one.equals(other));
			}
		}
	}

	@Test
	void keyOfADescendantStartsWithThatOfItsAncestor() {
		List<ConfigurationPropertyName> names = names(300);
		names.add(ConfigurationPropertyName.EMPTY);
		for (ConfigurationPropertyName one : names) {
			for (ConfigurationPropertyName other : names) {
				boolean below = !one.equals(other) && SortKey.of(other).startsWith(SortKey.below(SortKey.of(one)));
				assertThat(below).as("%s and %s", one, other).isEqualTo(one.isAncestorOf(other));
			}
		}
	}

	@Test
	void neighboursInAListBelongTogether() {
		assertThat(sameList("a[0]", "a[1]")).isTrue();
		assertThat(sameList("a[0].x", "a[0].y")).isTrue();
		assertThat(sameList("a[9].x[3]", "a[10]")).isTrue();
		assertThat(sameList("a[0].x[0]", "a[0].y[5]")).isTrue();
		assertThat(sameList("a", "a[0]")).isFalse();
		assertThat(sameList("a[0]", "b[0]")).isFalse();
		assertThat(sameList("a[0]", "a.b")).isFalse();
		assertThat(sameList("a[7]", "a[9]")).isFalse();
		assertThat(sameList("a[7].x[0]", "a[9].x[1]")).isFalse();
		assertThat(sameList("a[1]", "a[12345678901234567890]")).isFalse();
	}

	@Test
	void numberOfAnyLengthSortsBehindShorterOnesAndSeparatesNothing() {
		ConfigurationPropertyName list = ConfigurationPropertyName.of("a");
		String before = SortKey.of(list.append("[9]"));
		for (int length : new int[] { 2, 18, 19, 255, 256, 65_533, 65_534, 65_535, 65_536, 65_537, 131_072, 200_000 }) {
			ConfigurationPropertyName name = list.append("[" + "7".repeat(length) + "]");
			String key = SortKey.of(name);
			assertThat(key).as("%d digits", length).isGreaterThan(before);
			assertThat(SortKey.isSameList(before, key)).as("%d digits", length).isEqualTo(length > 19);
			assertThat(SortKey.isWithin(SortKey.of(name.append("x")), key)).isTrue();
			assertThat(SortKey.isWithin(key, before)).isFalse();
			before = key;
		}
	}

	@Test
	void keyOfANameIsThatOfItsSpelling() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int run = 0; run < Integer.getInteger("setpoint.runs", 20_000); run++) {
			StringBuilder spelling = new StringBuilder();
			for (int length = random.nextInt(9); length > 0; length--) {
				spelling.append("ab019-.-._[]A%".charAt(random.nextInt(14)));
			}
			String expected = SortKey.of(ConfigurationPropertyName.adapt(spelling, '.'));
			assertThat(SortKey.of(spelling.toString())).as("'%s', seed %d", spelling, seed).isEqualTo(expected);
		}
		assertThat(SortKey.ofPlain("a-1.b2.03-4.5")).isEqualTo("a1\0b2\0\1\003034\0\1\0015");
	}

	private boolean sameList(String name, String next) {
		String key = SortKey.of(ConfigurationPropertyName.of(name));
		String nextKey = SortKey.of(ConfigurationPropertyName.of(next));
		assertThat(key).isLessThan(nextKey);
		return SortKey.isSameList(key, nextKey);
	}

	private List<ConfigurationPropertyName> names(int count) {
		Random random = new Random(7);
		List<ConfigurationPropertyName> names = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = "";
			for (int element = random.nextInt(3); element >= 0; element--) {
				name = Sections.join(name, ELEMENTS[random.nextInt(ELEMENTS.length)]);
			}
			names.add(ConfigurationPropertyName.adapt(name, '.'));
		}
		return names;
	}

}
