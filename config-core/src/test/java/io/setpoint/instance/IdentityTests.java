package io.setpoint.instance;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

	@ParameterizedTest
	@ValueSource(strings = { " ", "a\nb", "a\u001B[2J", "a\u2028b" })
	void labelThatIsNoneInOneLineIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity("one", Map.of("zone", text)))
			.withMessageEndingWith("correct 'setpoint.instance.labels'");
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity("one", Map.of(text, "a")));
	}

	@Test
	void labelsAreBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity("one", Map.of("zone", "x".repeat(251))));
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity("one", labels(101)))
			.withMessage("A label of the instance is too many: at most 100 are taken, not 101:"
					+ " correct 'setpoint.instance.labels'");
		assertThat(new Identity("one", labels(100)).matches(Map.of("label-7", ""))).isTrue();
	}

	private static Map<String, String> labels(int count) {
		return IntStream.range(0, count).boxed().collect(Collectors.toMap((i) -> "label-" + i, (i) -> ""));
	}

	@Test
	void idIsBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identity("x".repeat(251), Map.of()));
		assertThat(new Identity("x".repeat(250), Map.of()).id()).hasSize(250);
		assertThat(new Identity("checkout-7f9c (blue)", Map.of()).matches(Map.of())).isTrue();
	}

}
