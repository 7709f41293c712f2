package io.setpoint.binding;

import java.beans.PropertyEditorSupport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the application has a say in what a text becomes, or in whether it may become
 * that, it is asked each time: it need not say the same twice.
 */
class CustomizedKeepingTests {

	private static final AtomicInteger next = new AtomicInteger();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Map<String, Object> properties = new HashMap<>(Map.of("own.number", "x"));

	@AfterEach
	void close() {
		next.set(0);
		this.context.close();
	}

	@Test
	void converterIsAskedEachTime() {
		this.context.registerBean(Timing.class, Timing::new);
		assertThatIsAskedEachTime(Timed.class, "PT1S", "PT2S");
	}

	@Test
	void conversionServiceIsAskedEachTime() {
		ApplicationConversionService service = new ApplicationConversionService();
		service.addConverter(new Timing());
		this.context.registerBean(ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME, ConversionService.class,
				() -> service);
		assertThatIsAskedEachTime(Timed.class, "PT1S", "PT2S");
	}

	@Test
	void editorBesideAnEnumIsAskedEachTime() {
		assertThatIsAskedEachTime(OfKind.class, "ONE", "TWO");
	}

	@Test
	void interfaceThatChoosesAnEnumIsAskedEachTime() {
		assertThatIsAskedEachTime(Named.class, "ONE", "TWO");
	}

	@Test
	void validatorIsAskedForEachValueEachTime() {
		Forbidding validator = new Forbidding();
		this.context.registerBean(EnableConfigurationProperties.VALIDATOR_BEAN_NAME, Forbidding.class, () -> validator);
		this.properties.put("own.text", "x");
		TypeBinder binder = binder(Text.class);
		assertThat(bind(binder, Text.class)).isInstanceOf(Bound.class);
		validator.forbidden = "x";
		assertThat(bind(binder, Text.class)).isInstanceOf(Refused.class);
	}

	private void assertThatIsAskedEachTime(Class<?> type, String first, String second) {
		TypeBinder binder = binder(type);
		assertThat(value(binder, type)).hasToString(type.getSimpleName() + "[number=" + first + "]");
		assertThat(value(binder, type)).hasToString(type.getSimpleName() + "[number=" + second + "]");
	}

	private TypeBinder binder(Class<?> type) {
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("own", this.properties));
		PropertiesBeans.register(this.context, type);
		this.context.refresh();
		return new TypeBinder(this.context);
	}

	private Object value(TypeBinder binder, Class<?> type) {
		Outcome outcome = bind(binder, type);
		assertThat(outcome).isInstanceOf(Bound.class);
		return ((Bound) outcome).value();
	}

	private Outcome bind(TypeBinder binder, Class<?> type) {
		return binder.bind(BoundTypes.of(this.context.getBeanFactory()).get(type), (location) -> location.content());
	}

	private static int next() {
		return next.incrementAndGet();
	}

	@ConfigurationProperties("own")
	record Timed(Duration number) {
	}

	@ConfigurationProperties("own")
	record OfKind(Kind number) {
	}

	@ConfigurationProperties("own")
	record Named(Chosen number) {
	}

	@ConfigurationProperties("own")
	record Text(String text) {
	}

	interface Chosen {

		static Chosen of(String text) {
			return Number.values()[next()];
		}

	}

	enum Number implements Chosen {

		ZERO, ONE, TWO

	}

	enum Kind {

		ZERO, ONE, TWO

	}

	public static final class KindEditor extends PropertyEditorSupport {

		@Override
		public void setAsText(String text) {
			setValue(Kind.values()[next()]);
		}

	}

	@ConfigurationPropertiesBinding
	static class Timing implements Converter<String, Duration> {

		@Override
		public Duration convert(String source) {
			return Duration.ofSeconds(next());
		}

	}

	private static final class Forbidding implements Validator {

		private String forbidden = "";

		@Override
		public boolean supports(Class<?> type) {
			return type == String.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (target.equals(this.forbidden)) {
				errors.reject("forbidden");
			}
		}

	}

}
