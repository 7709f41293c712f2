package io.setpoint.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.document.LocationContent.Update;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Restriction}.
 */
class RestrictionTests {

	private static final String DENIED = "it is ignored because 'denied-names' of 'setpoint.restrict' keep it out of"
			+ " this location";

	private static final String NOT_ALLOWED = "it is ignored because it is not among the 'allowed-names' that"
			+ " 'setpoint.restrict' has for this location";

	private static final List<String> NAMES = List.of("management", "spring.datasource", "logging.level.org");

	private static LocationContent denying() {
		return Contents.empty().restrictedBy(Restriction.of(null, NAMES, true));
	}

	private static LocationContent allowing(String... names) {
		return Contents.empty().restrictedBy(Restriction.of(List.of(names), NAMES, true));
	}

	private static LocationContent withoutPlaceholders() {
		return Contents.empty().restrictedBy(Restriction.of(null, List.of(), false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management", "management/server/port", "management.server.port", "MANAGEMENT/port",
			"manage-ment.port", "Manage_ment/port", "[management]/port", "[Management].port", "management[port]",
			"management/0", "spring/datasource/url", "spring.dataSource.url", "spring[datasource].url",
			"spring/data-source/0/url", "logging/level/org/foo", "logging/level/[org.foo]", "logging.level[org.Foo]",
			"logging[level.org].foo", "[logging.level.org.foo]" })
	void nameOfALeafThatIsDeniedIsLeftOutWithAWarning(String key) {
		Update update = Contents.update(denying(), Contents.put(key, "s3cr3t", 42));
		assertThat(update.content().propertyCount()).isZero();
		assertThat(update.content().keyCount()).isEqualTo(1);
		assertThat(update.changed()).isEmpty();
		assertThat(update.problems()).isEmpty();
		assertThat(update.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.reason()).isEqualTo(DENIED);
			assertThat(warning.key()).isEqualTo(Contents.PREFIX + key);
			assertThat(warning.property()).isNotBlank();
			assertThat(warning.toString()).doesNotContain("s3cr3t");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "managements", "manager/port", "my/management/port", "spring/application/name",
			"spring/datasources/url", "logging/level/organ", "pricing/management" })
	void nameThatIsNotDeniedIsTaken(String key) {
		Update update = Contents.update(denying(), Contents.put(key, "1", 42));
		assertThat(update.content().propertyCount()).isEqualTo(1);
		assertThat(update.warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					application.yaml       | pricing.discount: 1\\nmanagement: {server.port: 1, x: [1, 2]}                      | 3
					application.json       | {"pricing": {"discount": 1}, "Management": {"port": 1}}                        | 1
					application.properties | pricing.discount=1\\nspring.DATA_SOURCE.url=x\\nlogging.level[org.foo]=debug     | 2
					pricing.yaml           | discount: 1                                                                    | 0
					spring.yaml            | datasource.url: x\\n---\\ndatasource: {url: y}                                   | 1
					management.yaml        | a: {b: {c: d}}\\ne: f                                                           | 2
					spring/datasource.yaml | url: x                                                                         | 1""")
	void namesOfADocumentThatAreDeniedAreLeftOutEachWithAWarning(String key, String document, int warnings) {
		Update update = Contents.update(denying(), Contents.put(key, document.replace("\\n", "\n"), 42));
		assertThat(Contents.properties(update.content()).keySet()).isSubsetOf("pricing.discount")
			.hasSize(document.contains("discount") ? 1 : 0);
		assertThat(update.problems()).isEmpty();
		assertThat(update.warnings()).hasSize(warnings).allSatisfy((warning) -> {
			assertThat(warning.reason()).isEqualTo(DENIED);
			assertThat(warning.property()).isNotBlank();
		});
	}

	@ParameterizedTest
	@CsvSource({ "pricing,true", "pricing/discount,true", "Pricing.currency[eur],true", "pri-cing/0,true",
			"pricings,false", "[pricing.x],false", "[Pricing].x,false", "[pricing.x].y,false", "tax/rate,true",
			"tax,false", "server/port,false", "management/port,false" })
	void onlyNamesThatAreAllowedAreTaken(String key, boolean taken) {
		Update update = Contents.update(allowing("pricing", "tax.rate", "management"), Contents.put(key, "1", 42));
		assertThat(update.content().propertyCount()).isEqualTo(taken ? 1 : 0);
		assertThat(update.warnings()).hasSize(taken ? 0 : 1)
			.allSatisfy((warning) -> assertThat(warning.reason())
				.isEqualTo(key.startsWith("management") ? DENIED : NOT_ALLOWED));
	}

	@Test
	void onlyAllowedNamesOfADocumentAreTaken() {
		Update update = Contents.update(allowing("pricing"),
				Contents.put("application.yaml", "pricing: {a: 1}\nserver.port: 1\nmanagement.port: 2", 42));
		assertThat(Contents.properties(update.content())).containsExactly(entry("pricing.a", 1));
		assertThat(update.warnings()).extracting(Warning::property, Warning::reason, Warning::line)
			.containsExactlyInAnyOrder(tuple("server.port", NOT_ALLOWED, 2), tuple("management.port", DENIED, 3));
	}

	@Test
	void nothingIsTakenWhereNothingIsAllowed() {
		Update update = Contents.update(allowing(), Contents.put("pricing/discount", "1", 42));
		assertThat(update.content().propertyCount()).isZero();
	}

	@Test
	void restrictionStaysThroughChanges() {
		LocationContent content = Contents.update(denying(), Contents.put("pricing.yaml", "discount: 1", 1)).content();
		content = Contents
			.update(content, Contents.put("management/port", "1", 2), Contents.put("pricing.yaml", "discount: 2", 2))
			.content();
		Update update = Contents.update(content, Contents.put("application.yaml", "{management.x: 1, a: 1}", 3),
				Contents.delete("pricing.yaml", 3));
		assertThat(Contents.properties(update.content())).containsExactly(entry("a", 1));
		assertThat(update.warnings()).singleElement().extracting(Warning::property).isEqualTo("management.x");
	}

	@Test
	void restrictionHoldsForVersionsAndWithDecryption() {
		LocationContent content = LocationContent.ofVersions("/rollouts/shop/versions/", "rollout:shop")
			.restrictedBy(Restriction.of(null, NAMES, false))
			.decryptedBy((text) -> text.equals("{cipher}1") ? "${a}" : text);
		KeyValue first = new KeyValue("/rollouts/shop/versions/v1", "{management.x: 1, a: 1}".getBytes(), 1, 1);
		Update update = content.with(List.of(new Change.Put(first)));
		assertThat(Contents.properties(update.content())).isEqualTo(Map.of("a", 1));
		assertThat(update.warnings()).hasSize(1);
		KeyValue second = new KeyValue("/rollouts/shop/versions/v2", "a: '{cipher}1'".getBytes(), 1, 1);
		assertThat(content.with(List.of(new Change.Put(second))).problems()).hasSize(1);
	}

	static Stream<Arguments> placeholders() {
		return Stream.of(Arguments.of("pricing/label", "${s3cr3t}"),
				Arguments.of("pricing/label", "a ${x:${s3cr3t}} b"), Arguments.of("pricing/label", "${x:s3cr3t}"),
				Arguments.of("pricing/label", "\\${s3cr3t}"), Arguments.of("pricing/label", "${s3cr3t"),
				Arguments.of("pricing/label", "#{systemProperties['s3cr3t']}"),
				Arguments.of("application.yaml", "{a: 1, pricing: {label: '${s3cr3t}'}}"),
				Arguments.of("application.yaml", "pricing.label: \"\\x24{s3cr3t}\""),
				Arguments.of("application.yaml", "pricing.label: |\n  a\n  #{s3cr3t}"),
				Arguments.of("application.properties", "pricing.label=\\u0024\\u007bs3cr3t}"),
				Arguments.of("pricing.json", "{\"label\": \"\\u0023\\u007bs3cr3t}\"}"));
	}

	@ParameterizedTest
	@MethodSource("placeholders")
	void keyWithAPlaceholderOrAnExpressionIsRefusedByName(String key, String value) {
		Update update = Contents.update(withoutPlaceholders(), Contents.put(key, value, 42));
		assertThat(update.content().propertyCount()).isZero();
		assertThat(update.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.key()).isEqualTo(Contents.PREFIX + key);
			assertThat(problem.reason()).isEqualTo("property 'pricing.label' has a placeholder or an expression, and"
					+ " 'placeholders' of 'setpoint.restrict' is 'none' for this location");
			assertThat(problem.toString()).doesNotContain("s3cr3t");
		});
	}

	@Test
	void keyWithAPlaceholderKeepsWhatItSaidBefore() {
		LocationContent content = Contents.update(withoutPlaceholders(), Contents.put("label", "10 $ {net} #1", 1))
			.content();
		Update update = Contents.update(content, Contents.put("label", "${a}", 2), Contents.put("b", "2", 2));
		assertThat(Contents.properties(update.content())).containsOnly(entry("label", "10 $ {net} #1"),
				entry("b", "2"));
	}

	@Test
	void placeholderUnderADeniedNameIsLeftOutAndStopsNothing() {
		LocationContent content = Contents.empty().restrictedBy(Restriction.of(null, NAMES, false));
		Update update = Contents.update(content, Contents.put("management/x", "${a}", 1));
		assertThat(update.problems()).isEmpty();
		assertThat(update.warnings()).hasSize(1);
	}

	@Test
	void everythingIsTakenWithoutARestriction() {
		Update update = Contents.update(Contents.empty(), Contents.put("management/x", "${a} #{b}", 1));
		assertThat(update.content().propertyCount()).isEqualTo(1);
		assertThat(update.warnings()).isEmpty();
	}

}
