package io.setpoint.rollout;

import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutKeys}.
 */
class RolloutKeysTests {

	private static final Locale LOCALE = Locale.getDefault();

	@AfterEach
	void restoreLocale() {
		Locale.setDefault(LOCALE);
	}

	@Test
	void historyWhenTheLocaleHasOtherDigitsIsTheSame() {
		Locale.setDefault(Locale.forLanguageTag("ar-EG"));
		assertThat(new RolloutKeys("/rollouts", "/fleet").history("shop", 12))
			.isEqualTo("/rollouts/shop/history/0000000012");
	}

}
