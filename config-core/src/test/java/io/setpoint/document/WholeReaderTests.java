package io.setpoint.document;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WholeReader}.
 */
class WholeReaderTests {

	private static final int RUNS = Integer.getInteger("setpoint.runs", 5_000);

	private static final int LENGTH = 1024 * 1024;

	private static final int BYTES_FOR_EACH = 200;

	private static final List<String> PIECES = List.of("a", "b: ", "- ", "\n", "\n  ", "\r\n", "\r", "\u0085", "\u2028",
			"'", "\"", "\\n", "\\x41", "|\n", ">-\n", "# c", "&x ", "*x", "!t ", "? ", ": ", "{", "}", "[", "]", ", ",
			"---\n", "...\n", "%Y", "\t", "\uFEFF", "\uD83D\uDE00", "ä", "x".repeat(1023), "y".repeat(1100), " ");

	@Test
	void eventsAndPlacesAreThoseOfTheOtherReader() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int i = 0; i < RUNS; i++) {
			StringBuilder text = new StringBuilder();
			for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
				text.append(PIECES.get(random.nextInt(PIECES.size())));
			}
			assertThat(events(new WholeReader(text.toString()))).as("seed %d, round %d", seed, i)
				.isEqualTo(events(new StreamReader(text.toString())));
		}
	}

	private static List<String> events(StreamReader reader) {
		List<String> events = new ArrayList<>();
		ParserImpl parser = new ParserImpl(reader, new LoaderOptions());
		try {
			while (!parser.checkEvent(Event.ID.StreamEnd)) {
				Event event = parser.getEvent();
				events.add(event + place(event.getStartMark()) + place(event.getEndMark()));
			}
		}
		catch (MarkedYAMLException ex) {
			events.add(ex.getProblem() + place(ex.getProblemMark()));
		}
		catch (YAMLException ex) {
			events.add(String.valueOf(ex.getMessage()));
		}
		return events;
	}

	private static String place(Mark mark) {
		return " " + mark.getIndex() + "=" + mark.getLine() + ":" + mark.getColumn();
	}

	static Stream<String> documents() {
		String run = "x".repeat(LENGTH);
		return Stream.of("a: " + run, "a: \"" + run + "\"", "a: '" + run + "'", "a: |\n  " + run, "a: >\n  " + run,
				"# " + run + "\na: b", "a: b" + " ".repeat(LENGTH) + "\n", "a: b" + "\n".repeat(LENGTH),
				"a: " + "1".repeat(LENGTH), "a: " + "x ".repeat(LENGTH / 2), "a: " + "x\n ".repeat(LENGTH / 3),
				"a: &" + run + " b", "{\"a\": \"" + run + "\"}", "a: \"" + "\\x41".repeat(LENGTH / 4) + "\"");
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("documents")
	void memoryThatADocumentTakesGrowsWithItsLengthOnly(String text) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		assertThat(YamlReader.read(text, new Budget(text.length(), 0))).hasSize(1);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan((long) BYTES_FOR_EACH * text.length());
	}

}
