package io.setpoint.schema.judging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Readership}: who reads plain keys.
 */
class ReadershipTests {

	private static final Map<String, Long> SCHEMAS = Map.of("/schemas/shop/one", 3L, "/schemas/till/old", 5L,
			"/schemas/till/new", 9L, "/schemas/torn", 10L);

	private final List<KeyValue> fleet = List.of(member("shop", "a", "one", "/config/shop/", "/config/"),
			member("shop", "b", "one", "/config/shop/"), member("stock", "c", null, "/config/stock/"),
			new KeyValue("/fleet/shop/torn", new byte[] { '{' }, 1, 1));

	@Test
	void liveBuildsReadWhatTheyImport() {
		Readership readership = readership("/config/shop/pricing");
		assertThat(readership.announced()).isEqualTo(Map.of("/config/shop/", one(), "/config/", one()));
		assertThat(readers(readership, "/config/nobody/")).containsExactlyInAnyOrder("shop at /config/shop/",
				"shop at /config/");
	}

	@Test
	void instanceThatSaysNoBuildReadsWithoutASchema() {
		assertThat(readership("/config/stock/a").announced()).containsEntry("/config/stock/", Set.of());
	}

	@Test
	void whoSleepsReadsWhatItsNewestSchemaSays() {
		Readership readership = readership("/config/till/a");
		assertThat(readership.wanted()).containsExactlyInAnyOrder("/schemas/shop/one", "/schemas/till/new");
		assertThat(readers(readership, "/config/till/")).containsExactlyInAnyOrder("shop at /config/",
				"till at /config/till/");
		assertThat(readers(readership, "/config/till/a/b/")).contains("till at /config/till/a/b/");
		assertThat(readers(readership, "/config/elsewhere/")).containsExactly("shop at /config/");
	}

	@Test
	void whoSleepsWithoutASchemaThatCanBeReadIsLeftOut() {
		assertThat(readership("/config/till/a").readers(Map.of())).extracting(Reader::configuration, Reader::schema)
			.containsExactly(tuple("shop", null));
	}

	@Test
	void keyBelongsToTheNarrowestLocation() {
		Announced announced = Announced.of("/schemas/", "/fleet/", this.fleet);
		assertThat(announced.locationOf("/config/shop/a")).contains("/config/shop/");
		assertThat(announced.locationOf("/config/other")).contains("/config/");
		assertThat(announced.locationOf("/else/a")).isEmpty();
	}

	private Readership readership(String path) {
		return Readership.of("/schemas/", path, "/fleet/", this.fleet, new Index(1, 10, SCHEMAS));
	}

	private static Set<String> one() {
		return Set.of("/schemas/shop/one");
	}

	private static List<String> readers(Readership readership, String location) {
		DocumentSchema schema = DocumentSchema
			.parse("{\"type\": \"object\", \"x-setpoint-locations\": [\"" + location + "\"]}");
		Map<String, DocumentSchema> schemas = readership.wanted()
			.stream()
			.collect(Collectors.toMap(Function.identity(), (key) -> schema));
		return readership.readers(schemas)
			.stream()
			.map((reader) -> reader.configuration() + " at " + reader.location())
			.toList();
	}

	private static KeyValue member(String configuration, String instance, @Nullable String build, String... locations) {
		FleetMember member = new FleetMember(instance, Map.of(), null, null, 0, FleetMember.Verdict.ACCEPTED, null,
				null, 0, List.of(), Instant.EPOCH, null, build, List.of(locations), List.of(), List.of());
		return new KeyValue("/fleet/" + configuration + "/" + instance, RolloutFormat.write(member), 1, 1);
	}

}
