package io.setpoint.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.store.KeyValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Lets a person change the value of a key in an editor.
 */
@Command(name = "edit", description = "opens the value of a key in VISUAL or EDITOR and writes it after a check")
final class EditCommand implements Task {

	@Parameters(paramLabel = "KEY", description = "such as etcd:/config/checkout/pricing.yaml")
	private String key = "";

	@Mixin
	private Judging judging = new Judging();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		String key = KeyPath.key(this.key);
		List<String> editor = editor(desk.outside());
		List<KeyValue> entries = desk.read(key).entries(key);
		byte[] before = entries.isEmpty() ? new byte[0] : entries.get(0).value();
		Path file = file(key, before);
		run(editor, file);
		byte[] after = TextFile.bytes(file, "edited value");
		if (Arrays.equals(before, after)) {
			delete(file);
			return Answer.done("Nothing was changed").with("changes", List.of());
		}
		return write(desk, key, entries, file, after);
	}

	private Answer write(Desk desk, String key, List<KeyValue> entries, Path file, byte[] after) {
		try {
			Map<String, String> puts = Map.of(key, TextFile.text(after, file.toString()));
			Judgement judged = this.judging.keys(desk, desk.locationsOf(Set.of(key)), puts, Set.of(), this.author);
			Batch batch = new Batch();
			batch.put(key, after, entries.isEmpty() ? 0 : entries.get(0).modRevision());
			if (this.author.isDryRun()) {
				delete(file);
				return judged.in(Answer.done("").with("changes", batch.json()).with("dryRun", true))
					.showing(batch.lines());
			}
			long revision = batch.write(desk);
			delete(file);
			return judged.in(Answer.done("Wrote '" + key + "' (revision " + revision + "), " + judged.sentence()))
				.with("revision", revision);
		}
		catch (RuntimeException ex) {
			Answer answer = Failures.answer(ex);
			throw new RefusedException(
					new Answer(answer.status(), answer.message() + ". What you have written is kept in '" + file + "'",
							answer.problems(), answer.details(), answer.text()));
		}
	}

	private static List<String> editor(Outside outside) {
		String editor = outside.variable("VISUAL");
		if (editor == null) {
			editor = outside.variable("EDITOR");
		}
		if (editor == null && !outside.screen().terminal()) {
			throw RefusedException
				.usage("There is no terminal to edit in, and neither VISUAL nor EDITOR: use 'setpoint put KEY=@FILE'");
		}
		return List.of(((editor != null) ? editor : "vi").strip().split("\\s+"));
	}

	private static Path file(String key, byte[] value) {
		String name = key.substring(key.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
		try {
			Path file = Files.createTempFile("setpoint-", "-" + name);
			return Files.write(file, value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void run(List<String> editor, Path file) {
		List<String> command = new ArrayList<>(editor);
		command.add(file.toString());
		try {
			int status = new ProcessBuilder(command).inheritIO().start().waitFor();
			if (status != 0) {
				throw RefusedException.refused("The editor ended with status " + status
						+ ", so nothing was written. What you have written is kept in '" + file + "'");
			}
		}
		catch (IOException ex) {
			delete(file);
			throw RefusedException.usage("The editor '" + editor.get(0) + "' cannot be started: set EDITOR to another");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw RefusedException.refused("Interrupted; nothing was written");
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
