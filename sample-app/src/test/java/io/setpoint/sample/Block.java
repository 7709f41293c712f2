package io.setpoint.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of code in the documentation.
 *
 * @param file the file, as seen from the root of the project
 * @param line the line in which it begins
 * @param language what it is written in
 * @param text what it says
 * @param comments the comments directly in front of it
 */
record Block(String file, int line, String language, String text, List<String> comments) {

	static final Path ROOT = Path.of("..");

	private static final String FENCE = "```";

	/**
	 * Read all blocks.
	 * @return the blocks, ordered by file
	 * @throws IOException if a file cannot be read
	 */
	static List<Block> all() throws IOException {
		List<Path> files;
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			files = Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
				.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.toList();
		}
		List<Block> blocks = new ArrayList<>();
		for (Path file : files) {
			read(ROOT.relativize(file).toString(), Files.readAllLines(file, StandardCharsets.UTF_8), blocks);
		}
		return blocks;
	}

	/**
	 * Read the blocks of a language.
	 * @param language the language
	 * @return the blocks, ordered by file
	 * @throws IOException if a file cannot be read
	 */
	static List<Block> in(String language) throws IOException {
		return all().stream().filter((block) -> block.language.equals(language)).toList();
	}

	/**
	 * Read the blocks of a language.
	 * @param language the language
	 * @return the blocks of each file that has some
	 * @throws IOException if a file cannot be read
	 */
	static Map<String, List<Block>> byFile(String language) throws IOException {
		return in(language).stream().collect(Collectors.groupingBy(Block::file, TreeMap::new, Collectors.toList()));
	}

	private static void read(String file, List<String> lines, List<Block> blocks) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).startsWith(FENCE)) {
				int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
				blocks.add(new Block(file, i + 1, lines.get(i).substring(FENCE.length()),
						String.join("\n", lines.subList(i + 1, end)) + "\n", comments(lines.subList(0, i))));
				i = end;
			}
		}
	}

	private static List<String> comments(List<String> before) {
		int first = before.size();
		while (first > 0 && before.get(first - 1).startsWith("<!-- ")) {
			first--;
		}
		return List.copyOf(before.subList(first, before.size()));
	}

	/**
	 * Return why something is not done with the block.
	 * @param what what is done with others
	 * @return the reason that a comment gives, {@code null} if there is none
	 */
	String reasonNot(String what) {
		String beginning = "<!-- not " + what + ": ";
		return this.comments.stream()
			.filter((comment) -> comment.startsWith(beginning))
			.map((comment) -> comment.substring(beginning.length(), comment.length() - "-->".length()).strip())
			.findFirst()
			.orElse(null);
	}

	@Override
	public String toString() {
		return this.file + ", line " + this.line;
	}

}
