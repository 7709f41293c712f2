package io.setpoint.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Types that refuse a secret, and tell it wherever they can.
 */
final class SecretiveTypes {

	static final String SECRET = "hunter2korrekt4711pferd";

	private SecretiveTypes() {
	}

	private static IllegalArgumentException told(String secret) {
		return new IllegalArgumentException(secret + " is weak: " + secret.toUpperCase(Locale.ROOT),
				new IllegalArgumentException(secret.substring(secret.length() / 2), new IllegalArgumentException(
						secret.substring(0, secret.length() / 2) + new StringBuilder(secret).reverse())));
	}

	private static boolean isSecret(@Nullable Object value) {
		return value != null && value.toString().contains(SECRET);
	}

	enum Level {

		LOW, HIGH

	}

	record Money(String amount) {
	}

	record Part(int number) {
	}

	@ConfigurationProperties("converted")
	record Converted(@DefaultValue("1") int number, @Nullable Level level, @Nullable Duration timeout,
			@Nullable Class<?> type, java.util.regex.@Nullable Pattern expression, @Nullable List<Integer> numbers,
			@Nullable Map<String, Integer> byName, @Nullable List<Part> parts, @Nullable Money money) {
	}

	@ConfigurationProperties("constructed")
	record Constructed(@Nullable String text, char @Nullable [] pin, @Nullable List<String> words,
			@Nullable String parsed, @Nullable String asserted) {

		Constructed {
			if (isSecret(text)) {
				throw told(text);
			}
			if (pin != null) {
				throw told(new String(pin));
			}
			if (words != null && isSecret(words)) {
				throw told(words.get(1));
			}
			if (parsed != null) {
				Integer.parseInt(parsed);
			}
			if (asserted != null) {
				throw new AssertionError(asserted);
			}
		}

	}

	@ConfigurationProperties("preset")
	public static class Preset {

		private String text = "";

		private final String fixed = "";

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			if (isSecret(text)) {
				throw told(text);
			}
			this.text = text;
		}

		public String getFixed() {
			return this.fixed;
		}

	}

	@ConfigurationProperties("checked")
	@Validated
	record Checked(
			@Nullable List<@Size(max = 5, message = "'${validatedValue}' is too long, at most {max}") String> listed,
			@Max(90) int limited, @Nullable @DecimalMax(value = "7.5", inclusive = false) BigDecimal decimal,
			@Nullable @Pattern(regexp = "[a-z]*") String matched, @Nullable @Strong String strong,
			@Nullable @Strong(message = "{max} ${leaked} ${validatedValue.toUpperCase()}") String leaky,
			@Nullable @Valid Nested nested) {
	}

	record Nested(@Nullable @Size(max = 5) String text) {
	}

	@ConfigurationProperties("self")
	record Self(@DefaultValue("good") String text) implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Self.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			String value = ((Self) target).text;
			if (isSecret(value)) {
				errors.rejectValue("text", value, value + " is weak");
				errors.reject(value, value + " is weak");
			}
		}

	}

	@ConfigurationProperties(prefix = "strict", ignoreUnknownFields = false)
	record Strict(@DefaultValue("1") int number) {
	}

	@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE_USE })
	@Retention(RetentionPolicy.RUNTIME)
	@Constraint(validatedBy = StrongValidator.class)
	@interface Strong {

		String message() default "";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	public static class StrongValidator implements ConstraintValidator<Strong, String> {

		private boolean own;

		@Override
		public void initialize(Strong constraint) {
			this.own = constraint.message().isEmpty();
		}

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			if (isSecret(value) && this.own) {
				context.disableDefaultConstraintViolation();
				context.buildConstraintViolationWithTemplate(value + " is weak").addConstraintViolation();
			}
			else if (isSecret(value)) {
				context.unwrap(HibernateConstraintValidatorContext.class)
					.addMessageParameter("max", value)
					.addExpressionVariable("leaked", value);
			}
			return !isSecret(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Converted.class, Constructed.class, Preset.class, Checked.class, Self.class,
			Strict.class })
	static class Types {

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Money> moneyConverter() {
			return new Converter<>() {

				@Override
				public Money convert(String text) {
					throw told(text);
				}

			};
		}

	}

}
