package io.setpoint.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Writes plain keys.
 */
@Command(name = "put", description = "writes plain keys, several in one transaction, after a check")
final class PutCommand implements Task {

	@Parameters(arity = "1..*", paramLabel = "KEY=VALUE",
			description = "such as etcd:/config/checkout/pricing/timeout=3s; KEY=@FILE takes the value from a file")
	private List<String> pairs = List.of();

	@Mixin
	private KeyChange change = new KeyChange();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		Map<String, String> values = new TreeMap<>();
		for (String pair : this.pairs) {
			int equals = pair.indexOf('=');
			if (equals < 0) {
				throw RefusedException.usage("'" + pair + "' has no value: write KEY=VALUE, or KEY=@FILE");
			}
			String key = KeyPath.key(pair.substring(0, equals));
			if (values.put(key, value(desk, pair.substring(equals + 1))) != null) {
				throw RefusedException.usage("'" + key + "' is given twice: say one thing");
			}
		}
		return this.change.put(desk, values, this.author);
	}

	private static String value(Desk desk, String written) {
		if (!written.startsWith("@")) {
			return written;
		}
		String file = written.substring(1);
		return TextFile.text(TextFile.bytes(file, "value", desk.outside()), file);
	}

}
