package io.setpoint.rollout;

import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
	void everythingOfAConfigurationLiesBelowItsName() {
		RolloutKeys keys = new RolloutKeys("/rollouts", "/fleet");
		assertThat(keys.version("shop", "v1")).isEqualTo("/rollouts/shop/versions/v1")
			.startsWith(keys.versions("shop"));
		assertThat(keys.state("shop")).isEqualTo("/rollouts/shop/state");
		assertThat(keys.expected("shop")).isEqualTo("/rollouts/shop/expected");
		assertThat(keys.controller("shop")).isEqualTo("/rollouts/shop/controller");
		assertThat(keys.goodbye("shop", "a", "x")).isEqualTo("/rollouts/shop/goodbyes/a/x")
			.startsWith(keys.goodbyes("shop"));
		assertThat(keys.baked("shop")).isEqualTo("/rollouts/shop/baked");
		assertThat(keys.fleets()).isEqualTo("/fleet/");
		assertThat(keys.fleet("shop")).isEqualTo("/fleet/shop/").startsWith(keys.fleets());
		assertThat(keys.member("shop", "a")).isEqualTo("/fleet/shop/a");
	}

	@ParameterizedTest
	@CsvSource({ "shop, true", "7, true", "My_shop.v2-a, true", "'', false", ".shop, false", "a/b, false", "a b, false",
			"shöp, false" })
	void isConfigurationWhenTheNameCanBePartOfAKey(String name, boolean possible) {
		assertThat(RolloutKeys.isConfiguration(name)).isEqualTo(possible);
	}

	@Test
	void whatInstancesFollowIsOneRangeOfTheStateAndTheSummons() {
		RolloutKeys keys = new RolloutKeys("/rollouts", "/fleet");
		assertThat(RolloutKeys.followed(keys.state("shop"))).isEqualTo("/rollouts/shop/state*");
		assertThat(keys.summons("shop", "7")).isEqualTo("/rollouts/shop/state/summons/7")
			.startsWith(keys.summons("shop"));
	}

	@Test
	void verdictsLieBelowTheirTrial() {
		RolloutKeys keys = new RolloutKeys("/rollouts", "/fleet");
		assertThat(keys.trial("shop", "7")).isEqualTo("/rollouts/shop/trials/7").startsWith(keys.trials("shop"));
		assertThat(keys.verdict("shop", "7", "b")).isEqualTo("/rollouts/shop/trials/7/b")
			.startsWith(keys.verdicts("shop", "7"));
	}

	@Test
	void versionSaysOfWhichConfigurationItIs() {
		RolloutKeys keys = new RolloutKeys("/a/versions/rollouts", "/fleet");
		assertThat(RolloutKeys.configurationOf(keys.version("shop", "v1"))).isEqualTo("shop");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 12, RolloutKeys.LAST_SERIAL })
	void serialIsTheOneOfTheKey(long serial) {
		RolloutKeys keys = new RolloutKeys("/rollouts", "/fleet");
		String end = keys.history("shop", serial).substring(keys.history("shop").length());
		assertThat(RolloutKeys.serial(end)).hasValue(serial);
	}

	@ParameterizedTest
	@ValueSource(strings = { "12", "999999999999999999", "-000000001", "0000000012/", "" })
	void serialWhenTheKeyIsNoEntrysIsNone(String end) {
		assertThat(RolloutKeys.serial(end)).isEmpty();
	}

	@Test
	void historyWhenTheLocaleHasOtherDigitsIsTheSame() {
		Locale.setDefault(Locale.forLanguageTag("ar-EG"));
		assertThat(new RolloutKeys("/rollouts", "/fleet").history("shop", 12))
			.isEqualTo("/rollouts/shop/history/0000000012");
	}

}
