package io.setpoint;

import java.io.IOException;
import java.util.stream.Stream;

import io.setpoint.memory.EtcdInMemoryPropertySource;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A type becomes public on purpose. What tests may rely on is listed in
 * {@code approved-test-api.txt} and {@code approved-memory-api.txt}; what is merely
 * visible, in {@code approved-test-internals.txt} and
 * {@code approved-memory-internals.txt}.
 */
class ApprovedTestApiTests {

	static Stream<ApprovedTypes> modules() {
		return Stream.of(new ApprovedTypes(EtcdTest.class, "approved-test-api.txt", "approved-test-internals.txt"),
				new ApprovedTypes(EtcdInMemoryPropertySource.class, "approved-memory-api.txt",
						"approved-memory-internals.txt"));
	}

	@ParameterizedTest
	@MethodSource("modules")
	void publicTypesAreThoseThatWereApproved(ApprovedTypes approved) throws IOException {
		approved.assertThatThePublicTypesAreThese();
	}

	@ParameterizedTest
	@MethodSource("modules")
	void typeIsEitherPromisedOrMerelyVisible(ApprovedTypes approved) throws IOException {
		approved.assertThatNoneIsInBothLists();
	}

}
