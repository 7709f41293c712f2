package io.setpoint.configdata;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.imports.RolloutLocation;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Restrictions}.
 */
class RestrictionsTests {

	private static final Location PRICES = new Location("/config/prices", false);

	private static final Location OTHER = new Location("/config/other", false);

	private static final RolloutLocation SHOP = new RolloutLocation("shop", new RolloutKeys("/rollouts", "/fleet"));

	private static LocationContent.Update read(ImportedLocation location, String value, Map<String, String> settings) {
		SetpointProperties properties = new Binder(new MapConfigurationPropertySource(settings))
			.bindOrCreate("setpoint", SetpointProperties.class);
		KeyValue entry = new KeyValue(location.prefix() + "application.yaml", value.getBytes(StandardCharsets.UTF_8), 1,
				1);
		return new LocationSources().get(location, new Settings(properties, "shop"))
			.content()
			.with(List.of(new Change.Put(entry)));
	}

	@Test
	void namesOfEveryLocationAndOfTheLocationAreBothLeftOut() {
		Map<String, String> settings = Map.of("setpoint.restrict.denied-names", "management.,server",
				"setpoint.restrict.locations[etcd:/config/prices].denied-names", "spring");
		String value = "{management.a: 1, server.a: 1, spring.a: 1, pricing.a: 1}";
		assertThat(read(PRICES, value, settings).warnings()).hasSize(3);
		assertThat(read(OTHER, value, settings).warnings()).hasSize(2);
		assertThat(read(SHOP, value, settings).warnings()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "etcd:/config/prices", "etcd:/config/prices/" })
	void locationOfAProfileHasTheRestrictionOfItsLocation(String location) {
		Map<String, String> settings = Map.of("setpoint.restrict.locations[" + location + "].allowed-names", "pricing");
		String value = "{server.a: 1, pricing.a: 1}";
		assertThat(read(PRICES, value, settings).warnings()).hasSize(1);
		assertThat(read(PRICES.forProfile("prod"), value, settings).warnings()).hasSize(1);
		assertThat(read(new Location("/config/prices,prod", false), value, settings).warnings()).hasSize(1);
		assertThat(read(OTHER.forProfile("prod"), value, settings).warnings()).isEmpty();
	}

	@Test
	void locationOfAProfileMayHaveARestrictionOfItsOwn() {
		Map<String, String> settings = Map.of("setpoint.restrict.locations[etcd:/config/prices/].allowed-names",
				"pricing", "setpoint.restrict.locations[etcd:/config/prices,prod/].allowed-names", "pricing,server");
		assertThat(read(PRICES.forProfile("prod"), "{server.a: 1, a: 1}", settings).warnings()).hasSize(1);
	}

	@Test
	void placeholdersOfALocationOutrankThoseOfEveryLocation() {
		Map<String, String> settings = Map.of("setpoint.restrict.placeholders", "none",
				"setpoint.restrict.locations[etcd:/config/prices/].placeholders", "any");
		assertThat(read(PRICES, "a: ${b}", settings).problems()).isEmpty();
		assertThat(read(OTHER, "a: ${b}", settings).problems()).hasSize(1);
		assertThat(read(SHOP, "a: ${b}", settings).problems()).hasSize(1);
	}

	@Test
	void configurationIsRestrictedByItsName() {
		Map<String, String> settings = Map.of("setpoint.restrict.locations[rollout:shop].allowed-names", "pricing",
				"setpoint.restrict.locations[rollout:shop].placeholders", "none");
		assertThat(read(SHOP, "{server.a: 1, pricing.a: 1}", settings).warnings()).hasSize(1);
		assertThat(read(SHOP, "pricing.a: '#{1}'", settings).problems()).hasSize(1);
		assertThat(read(PRICES, "{server.a: 1, pricing.a: '#{1}'}", settings).warnings()).isEmpty();
	}

}
