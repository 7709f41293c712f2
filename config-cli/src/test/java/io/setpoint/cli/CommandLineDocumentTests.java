package io.setpoint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.setpoint.cli.Shell.Ran;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what {@code docs/command-line.md} shows, in its order, and compares the output.
 */
class CommandLineDocumentTests {

	private static final Path DOCUMENT = Path.of("../docs/command-line.md");

	private static final Pattern BLOCK = Pattern.compile("(?:<!-- file: (\\S+) -->\n)?```(\\w+)\n(.*?)```",
			Pattern.DOTALL);

	private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

	@TempDir
	private Path folder;

	private final Map<String, Path> files = new LinkedHashMap<>();

	private int status;

	@Test
	void commandsGiveTheOutputThatIsShown() throws IOException {
		StringBuilder shown = new StringBuilder();
		StringBuilder seen = new StringBuilder();
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			Shell shell = new Shell(this.folder, etcd.endpoints());
			Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
			while (block.find()) {
				if (block.group(1) != null) {
					this.files.put(block.group(1),
							Files.writeString(this.folder.resolve(block.group(1)), block.group(3)));
				}
				else if (block.group(2).equals("console")) {
					shown.append(block.group(3));
					block.group(3)
						.lines()
						.filter((line) -> line.startsWith("$ "))
						.forEach((line) -> seen.append(line).append('\n').append(output(shell, line.substring(2))));
				}
			}
		}
		assertThat(shown.toString().lines().filter((line) -> line.startsWith("$ "))).hasSizeGreaterThan(10);
		assertThat(timeless(seen.toString())).isEqualTo(timeless(shown.toString()));
	}

	private String output(Shell shell, String command) {
		if (command.equals("echo $?")) {
			return this.status + "\n";
		}
		List<String> words = new ArrayList<>();
		Matcher word = WORD.matcher(command);
		while (word.find()) {
			String text = (word.group(1) != null) ? word.group(1) : word.group(2);
			Path file = this.files.get(text);
			words.add((file != null) ? file.toString() : text);
		}
		assertThat(words.remove(0)).isEqualTo("setpoint");
		Ran ran = shell.run(words.toArray(String[]::new));
		this.status = ran.status();
		return (ran.out() + ran.err()).replace(this.folder + "/", "");
	}

	private static String timeless(String text) {
		return text.replaceAll("cfg-\\d{8}-", "cfg-DAY-")
			.replaceAll("for \\d+m?s", "for TIME")
			.replaceAll("about [\\dms ]+ left", "about TIME left")
			.replaceAll("revision \\d+", "revision N");
	}

}
