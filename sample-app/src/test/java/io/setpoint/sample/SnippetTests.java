package io.setpoint.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java of the documentation is taken from sources that are compiled and tested: each
 * paragraph of it stands in one of them as it is, up to what {@code ...} leaves out.
 */
class SnippetTests {

	private static final String LEFT_OUT = "{ ... }";

	static Set<String> files() throws IOException {
		return Block.byFile("java").keySet();
	}

	@ParameterizedTest
	@MethodSource("files")
	void javaOfAFileStandsInASource(String file) throws IOException {
		Map<Path, String> sources = sources();
		List<String> unknown = Block.byFile("java")
			.get(file)
			.stream()
			.flatMap((block) -> paragraphs(block.text()))
			.filter((paragraph) -> sources.values().stream().noneMatch((source) -> contains(source, paragraph)))
			.toList();
		assertThat(unknown).as("what no source of the project has").isEmpty();
	}

	/**
	 * Whether lines stand in a source: all imports anywhere, other lines one behind the
	 * other.
	 * @param source the source, without indentation
	 * @param paragraph the lines, without indentation
	 * @return whether it has them
	 */
	private static boolean contains(String source, String paragraph) {
		if (paragraph.startsWith("import ")) {
			return paragraph.lines().allMatch((line) -> source.contains("\n" + line + "\n"));
		}
		int from = 0;
		for (String part : parts(paragraph)) {
			from = source.indexOf("\n" + part, from);
			if (from < 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return what stands between the places where something is left out.
	 * @param paragraph the lines
	 * @return the parts, each beginning with a line
	 */
	private static List<String> parts(String paragraph) {
		List<String> parts = new ArrayList<>();
		for (String part : paragraph.split("\\Q" + LEFT_OUT + "\\E\n?")) {
			parts.add(part.stripTrailing());
		}
		return parts;
	}

	private static Stream<String> paragraphs(String text) {
		return Stream.of(text.split("\n\\s*\n")).map(SnippetTests::withoutIndentation).map(String::strip);
	}

	private static Map<Path, String> sources() throws IOException {
		Map<Path, String> sources = new LinkedHashMap<>();
		Files.walkFileTree(Block.ROOT, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				return isBuilt(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.toString().endsWith(".java") && file.toString().contains("/src/")) {
					sources.put(file, "\n" + withoutIndentation(text(file)));
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return sources;
	}

	/**
	 * What other modules build at the same time comes and goes, and is no source.
	 * @param folder a folder
	 * @return whether to look past it
	 */
	private static boolean isBuilt(Path folder) {
		return folder.endsWith("target") || folder.endsWith(".git");
	}

	/**
	 * Return lines as the documentation has them, where every class is one of its own.
	 * @param text the lines
	 * @return the lines, each with its end
	 */
	private static String withoutIndentation(String text) {
		return text.lines()
			.map((line) -> line.strip().replaceFirst("^static class ", "class "))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static String text(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
