package io.setpoint.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.convert.converter.Converter;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfigurationDocument} and its assertions.
 */
class ConfigurationDocumentTests {

	private static final ConfigurationDocument GOOD = ConfigurationDocument.of("""
			pricing:
			  currency: EUR
			  discountPercent: 25
			  tiers:
			    - name: gold
			      limits: { eu: 3 }
			""");

	@Test
	void documentBindsToWhatItIsFor(@TempDir Path folder) throws IOException {
		assertThat(GOOD).bindsTo(Pricing.class)
			.extracting(Pricing::discountPercent, Pricing::timeout)
			.containsExactly(25, Duration.ofSeconds(2));
		Path file = Files.writeString(folder.resolve("checkout.yaml"), GOOD.text());
		assertThat(ConfigurationDocument.of(file)).bindsTo(Pricing.class)
			.extracting((pricing) -> pricing.tiers().get(0).limits())
			.isEqualTo(Map.of("eu", 3));
	}

	@Test
	void refusalNamesPropertyAndPlaceAndNoValue() {
		ConfigurationDocument document = ConfigurationDocument
			.of("pricing:\n  currency: EUR\n  discount-percent: 95\n");
		assertThat(document).isRefusedBy(Pricing.class)
			.singleElement()
			.asString()
			.contains("pricing.discount-percent", "3:21", "must be less than or equal to 90");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(document).bindsTo(Pricing.class))
			.withMessageContaining("Expecting document to bind to " + Pricing.class.getName())
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("95"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(GOOD).isRefusedBy(Pricing.class));
	}

	@Test
	void documentThatCannotBeReadIsRefusedByEverybody() {
		assertThat(ConfigurationDocument.of("pricing: [")).isRefusedBy(Limits.class).isNotEmpty();
		assertThat(ConfigurationDocument.of("a: 1\na: 2\n")).isRefusedBy(Limits.class)
			.singleElement()
			.asString()
			.contains("line 2");
	}

	@Test
	void whatNobodyReadsIsFoundWhereItIsLookedFor() {
		ConfigurationDocument document = ConfigurationDocument
			.of("pricing:\n  currency: EUR\n  discont-percent: 25\nlimits.most: 3\n");
		assertThat(document).bindsTo(Pricing.class);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(document).bindsWhollyTo(Pricing.class, Limits.class))
			.withMessageContaining("pricing.discont-percent")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("limits"));
		assertThat(GOOD).bindsWhollyTo(Pricing.class);
	}

	@Test
	void otherSourcesAndConvertersOfTheApplicationCount() {
		ConfigurationDocument document = ConfigurationDocument
			.of("pricing.discount-percent: ${base}\nlimits.most: many\n");
		assertThat(document).isRefusedBy(Pricing.class).isNotEmpty();
		assertThat(document.beside("pricing.currency=EUR", "base=15")).bindsTo(Pricing.class)
			.extracting(Pricing::discountPercent)
			.isEqualTo(15);
		assertThat(document).isRefusedBy(Limits.class).isNotEmpty();
		assertThat(document.with(ManyConverter.class)).bindsTo(Limits.class).extracting(Limits::getMost).isEqualTo(100);
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@NotNull String currency, @Max(90) int discountPercent, @DefaultValue("2s") Duration timeout,
			@DefaultValue List<@Valid Tier> tiers) {
	}

	record Tier(String name, Map<String, Integer> limits) {
	}

	/**
	 * Setter-based properties.
	 */
	@ConfigurationProperties("limits")
	public static class Limits {

		private Integer most = 1;

		public Integer getMost() {
			return this.most;
		}

		public void setMost(Integer most) {
			this.most = most;
		}

	}

	@ConfigurationPropertiesBinding
	static class ManyConverter implements Converter<String, Integer> {

		@Override
		public Integer convert(String source) {
			return source.equals("many") ? 100 : Integer.parseInt(source);
		}

	}

}
