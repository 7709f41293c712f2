package io.setpoint.document;

import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent.Update;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link LocationContent}.
 */
class LocationContentTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			pricing/discount-percent, pricing.discount-percent
			pricing/tiers/0/name, pricing.tiers[0].name
			pricing/tiers/10, pricing.tiers[10]
			logging/level/com.example, logging.level.com.example
			limits/[/api/*], ''
			limits/[a.b], limits[a.b]
			limits[a.b]/max, limits[a.b].max
			server.port, server.port
			application, application
			json, json
			a.json/yaml, a.json.yaml
			A.yaml.x, a.yaml.x
			pricing/discountPercent, pricing.discountpercent
			pricing/discount_percent, pricing.discountpercent
			""")
	void leafGivesProperty(String key, String name) {
		assertThat(Contents.properties(Contents.of(key, "15")))
			.isEqualTo(name.isEmpty() ? Map.of() : Map.of(name, "15"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			application.yaml, 'a: {b: 1}', a.b
			application.yml, 'a: {b: 1}', a.b
			application.json, '{"a": {"b": 1}}', a.b
			pricing.yaml, 'a: {b: 1}', pricing.a.b
			pricing.yml, 'a: {b: 1}', pricing.a.b
			pricing.json, '{"a": {"b": 1}}', pricing.a.b
			eu/application.yaml, 'a: {b: 1}', eu.a.b
			eu/pricing.yaml, 'a: {b: 1}', eu.pricing.a.b
			tiers/0.yaml, 'a: {b: 1}', tiers[0].a.b
			com.example.yaml, 'a: {b: 1}', com.example.a.b
			pricing.yaml, 'a: [1]', pricing.a[0]
			pricing.yaml, '"[a.b]": 1', pricing[a.b]
			pricing.yaml, '3: 1', pricing[3]
			""")
	void documentIsNestedUnderItsKey(String key, String document, String name) {
		assertThat(Contents.properties(Contents.of(key, document))).containsExactly(entry(name, 1));
	}

	@Test
	void propertiesDocumentGivesStrings() {
		LocationContent content = Contents.of("pricing.properties", "a.b=1\nname=\u00fc\u20ac\nlist[]=x,y\n");
		assertThat(Contents.properties(content)).containsExactly(entry("pricing.a.b", "1"),
				entry("pricing.name", "\u00fc\u20ac"), entry("pricing.list[0]", "x"), entry("pricing.list[1]", "y"));
	}

	@Test
	void leafKeepsItsValueAsItIs() {
		assertThat(Contents.properties(Contents.of("a", "", "b", " x\n", "c", "\uFEFFx")))
			.containsExactly(entry("a", ""), entry("b", " x\n"), entry("c", "\uFEFFx"));
	}

	@Test
	void byteOrderMarkOfDocumentIsIgnored() {
		assertThat(Contents
			.properties(Contents.of("a.yaml", "\uFEFFx: 1", "b.json", "\uFEFF{\"x\": 1}", "c.properties", "\uFEFFx=1")))
			.containsExactly(entry("a.x", 1), entry("b.x", 1), entry("c.x", "1"));
	}

	@Test
	void emptyYamlDocumentGivesNothing() {
		LocationContent content = Contents.of("a.yaml", "", "b.yaml", "# nothing\n", "c.yaml", "---\n---\n", "d.yaml",
				"{}", "e.properties", "", "f.json", "{}");
		assertThat(content.keyCount()).isEqualTo(6);
		assertThat(content.propertyCount()).isZero();
	}

	@Test
	void moreSpecificKeyWinsAndTheNextShowsWhenItIsDeleted() {
		LocationContent content = Contents.of("eu/tax/rate", "leaf", "eu/tax.yaml", "rate: deep", "eu.yaml",
				"tax: {rate: mid}", "application.yaml", "eu: {tax: {rate: shallow}}");
		assertThat(Contents.properties(content)).containsExactly(entry("eu.tax.rate", "leaf"));
		Update update = Contents.update(content, Contents.delete("eu/tax/rate", 43));
		assertThat(Contents.properties(update.content())).containsExactly(entry("eu.tax.rate", "deep"));
		update = Contents.update(update.content(), Contents.delete("eu/tax.yaml", 44));
		assertThat(Contents.properties(update.content()).values()).containsExactly("mid");
		update = Contents.update(update.content(), Contents.delete("eu.yaml", 45));
		assertThat(Contents.properties(update.content()).values()).containsExactly("shallow");
		update = Contents.update(update.content(), Contents.delete("application.yaml", 46));
		assertThat(update.content().propertyCount()).isZero();
		assertThat(update.changed()).containsExactly(ConfigurationPropertyName.of("eu.tax.rate"));
	}

	@Test
	void ofEquallySpecificKeysTheFirstWins() {
		LocationContent content = Contents.of("a.yaml", "x: yaml", "a.properties", "x=properties", "a.json",
				"{\"x\": \"json\"}", "b/some-name", "dashed", "b/someName", "camel");
		assertThat(Contents.properties(content)).containsExactly(entry("a.x", "json"), entry("b.some-name", "dashed"));
	}

	@Test
	void propertyAndItsDescendantsLiveSideBySide() {
		assertThat(Contents.properties(Contents.of("a", "1", "a/b", "2"))).containsExactly(entry("a", "1"),
				entry("a.b", "2"));
	}

	@Test
	void onlyTheLastChangeOfAKeyCounts() {
		Update update = Contents.update(Contents.of("a", "1"), Contents.put("a", "2", 43), Contents.delete("a", 44),
				Contents.put("a", "1", 45));
		assertThat(update.changed()).isEmpty();
		assertThat(origin(update.content(), "a"))
			.hasToString("etcd:/config/checkout/ key '/config/checkout/a' revision 45");
	}

	@Test
	void deletingAnUnknownKeyChangesNothing() {
		Update update = Contents.update(Contents.of("a", "1"), Contents.delete("b", 43), Contents.delete("%", 43));
		assertThat(update.changed()).isEmpty();
		assertThat(update.problems()).isEmpty();
		assertThat(Contents.properties(update.content())).containsExactly(entry("a", "1"));
	}

	@Test
	void changedNamesAreThoseWithAnotherWinningValue() {
		LocationContent content = Contents.of("a.yaml", "same: 1\nother: 1\ngone: 1\nhidden: 1", "a/hidden", "leaf");
		Update update = Contents.update(content, Contents.put("a.yaml", "same: 1\nother: 2\nadded: 1\nhidden: 2", 43));
		assertThat(update.changed()).extracting(ConfigurationPropertyName::toString)
			.containsExactlyInAnyOrder("a.other", "a.gone", "a.added");
		assertThat(origin(update.content(), "a.same"))
			.hasToString("etcd:/config/checkout/ key '/config/checkout/a.yaml' revision 43, 1:7");
	}

	@Test
	void anotherSpellingIsAChangeBecauseMapsShowIt() {
		Update update = Contents.update(Contents.of("m.yaml", "someName: 1"),
				Contents.put("m.yaml", "some-name: 1", 43));
		assertThat(update.changed()).containsExactly(ConfigurationPropertyName.of("m.some-name"));
	}

	@Test
	void refusedKeyKeepsItsOldContribution() {
		LocationContent content = Contents.of("a.yaml", "x: 1", "b", "1");
		Update update = Contents.update(content, Contents.put("a.yaml", "x: [", 43), Contents.put("b", "2", 43));
		assertThat(update.problems()).extracting(Problem::key).containsExactly("/config/checkout/a.yaml");
		assertThat(update.changed()).containsExactly(ConfigurationPropertyName.of("b"));
		assertThat(Contents.properties(update.content())).containsExactly(entry("a.x", 1), entry("b", "2"));
		assertThat(origin(update.content(), "a.x"))
			.hasToString("etcd:/config/checkout/ key '/config/checkout/a.yaml' revision 42, 1:4");
		assertThat(update.content().entry("/config/checkout/a.yaml")).extracting(KeyValue::modRevision).isEqualTo(42L);
		assertThat(Contents.properties(content)).containsExactly(entry("a.x", 1), entry("b", "1"));
	}

	@Test
	void namesAreWhatTheKeyContributes() {
		LocationContent content = Contents.of("a.yaml", "x: 1\ny: [1]", "a/x", "leaf");
		assertThat(content.names("/config/checkout/a.yaml"))
			.containsExactlyInAnyOrder(ConfigurationPropertyName.of("a.x"), ConfigurationPropertyName.of("a.y[0]"));
		assertThat(content.names("/config/checkout/unknown")).isEmpty();
	}

	@Test
	void entriesAreTheAcceptedKeysInTheirOrder() {
		LocationContent content = Contents.of("b", "1", "a.yaml", "x: 1", "%", "1", "c.yaml", "x: [");
		assertThat(content.entries()).extracting(KeyValue::key)
			.containsExactly("/config/checkout/%", "/config/checkout/a.yaml", "/config/checkout/b");
		assertThat(content.entry("/config/checkout/c.yaml")).isNull();
		assertThat(Contents.empty()
			.with(content.entries().stream().<Change>map(Change.Put::new).toList())
			.content()
			.propertyCount()).isEqualTo(2);
	}

	@Test
	void originHasThePlaceInTheDocument() {
		LocationContent content = Contents.of("a.yaml", "x: 1\ny:\n  - z: 2\n  - {}\n", "b.json",
				"{\n \"x\": [\n  true, null]}", "c.properties", "# \u20ac\nx = \u20ac1\n \u20ac=2");
		assertThat(place(content, "a.x")).isEqualTo("1:4");
		assertThat(place(content, "a.y[0].z")).isEqualTo("3:8");
		assertThat(place(content, "a.y[1]")).isEqualTo("4:5");
		assertThat(place(content, "b.x[0]")).isEqualTo("3:3");
		assertThat(place(content, "b.x[1]")).isEqualTo("3:9");
		assertThat(place(content, "c.x")).isEqualTo("2:5");
	}

	@Test
	void laterPartOfADocumentOutranksAnEarlierOneAndListsAreNotMixed() {
		LocationContent content = Contents.of("a.yaml", """
				x: 1
				kept: 1
				list: [a, b, c]
				deep: {list: [{x: 1}, {x: 2}]}
				scalar: a,b
				---
				x: 2
				list: [z]
				deep: {list: [{y: 3}]}
				scalar: [c]
				""");
		assertThat(Contents.properties(content)).containsExactly(entry("a.kept", 1), entry("a.x", 2),
				entry("a.list[0]", "z"), entry("a.deep.list[0].y", 3), entry("a.scalar[0]", "c"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			application.yaml
			pricing.yaml
			""")
	void conditionalPartOfADocumentIsLeftOutWithAWarning(String key) {
		Update update = Contents.update(Contents.empty(),
				Contents.put(key, "x: 1\n---\nspring.config.activate.on-profile: prod\nx: 2\n", 42));
		assertThat(Contents.properties(update.content()).values()).containsExactly(1);
		assertThat(update.warnings()).extracting(Warning::toString)
			.containsExactly("Property 'spring.config.activate.on-profile' of key '/config/checkout/" + key
					+ "' at revision 42: the part of the document that it makes conditional is ignored,"
					+ " use the location of a profile instead.");
	}

	@Test
	void profilesAndLoadingOfConfigurationAreIgnoredWithAWarning() {
		Update update = Contents.update(Contents.empty(), Contents.put("spring/profiles/active", "prod", 42),
				Contents.put("application.yaml", "spring: {config: {import: x}, Profiles.include: y, name: z}", 43));
		assertThat(Contents.properties(update.content())).containsExactly(entry("spring.name", "z"));
		assertThat(update.problems()).isEmpty();
		assertThat(update.content().keyCount()).isEqualTo(2);
		assertThat(update.warnings()).extracting(Warning::toString)
			.containsExactly(ignored("spring.profiles.active", "spring/profiles/active", 42),
					ignored("spring.config.import", "application.yaml", 43),
					ignored("spring.Profiles.include", "application.yaml", 43));
	}

	@Test
	void leafThatLooksConditionalIsIgnoredWithAWarning() {
		Update update = Contents.update(Contents.empty(),
				Contents.put("spring/config/activate/on-profile", "prod", 42));
		assertThat(update.content().propertyCount()).isZero();
		assertThat(update.warnings()).extracting(Warning::toString)
			.containsExactly(ignored("spring.config.activate.on-profile", "spring/config/activate/on-profile", 42));
	}

	private String ignored(String property, String key, long revision) {
		return "Property '" + property + "' of key '/config/checkout/" + key + "' at revision " + revision
				+ ": it is ignored because it has to be known before this location is read.";
	}

	@ParameterizedTest
	@ValueSource(strings = { "setpoint/fleet/root", "setpoint.rollout.root", "Setpoint/etcd/endpoints/0",
			"set-point/watch/stale-after", "setpoint/discovery/root", "setpoint.discovery.drain-delay",
			"setpoint/coordination/leader/role", "setpoint/grpc/enabled", "setpoint/schema/root",
			"SETPOINT/SCHEMA/publish", "setpoint/console/users/eve/password", "setpoint/enabled", "setpoint" })
	void settingsOfSetpointAreIgnoredWithAWarning(String key) {
		Update update = Contents.update(Contents.empty(), Contents.put(key, "/evil", 42));
		assertThat(update.content().propertyCount()).isZero();
		assertThat(update.problems()).isEmpty();
		assertThat(update.warnings()).singleElement()
			.extracting(Warning::reason)
			.isEqualTo("it is ignored because it has to be known before this location is read");
	}

	@Test
	void settingsOfSetpointInADocumentAreIgnoredEachWithAWarning() {
		Update update = Contents.update(Contents.empty(),
				Contents.put("application.yaml", "setpoint: {fleet.root: /evil, etcd: {user: x}}\nsetpoints: 1", 43),
				Contents.put("setpoint.yaml", "snapshot: {enabled: false}", 43));
		assertThat(Contents.properties(update.content())).containsExactly(entry("setpoints", 1));
		assertThat(update.warnings()).extracting(Warning::toString)
			.containsExactly(ignored("setpoint.fleet.root", "application.yaml", 43),
					ignored("setpoint.etcd.user", "application.yaml", 43),
					ignored("setpoint.snapshot.enabled", "setpoint.yaml", 43));
	}

	@Test
	void illegalNameInADocumentIsIgnoredWithAWarning() {
		Update update = Contents.update(Contents.empty(), Contents.put("a.yaml", "'%': 1\nx: 2", 42),
				Contents.put("b.json", "{\"x\\u0000y\": 1}", 42));
		assertThat(Contents.properties(update.content())).containsExactly(entry("a.x", 2));
		assertThat(update.warnings()).extracting(Warning::property).containsExactly("a.%", "b.x\0y");
	}

	@Test
	void largestValueOfEtcdIsRead() {
		String large = "x".repeat(1_500_000);
		StringBuilder many = new StringBuilder();
		for (int i = 0; many.length() < 1_500_000; i++) {
			many.append("name-").append(i).append(": ").append("y".repeat(50)).append("\n");
		}
		LocationContent content = Contents.of("a", large, "b.yaml", "x: " + large, "c.json",
				"{\"x\": \"" + large + "\"}", "d.properties", "x=" + large, "e.yaml", many.toString());
		assertThat(content.keyCount()).isEqualTo(5);
		assertThat(content.propertyCount()).isGreaterThan(20_000);
	}

	@Test
	void textShowsNoValue() {
		LocationContent content = Contents.of("a", "s3cret");
		assertThat(content).hasToString("etcd:/config/checkout/ with 1 keys and 1 properties");
		assertThat(content.propertyTable().chunks().get(0).values()).asString().doesNotContain("s3cret");
		assertThat(content.entryTable().chunks().get(0).values()).asString().doesNotContain("s3cret");
		assertThat(Contents.update(content, Contents.put("b", "s3cret", 43))).asString().doesNotContain("s3cret");
	}

	private String place(LocationContent content, String name) {
		EtcdOrigin origin = origin(content, name);
		return origin.line() + ":" + origin.column();
	}

	private EtcdOrigin origin(LocationContent content, String name) {
		ConfigurationProperty property = content.source(ConfigurationPropertyName.EMPTY)
			.getConfigurationProperty(ConfigurationPropertyName.of(name));
		assertThat(property).isNotNull();
		return (EtcdOrigin) List.of(property.getOrigin()).get(0);
	}

}
