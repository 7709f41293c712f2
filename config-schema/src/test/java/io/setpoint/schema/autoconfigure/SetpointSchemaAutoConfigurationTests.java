package io.setpoint.schema.autoconfigure;

import io.setpoint.autoconfigure.SchemaSource;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.SchemaProblem;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SetpointSchemaAutoConfiguration}.
 */
class SetpointSchemaAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(SetpointAutoConfiguration.class, SetpointSchemaAutoConfiguration.class));

	@Test
	void schemaIsOfTheTypesThatTheApplicationBinds() {
		this.runner.withUserConfiguration(Types.class).run((context) -> {
			DocumentSchema schema = DocumentSchema.parse(context.getBean(SchemaSource.class).schema());
			assertThat(schema.check("pricing.discount-percent: 15")).isEmpty();
			assertThat(schema.check("pricing.discount-percent: 95")).extracting(SchemaProblem::name)
				.containsExactly("pricing.discount-percent");
			assertThat(schema.json()).doesNotContain("\"setpoint\"");
		});
	}

	@Test
	void schemaOfTheApplicationsOwnBeanStays() {
		this.runner.withBean(SchemaSource.class, () -> () -> "{}")
			.run((context) -> assertThat(context.getBean(SchemaSource.class).schema()).isEqualTo("{}"));
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) int discountPercent) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Types {

	}

}
