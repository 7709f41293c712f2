package io.setpoint.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.setpoint.store.Utf8;

/**
 * Files that a person has named.
 */
final class TextFile {

	private TextFile() {
	}

	static Path path(String name, Outside outside) {
		return name.startsWith("~/") ? outside.home().resolve(name.substring(2)) : Path.of(name);
	}

	/**
	 * Read a file, or standard input.
	 * @param name the name, {@code -} for standard input
	 * @param what what it is, for the sentence
	 * @param outside has standard input
	 * @return its bytes
	 */
	static byte[] bytes(String name, String what, Outside outside) {
		try {
			return name.equals("-") ? outside.in().readAllBytes() : bytes(path(name, outside), what);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] bytes(Path file, String what) {
		try {
			return Files.readAllBytes(file);
		}
		catch (AccessDeniedException ex) {
			throw RefusedException.usage("The file '" + file + "' with the " + what + " may not be read by you");
		}
		catch (IOException ex) {
			throw RefusedException
				.usage(Files.isDirectory(file) ? "'" + file + "' is a folder: name the file with the " + what
						: "There is no file '" + file + "' with the " + what + ": look at its name and at the folder");
		}
	}

	static String read(Path file, String what) {
		return text(bytes(file, what), file.toString());
	}

	static String text(byte[] bytes, String name) {
		String text = Utf8.text(bytes);
		if (text == null) {
			throw RefusedException.refused("'" + name + "' is not UTF-8: write it again in UTF-8");
		}
		return text;
	}

}
