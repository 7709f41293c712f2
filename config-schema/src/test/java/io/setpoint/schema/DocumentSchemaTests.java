package io.setpoint.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link DocumentSchema}.
 */
class DocumentSchemaTests {

	private final DocumentSchema schema = new SchemaGenerator(getClass().getClassLoader()).add(PricingProperties.class)
		.generate();

	@Test
	void documentThatTheApplicationWouldAcceptHasNoProblem() {
		assertThat(this.schema.check("""
				pricing:
				  discount-percent: 90
				  currency: eur
				  timeout: 10s
				  tiers:
				    - name: gold
				      rate: 1.5
				  limits.a.b: 3
				""")).isEmpty();
	}

	@Test
	void problemNamesPropertyAndPlace() {
		assertThat(this.schema.check("""
				pricing:
				  discountPercent: 91
				""")).singleElement().satisfies((problem) -> {
			assertThat(problem.name()).isEqualTo("pricing.discountPercent");
			assertThat(problem.line()).isEqualTo(2);
			assertThat(problem.column()).isEqualTo(20);
			assertThat(problem.key()).isNull();
			assertThat(problem.sentence()).isEqualTo("'pricing.discountPercent' must be at most 90.");
			assertThat(problem.severity()).isEqualTo(SchemaProblem.Severity.ERROR);
		});
	}

	@Test
	void everyKindOfProblemHasASentenceWithoutTheValue() {
		assertThat(this.schema.check("""
				pricing:
				  discount-percent: many
				  currency: secret
				  timeout: secret
				  code: secret
				  enabled: secret
				  size: secret
				  tiers:
				    - name: ''
				      rate: secret
				    - secret
				  limits:
				    b: secret
				""")).extracting(SchemaProblem::toString)
			.containsExactly("line 2, column 21: 'pricing.discount-percent' must be a whole number.",
					"line 3, column 13: 'pricing.currency' must be one of eur, us-dollar.",
					"line 4, column 12: 'pricing.timeout' must be a duration, such as 500ms, 10s or PT10S.",
					"line 5, column 9: 'pricing.code' must match the pattern ^(?:[A-Z]+)$.",
					"line 6, column 12: 'pricing.enabled' must be true or false.",
					"line 7, column 9: 'pricing.size' must be a size, such as 512B, 64KB or 10MB.",
					"line 9, column 13: 'pricing.tiers[0].name' must match the pattern \\S.",
					"line 10, column 13: 'pricing.tiers[0].rate' must be a number.",
					"line 11, column 7: 'pricing.tiers[1]' must be a group of properties.",
					"line 13, column 8: 'pricing.limits.b' must be a whole number.");
	}

	@Test
	void nameThatNobodyReadsIsAWarningWithASuggestion() {
		assertThat(this.schema.check("""
				pricing:
				  discont-percent: 5
				  tiers:
				    - nmae: gold
				  whatever: 1
				princing:
				  timeout: 3s
				somebody.else: 1
				""")).allSatisfy((problem) -> assertThat(problem.severity()).isEqualTo(SchemaProblem.Severity.WARNING))
			.extracting(SchemaProblem::toString)
			.containsExactly(
					"line 2, column 20: 'pricing.discont-percent' is read by no type of the application: did you mean 'discount-percent'?",
					"line 4, column 13: 'pricing.tiers[0].nmae' is read by no type of the application: did you mean 'name'?",
					"line 5, column 13: 'pricing.whatever' is read by no type of the application.",
					"line 7, column 12: 'princing' is read by no type of the application: did you mean 'pricing'?");
	}

	@Test
	void placeholderAndCipherTextMayStandForAnyValue() {
		assertThat(this.schema.check("""
				pricing:
				  discount-percent: ${percent}
				  currency: ${currency:EUR}
				  timeout: "{cipher}abcdef"
				  code: x${rest}
				""")).isEmpty();
	}

	@Test
	void documentThatIsNoYamlIsRefusedWithLineAndColumn() {
		assertThat(this.schema.check("pricing:\n  a: [1\n")).singleElement()
			.extracting(SchemaProblem::toString)
			.isEqualTo("line 3, column 1: The document cannot be read: the document is not valid YAML."
					+ " Correct it and write it again.");
	}

