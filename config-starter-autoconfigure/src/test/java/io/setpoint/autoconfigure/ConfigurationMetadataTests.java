package io.setpoint.autoconfigure;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata.
 */
class ConfigurationMetadataTests {

	@Test
	void everySettingIsDescribed() throws IOException {
		JsonNode properties = metadata().get("properties");
		assertThat(properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(property.get("name").asString())
				.isNotBlank());
	}

	@Test
	void settingsOfTheContractAreThere() throws IOException {
		assertThat(metadata().get("properties").findValuesAsString("name")).contains("setpoint.enabled",
				"setpoint.config.root", "setpoint.config.startup-timeout", "setpoint.etcd.endpoints",
				"setpoint.etcd.user", "setpoint.etcd.password", "setpoint.etcd.ssl.bundle", "setpoint.snapshot.enabled",
				"setpoint.snapshot.directory", "setpoint.watch.backoff.initial", "setpoint.watch.backoff.multiplier",
				"setpoint.watch.backoff.max", "setpoint.watch.reconcile-interval", "setpoint.watch.stale-after",
				"setpoint.restrict.denied-names", "setpoint.restrict.placeholders", "setpoint.restrict.locations",
				"management.health.setpoint.enabled", "management.endpoint.setpoint.access");
	}

	@Test
	void hintsAreForSettingsThatExist() throws IOException {
		JsonNode metadata = metadata();
		assertThat(metadata.get("properties").findValuesAsString("name"))
			.containsAll(metadata.get("hints").valueStream().map((hint) -> hint.get("name").asString()).toList());
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream stream = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return JsonMapper.shared().readTree(stream);
		}
	}

}
