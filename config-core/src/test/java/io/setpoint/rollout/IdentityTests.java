package io.setpoint.rollout;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Identity}.
 */
class IdentityTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a/b", "a\nb", "a\u001B[2J", "a\u2028b" })
	void idThatIsNoneInOneLineIsRefused(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity(id, Map.of()))
			.withMessageEndingWith("correct 'setpoint.instance.id'");
	}

	@Test
	void idIsBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity("x".repeat(251), Map.of()));
		assertThat(new Identity("x".repeat(250), Map.of()).id()).hasSize(250);
		assertThat(new Identity("checkout-7f9c (blue)", Map.of()).matches(Map.of())).isTrue();
	}

}
