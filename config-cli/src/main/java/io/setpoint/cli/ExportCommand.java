package io.setpoint.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.setpoint.rollout.Version;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes what is in etcd into a file.
 */
@Command(name = "export",
		description = "writes a version, or the keys of a location, so that import gives the same back")
final class ExportCommand implements Task {

	@Parameters(paramLabel = "SOURCE",
			description = "a configuration, CONFIGURATION@VERSION, or a location such as etcd:/config/checkout/")
	private String source = "";

	@Option(names = "--file", paramLabel = "FILE", description = "where to (default: standard output)")
	private @Nullable String file;

	@Override
	public Answer perform(Desk desk) {
		String text = KeyPath.isLocation(this.source) ? keys(desk) : document(desk);
		if (this.file == null) {
			return Answer.done("").with("document", text).showing(text);
		}
		Path path = TextFile.path(this.file, desk.outside());
		try {
			Files.writeString(path, text, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw RefusedException.usage("'" + path + "' cannot be written: look at the folder and its rights");
		}
		return Answer.done("Wrote '" + path + "'").with("file", path.toString());
	}

	private String keys(Desk desk) {
		String prefix = KeyPath.location(this.source);
		List<KeyValue> entries = desk.read(prefix).entries(prefix);
		if (entries.isEmpty()) {
			throw RefusedException.refused("There is nothing below '" + prefix
					+ "' in etcd: look at the path, and at --context and --endpoints");
		}
		return KeyExport.write(prefix, entries);
	}

	private String document(Desk desk) {
		int at = this.source.indexOf('@');
		String configuration = (at < 0) ? this.source : this.source.substring(0, at);
		Version version = Reference.version(configuration, (at < 0) ? "" : this.source.substring(at + 1), desk);
		return version.document();
	}

}
