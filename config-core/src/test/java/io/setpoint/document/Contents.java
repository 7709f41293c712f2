package io.setpoint.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent.Update;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Contents of the location {@code etcd:/config/checkout/} for tests.
 */
final class Contents {

	static final String PREFIX = "/config/checkout/";

	static final String NAME = "etcd:/config/checkout/";

	private Contents() {
	}

	static LocationContent empty() {
		return LocationContent.empty(PREFIX, NAME);
	}

	static Change put(String key, String value, long revision) {
		return put(key, value.getBytes(StandardCharsets.UTF_8), revision);
	}

	static Change put(String key, byte[] value, long revision) {
		return new Change.Put(new KeyValue(PREFIX + key, value, 1, revision));
	}

	static Change delete(String key, long revision) {
		return new Change.Delete(PREFIX + key, revision);
	}

	static Update update(LocationContent content, Change... changes) {
		return content.with(List.of(changes));
	}

	static LocationContent of(String... keysAndValues) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			changes.add(put(keysAndValues[i], keysAndValues[i + 1], 42));
		}
		return empty().with(changes).content();
	}

	static Map<String, Object> properties(LocationContent content) {
		Map<String, Object> result = new LinkedHashMap<>();
		IterableConfigurationPropertySource source = content.source(ConfigurationPropertyName.EMPTY);
		for (ConfigurationPropertyName name : source) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				result.put(name.toString(), property.getValue());
			}
		}
		return result;
	}

}
