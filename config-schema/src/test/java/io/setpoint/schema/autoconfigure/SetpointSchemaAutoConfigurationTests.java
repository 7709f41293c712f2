package io.setpoint.schema.autoconfigure;

import java.beans.PropertyEditorSupport;
import java.util.Map;

import io.setpoint.autoconfigure.SchemaSource;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.SchemaProblem;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
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

	@Test
	void whatTheApplicationReadsInWaysOfItsOwnMayBeAnything() {
		this.runner.withUserConfiguration(Converted.class)
			.withPropertyValues("shop.price=3 EUR", "shop.least=few", "shop.limit=1")
			.run((context) -> {
				assertThat(context.getBean(Shop.class)).isEqualTo(new Shop(new Money(300), new Code(1), 1));
				DocumentSchema schema = DocumentSchema.parse(context.getBean(SchemaSource.class).schema());
				assertThat(schema.check("shop: {price: 3 EUR, least: few}")).isEmpty();
				assertThat(schema.check("shop.limit: some")).extracting(SchemaProblem::name)
					.containsExactly("shop.limit");
			});
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) int discountPercent) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Types {

	}

	@ConfigurationProperties("shop")
	@Validated
	record Shop(Money price, Code least, long limit) {

	}

	record Money(int cents) {

	}

	record Code(int number) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Shop.class)
	static class Converted {

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Money> money() {
			return new Converter<>() {

				@Override
				public Money convert(String source) {
					return new Money(100 * Integer.parseInt(source.split(" ")[0]));
				}

			};
		}

		@Bean
		static CustomEditorConfigurer editors() {
			CustomEditorConfigurer editors = new CustomEditorConfigurer();
			editors.setCustomEditors(Map.of(Code.class, FewEditor.class));
			return editors;
		}

	}

	/**
	 * Reads one code only.
	 */
	public static class FewEditor extends PropertyEditorSupport {

		@Override
		public void setAsText(String text) {
			setValue(new Code(1));
		}

	}

}