	@Test
	void keysAreCheckedAsTheLocationReadsThem() {
		assertThat(this.schema.checkKeys("/config/shop/",
				Map.of("/config/shop/pricing/discount-percent", "91", "/config/shop/pricing.yaml", "timeout: soon",
						"/config/shop/pricing/tiers/0/rate", "1.5")))
			.extracting(SchemaProblem::key, SchemaProblem::sentence)
			.containsExactly(
					tuple("/config/shop/pricing.yaml",
							"'pricing.timeout' must be a duration, such as 500ms, 10s or PT10S."),
					tuple("/config/shop/pricing/discount-percent", "'pricing.discount-percent' must be at most 90."));
	}

	@Test
	void schemaThatWasReadIsTheSchemaThatWasWritten() {
		DocumentSchema read = DocumentSchema.parse(this.schema.toPrettyJson());
		assertThat(read.json()).isEqualTo(this.schema.json());
		assertThat(read.digest()).isEqualTo(this.schema.digest()).hasSize(64);
	}

	@Test
	void schemaIsWrittenForEditorsAndPipelines(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("schemas/pricing.json");
		this.schema.writeTo(file);
		assertThat(DocumentSchema.parse(Files.readString(file)).digest()).isEqualTo(this.schema.digest());
		FileTime written = FileTime.fromMillis(1000);
		Files.setLastModifiedTime(file, written);
		this.schema.writeTo(file);
		assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
	}

	@Test
	void textThatIsNoSchemaIsRefused() {
		assertThatExceptionOfType(InvalidSchemaException.class).isThrownBy(() -> DocumentSchema.parse("{\n\"a\""))
			.withMessageStartingWith("The schema is no JSON at line 2");
		assertThatExceptionOfType(InvalidSchemaException.class).isThrownBy(() -> DocumentSchema.parse("[]"))
			.withMessageStartingWith("The schema is no JSON object.");
		assertThatExceptionOfType(InvalidSchemaException.class)
			.isThrownBy(() -> DocumentSchema.parse("{\"$ref\": \"http://example.org/\"}"))
			.withMessageStartingWith("The schema has a '$ref' that leads out of it");
	}

	@Test
	void propertiesAreDescribedInWords() {
		SchemaProperty percent = this.schema.property("pricing.discountPercent");
		assertThat(percent).isNotNull();
		assertThat(percent.type()).isEqualTo("whole number");
		assertThat(percent.bounds()).containsExactly("at least 0", "at most 90");
		SchemaProperty currency = this.schema.property("pricing.currency");
		assertThat(currency).isNotNull();
		assertThat(currency.choices()).containsExactly("eur", "us-dollar");
		SchemaProperty timeout = this.schema.property("pricing.timeout");
		assertThat(timeout).isNotNull();
		assertThat(timeout.type()).isEqualTo("duration");
		assertThat(timeout.defaultValue()).isEqualTo("2s");
		assertThat(this.schema.property("pricing.tiers[3].name")).isNotNull();
		assertThat(this.schema.property("pricing.limits.a.b")).isNotNull();
		assertThat(this.schema.property("pricing.other")).isNull();
		assertThat(this.schema.property("pricing")).isNull();
	}

	@Test
	void allPropertiesAreListed() {
		assertThat(this.schema.properties()).extracting(SchemaProperty::name)
			.containsExactlyInAnyOrder("pricing.currency", "pricing.discount-percent", "pricing.timeout",
					"pricing.code", "pricing.enabled", "pricing.size", "pricing.tiers[].name", "pricing.tiers[].rate",
					"pricing.limits.*");
	}

	@Test
	void typeThatContainsItselfIsListedToSomeDepth() {
		DocumentSchema recursive = DocumentSchema
			.parse("""
					{"type": "object", "properties": {"node": {"$ref": "#/$defs/Node"}}, "$defs": {"Node": {"type": "object",
					"properties": {"name": {"type": "string"}, "left": {"$ref": "#/$defs/Node"},
					"right": {"$ref": "#/$defs/Node"}}}}}
					""");
		assertThat(recursive.properties()).hasSizeBetween(1000, 5001);
		assertThat(recursive.property("node.left.right.name")).isNotNull();
	}

	enum Currency {

		EUR, US_DOLLAR

	}

	@Validated
	@ConfigurationProperties("pricing")
	record PricingProperties(@NotNull Currency currency, @Min(0) @Max(90) int discountPercent,
			@DefaultValue("2s") Duration timeout, @Pattern(regexp = "[A-Z]+") String code, boolean enabled,
			DataSize size, @Size(max = 3) List<Tier> tiers, Map<String, Integer> limits) {

	}

	record Tier(@NotBlank String name, double rate) {

	}

}
