package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Reads plain keys.
 */
@Command(name = "get", description = "prints the value of a key, or all keys of a location")
final class GetCommand implements Task {

	@Parameters(paramLabel = "KEY",
			description = "a key such as etcd:/config/checkout/pricing/timeout, or a location, ending in /")
	private String key = "";

	@Override
	public Answer perform(Desk desk) {
		if (!this.key.endsWith("/")) {
			return value(desk, KeyPath.key(this.key));
		}
		String prefix = KeyPath.location(this.key);
		List<String> lines = new ArrayList<>();
		List<Map<String, Object>> keys = new ArrayList<>();
		for (KeyValue entry : desk.read(prefix).entries(prefix)) {
			lines.add(entry.key() + " = " + OneLine.of(text(entry)));
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("key", entry.key());
			json.put("value", text(entry));
			json.put("revision", entry.modRevision());
			keys.add(json);
		}
		return Answer.done("").with("keys", keys).showing(lines);
	}

	private static Answer value(Desk desk, String key) {
		List<KeyValue> entries = desk.read(key).entries(key);
		if (entries.isEmpty()) {
			throw RefusedException.refused("There is no key '" + key + "' in etcd");
		}
		KeyValue entry = entries.get(0);
		String text = text(entry);
		return Answer.done("")
			.with("key", key)
			.with("value", text)
			.with("revision", entry.modRevision())
			.showing(text.endsWith("\n") ? text : text + "\n");
	}

	private static String text(KeyValue entry) {
		return new String(entry.value(), StandardCharsets.UTF_8);
	}

}
