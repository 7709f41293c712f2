package io.setpoint.document;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Passage}.
 */
class PassageTests {

	private static List<String> texts(String document) {
		List<Passage> passages = Passage.of(document);
		assertThat(passages).isNotNull();
		return passages.stream()
			.map((passage) -> passage.property() + "=" + document.substring(passage.start(), passage.end()))
			.toList();
	}

	@Test
	void valuesAreFoundHoweverTheyAreWritten() {
		assertThat(texts("a: plain # why\nb: 'quo''ted'\nc: !!str &x \"tagged\"\nd: {e: one, f: [two, three]}\n"))
			.containsExactly("a=plain", "b='quo''ted'", "c=!!str &x \"tagged\"", "d.e=one", "d.f[0]=two",
					"d.f[1]=three");
	}

	@Test
	void valuesOfSeveralLinesAreFoundWhole() {
		assertThat(texts("a: |- # why\n  one\n\n  two\nb: three\n  four\nc: \"five\n\n  six\"\nd: >\n  seven\n"))
			.containsExactly("a=|- # why\n  one\n\n  two\n", "b=three\n  four", "c=\"five\n\n  six\"",
					"d=>\n  seven\n");
	}

	@Test
	void aliasesAndMergesLeadToWhatTheyStandFor() {
		assertThat(texts("base: &b {p: one, q: &q two}\nover: {<<: *b, p: three}\nmore: {<<: [*b], r: *q}\n"))
			.containsExactly("base.p=one", "base.q=&q two", "over.p=one", "over.q=&q two", "over.p=three", "more.p=one",
					"more.q=&q two", "more.r=&q two");
	}

	@Test
	void whatNeverTakesEffectIsFoundToo() {
		assertThat(texts("a: one\n---\na: two\n---\nspring.config.activate.on-profile: x\na: three\n"))
			.containsExactly("a=one", "a=two", "spring.config.activate.on-profile=x", "a=three");
	}

	@Test
	void charactersOfTwoUnitsShiftNothing() {
		assertThat(texts("a: '😀😀'\nb: 😀 two\nc: three\n")).containsExactly("a='😀😀'", "b=😀 two", "c=three");
	}

	@Test
	void lineBreaksOfAnyKindShiftNothing() {
		assertThat(texts("a: one\r\nb: two\rc: three\u2028d: four\r\n")).containsExactly("a=one", "b=two", "c=three",
				"d=four");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: [", "a: 1\n\tb: 2", "a: *nowhere", "a: \u0000" })
	void documentThatCannotBeReadHasNone(String document) {
		assertThat(Passage.of(document)).isNull();
	}

	@Test
	void aliasesThatMultiplyAreNotFollowed() {
		StringBuilder document = new StringBuilder("a0: &a0 {x: 1}\n");
		IntStream.rangeClosed(1, 40)
			.forEach((i) -> document.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(i, i - 1)));
		assertThat(Passage.of(document.toString())).isNull();
	}

	@Test
	void aliasThatContainsItselfIsNotFollowed() {
		assertThat(Passage.of("a: &a\n  b: *a\n")).isNull();
	}

	@Test
	void everyPropertyHasAPassage() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int round = 0; round < 300; round++) {
			String document = mapping(random, "", 0);
			List<Passage> passages = Passage.of(document);
			assertThat(passages).as("seed %d: %s", seed, document).isNotNull();
			Map<String, String> said = passages.stream()
				.collect(Collectors.toMap(Passage::property, Passage::value, (one, other) -> other));
			YamlReader.read(document, new Budget(document.length(), 0))
				.forEach((section) -> section
					.forEach((name, located) -> assertThat(said).as("seed %d: %s", seed, document)
						.containsEntry(name, String.valueOf(located.value()))));
		}
	}

	private static String mapping(Random random, String indent, int depth) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i <= random.nextInt(4); i++) {
			text.append(indent).append((random.nextInt(8) == 0) ? i : "n" + i).append(':');
			text.append((depth < 3 && random.nextInt(3) == 0) ? "\n" + mapping(random, indent + "  ", depth + 1)
					: " " + value(random, indent + "  ", i));
		}
		return text.toString();
	}

	private static String value(Random random, String indent, int i) {
		String word = "w" + random.nextInt(1000);
		return switch (random.nextInt(7)) {
			case 0 -> "'" + word + "'\n";
			case 1 -> "|\n" + indent + word + "\n" + indent + "  more\n";
			case 2 -> ">-\n" + indent + word + "\n\n" + indent + word + "\n";
			case 3 -> "{a: " + word + ", b: [" + word + ", \"" + word + "\"]}\n";
			case 4 -> "&x" + i + " " + word + "\n" + indent.substring(2) + "r" + i + ": *x" + i + "\n";
			case 5 -> word + " # comment\n";
			default -> "!!str " + word + "\n" + indent + word + "\n";
		};
	}

}
