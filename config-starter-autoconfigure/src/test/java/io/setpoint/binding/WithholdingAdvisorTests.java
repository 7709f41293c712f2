package io.setpoint.binding;

import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.LocationFixture;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WithholdingAdvisor} over a binder as Boot has it.
 */
class WithholdingAdvisorTests {

	private static final String SECRET = "hunter2korrekt4711pferd";

	private static final String PLACE = " (etcd:/config/checkout/ key '/config/checkout/some/%s' revision 1) ";

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.arguments(Numbers.class, "number",
						"some.number" + PLACE.formatted("number") + "cannot be bound to int"),
				Arguments.arguments(Told.class, "text", "some cannot be bound to WithholdingAdvisorTests.Told"),
				Arguments.arguments(Set.class, "text",
						"some.text" + PLACE.formatted("text") + "cannot be bound to WithholdingAdvisorTests.Set"),
				Arguments.arguments(Checked.class, "text", "some.text" + PLACE.formatted("text") + "violates Size"),
				Arguments.arguments(Checked.class, "other",
						"some.other" + PLACE.formatted("other") + "is not a property of this type"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureOfWhatComesOfEtcdHasNamesOnly(Class<?> type, String key, String problem) {
		BindException failure = fail(LocationFixture.source("some/" + key, SECRET), type);
		assertThat(WithheldFailure.problems(failure)).containsExactly(problem);
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(cause.toString()).doesNotContain(SECRET);
			assertThat(cause.getSuppressed()).isEmpty();
		}
		assertThat(failure).hasRootCauseInstanceOf(WithheldValueException.class);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureOfWhatDoesNotComeOfEtcdIsLeftAsItIs(Class<?> type, String key, String problem) {
		BindException failure = fail(new MapPropertySource("file", Map.of("some." + key, SECRET)), type);
		assertThat(WithheldFailure.problems(failure)).isEmpty();
		assertThat(Failure.find(failure, WithheldValueException.class)).isNull();
	}

	@Test
	void failureThatIsIgnoredIsIgnored() {
		Binder binder = new Binder(ConfigurationPropertySources.from(LocationFixture.source("some/number", "7")));
		BindHandler handler = new WithholdingAdvisor().apply(BindHandler.DEFAULT);
		assertThat(binder.bind("some", Bindable.of(Numbers.class), handler).get()).isEqualTo(new Numbers(7));
	}

	private static BindException fail(PropertySource<?> source, Class<?> type) {
		LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
		validator.afterPropertiesSet();
		Binder binder = new Binder(ConfigurationPropertySources.from(source));
		BindHandler handler = new WithholdingAdvisor()
			.apply(new ValidationBindHandler(new NoUnboundElementsBindHandler(BindHandler.DEFAULT), validator));
		return catchThrowableOfType(BindException.class, () -> binder.bind("some", Bindable.of(type), handler));
	}

	private static IllegalStateException told(String text) {
		return new IllegalStateException(text, new IllegalArgumentException(text));
	}

	record Numbers(int number) {
	}

	record Told(@Nullable String text) {

		Told {
			if (text != null) {
				throw told(text);
			}
		}

	}

	record Checked(@Nullable @Size(max = 3) String text) {
	}

	public static class Set {

		public void setText(String text) {
			throw told(text);
		}

	}

}
