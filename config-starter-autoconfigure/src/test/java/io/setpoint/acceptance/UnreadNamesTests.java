package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadNames}.
 */
class UnreadNamesTests {

	private static final String DOCUMENT = """
			nmae: a
			countries: [at, de, ch]
			tiers:
			- limit: 1
			  limt: 1
			- limit: 2
			""";

	@Test
	void propertyThatNoTypeHasIsUnread() {
		assertThat(unread()).containsExactlyInAnyOrder("shop.nmae", "shop.tiers[0].limt");
	}

	@Test
	void elementThatAShorterListOfAStrongerSourceDoesNotHaveIsNoMistake() {
		assertThat(unread("shop.countries=at,de", "shop.tiers[0].limit=3")).containsExactlyInAnyOrder("shop.nmae",
				"shop.tiers[0].limt");
		assertThat(unread("shop.countries[0]=at", "shop.tiers[0].limit=3")).containsExactlyInAnyOrder("shop.nmae",
				"shop.tiers[0].limt");
	}

	private static List<String> unread(String... properties) {
		KeyValue key = new KeyValue("/config/test/shop.yaml", DOCUMENT.getBytes(StandardCharsets.UTF_8), 2, 2);
		List<String> unread = new ArrayList<>();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(TestLocation.with())
			.withPropertyValues(properties)
			.run((context) -> context.getBean(AcceptancePipeline.class)
				.rehearsal()
				.unread(Map.of("/config/test/", List.of(new Change.Put(key))))
				.stream()
				.map(ConfigurationPropertyName::toString)
				.forEach(unread::add));
		return unread;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Shop.class)
	static class Types {

	}

	@ConfigurationProperties("shop")
	record Shop(String name, List<String> countries, List<Tier> tiers) {

		record Tier(int limit) {

		}

	}

}
