package io.setpoint.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.SchemaGenerator;
import io.setpoint.schema.SchemaProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's schema, written and checked by.
 */
class SchemaTests {

	@Test
	void schemaIsWritten() {
		new SchemaGenerator(getClass().getClassLoader()).add(PricingProperties.class)
			.generate()
			.writeTo(Path.of("target/pricing.schema.json"));
	}

	@Test
	void documentIsCheckedByTheSchema(@TempDir Path folder) throws IOException {
		Path schema = folder.resolve("pricing.schema.json");
		new SchemaGenerator(getClass().getClassLoader()).add(PricingProperties.class).generate().writeTo(schema);
		String document = "pricing: { currency: EUR, discount-percent: 95 }";
		List<SchemaProblem> problems = DocumentSchema.parse(Files.readString(schema)).check(document);
		assertThat(problems).extracting(SchemaProblem::name).containsExactly("pricing.discount-percent");
	}

}
