package io.setpoint.sample;

import java.nio.file.Path;

import io.setpoint.test.ConfigurationDocument;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The document of a version, held against the types that will be bound from it.
 */
class NextVersionTests {

	@Test
	void documentOfTheNextVersionIsValid() {
		ConfigurationDocument document = ConfigurationDocument.of(Path.of("src/test/resources/checkout-summer.yaml"));
		assertThat(document).bindsTo(PricingProperties.class)
			.extracting(PricingProperties::discountPercent)
			.isEqualTo(25);
		assertThat(document).bindsWhollyTo(PricingProperties.class, FeatureProperties.class);
	}

}
