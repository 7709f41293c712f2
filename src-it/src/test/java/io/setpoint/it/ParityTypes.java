package io.setpoint.it;

import java.beans.PropertyEditorSupport;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyEditorRegistrar;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DataSizeUnit;
import org.springframework.boot.convert.Delimiter;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Types that ask something of the binder, and what they need.
 */
@SuppressWarnings("unused")
final class ParityTypes {

	private ParityTypes() {
	}

	enum Lane {

		FAST_LANE, SLOW_LANE

	}

	record Route(String path, @DefaultValue("1") int weight, @Nullable List<String> tags) {
	}

	record Limits(@DefaultValue("10") int low, @DefaultValue("20") int high, @DefaultValue Inner inner) {

		record Inner(@DefaultValue("x") String letter, @DefaultValue("a,b") List<String> letters) {
		}

	}

	@ConfigurationProperties("nested")
	record Nested(String host, int port, @DefaultValue Limits limits, @Nullable Limits maybe, Route route) {
	}

	@ConfigurationProperties("lists")
	record Lists(List<String> names, List<Integer> numbers, List<Route> routes, String[] array, int[] ints,
			Set<String> set, List<List<String>> matrix, List<Map<String, String>> maps, @Nullable List<String> empty,
			@Nullable List<String> missing, @Delimiter("|") List<String> piped) {
	}

	@ConfigurationProperties("maps")
	record Maps(Map<String, String> plain, Map<String, Integer> dotted, Map<String, String> bracketed,
			Map<String, Route> routes, Map<String, List<String>> lists, Map<Lane, Integer> lanes,
			EnumMap<Lane, String> enumMap, Map<Integer, String> numbered, Map<String, Object> objects,
			Properties properties, @Nullable Map<String, String> empty, @Nullable Map<String, String> missing) {
	}

	@ConfigurationProperties("units")
	record Units(Duration plain, Duration seconds, Duration iso, @DurationUnit(ChronoUnit.MINUTES) Duration minutes,
			DataSize size, @DataSizeUnit(DataUnit.MEGABYTES) DataSize mega, Period period, Period days) {
	}

	@ConfigurationProperties("scalars")
	record Scalars(Lane kebab, Lane lower, Lane exact, boolean yes, boolean on, Boolean off, long hex, long octal,
			long grouped, double scientific, char letter, byte[] bytes, URI uri, Charset charset, Locale locale,
			InetAddress address, UUID uuid, Class<?> type, Resource resource, String date, String multiline,
			String folded, String unicode, String quoted, String tilde, @Nullable String nothing, String spaces,
			int missing, @Nullable Integer absent, String number, String truth) {
	}

	@ConfigurationProperties("naming")
	record Naming(@Name("class") String type, @Name("max-value") int max, String camelCase, String underScore,
			String upperCase, String kebabCase) {
	}

	@ConfigurationProperties("defaults")
	record Defaults(@DefaultValue("7") int number, @DefaultValue("3s") Duration duration, @DefaultValue Limits limits,
			@DefaultValue("1,2") Set<Integer> numbers, @DefaultValue List<String> empty,
			@DefaultValue("fast-lane") Lane lane, @DefaultValue("${defaults.number}") String literal) {
	}

	@ConfigurationProperties("optionals")
	record Optionals(Optional<String> present, Optional<Integer> absent, Optional<Route> route) {
	}

	@ConfigurationProperties("constrained")
	@Validated
	record Constrained(@NotNull @Valid Part part, @Size(min = 1, max = 3) List<@Valid Part> parts,
			Map<@NotBlank String, @Valid Part> byName, @DefaultValue @Valid Part other) {

		record Part(@Min(1) @Max(9) @DefaultValue("5") int digit, @NotBlank @DefaultValue("n") String name) {
		}

	}

	@ConfigurationProperties("placeholders")
	record Placeholders(String same, String other, String outside, String fallback, String nested, String unresolved,
			List<String> list, int number, String relaxed, String escaped) {
	}

	record Money(String currency, long cents) {
	}

	@ConfigurationProperties("converted")
	record Converted(Money price, List<Money> prices, Map<String, Money> named) {
	}

	/**
	 * Something that only an editor can make.
	 */
	static final class Shape {

		private final String text;

		private Shape(String text, boolean edited) {
			this.text = text;
		}

	}

	@ConfigurationProperties("edited")
	record Edited(Shape shape, List<Shape> shapes) {
	}

	@ConfigurationProperties("checked")
	@Validated
	record Checked(@Known String word) {
	}

	@Constraint(validatedBy = KnownValidator.class)
	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@interface Known {

		String message() default "is not known";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	static class Dictionary {

		boolean knows(String word) {
			return word.startsWith("k");
		}

	}

	static class KnownValidator implements ConstraintValidator<Known, String> {

		private final Dictionary dictionary;

		KnownValidator(Dictionary dictionary) {
			this.dictionary = dictionary;
		}

		@Override
		public boolean isValid(String value, ConstraintValidatorContext context) {
			return value == null || this.dictionary.knows(value);
		}

	}

	/**
	 * Validates itself.
	 */
	@ConfigurationProperties("self")
	static class SelfChecking implements Validator {

		private int from;

		private int to = 10;

		int getFrom() {
			return this.from;
		}

		void setFrom(int from) {
			this.from = from;
		}

		int getTo() {
			return this.to;
		}

		void setTo(int to) {
			this.to = to;
		}

		@Override
		public boolean supports(Class<?> type) {
			return type == SelfChecking.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			SelfChecking checked = (SelfChecking) target;
			if (checked.from > checked.to) {
				errors.rejectValue("from", "order", "is after 'to'");
			}
		}

	}

	@ConfigurationProperties(prefix = "strict", ignoreUnknownFields = false)
	record Strict(String known, @Nullable Map<String, String> more) {
	}

	@ConfigurationProperties(prefix = "lenient", ignoreInvalidFields = true)
	record Lenient(@DefaultValue("3") int number, @Nullable Duration duration, String text) {
	}

	@ConfigurationProperties(prefix = "lenient-bean", ignoreInvalidFields = true)
	static class LenientBean {

		private int number = 3;

		private String text = "";

		int getNumber() {
			return this.number;
		}

		void setNumber(int number) {
			this.number = number;
		}

		String getText() {
			return this.text;
		}

		void setText(String text) {
			this.text = text;
		}

	}

	/**
	 * Setters, getters of collections, nested beans.
	 */
	@ConfigurationProperties("bean")
	@Validated
	static class Classic {

		private @NotEmpty String name = "none";

		private Duration timeout = Duration.ofSeconds(1);

		private final List<String> names = new ArrayList<>(List.of("preset"));

		private final Map<String, Integer> counts = new LinkedHashMap<>(Map.of("preset", 1));

		@Valid
		private final Part part = new Part();

		@NestedConfigurationProperty
		private Limits limits = new Limits(0, 0, new Limits.Inner("z", List.of()));

		private List<Part> parts = new ArrayList<>();

		String getName() {
			return this.name;
		}

		void setName(String name) {
			this.name = name;
		}

		Duration getTimeout() {
			return this.timeout;
		}

		void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		List<String> getNames() {
			return this.names;
		}

		Map<String, Integer> getCounts() {
			return this.counts;
		}

		Part getPart() {
			return this.part;
		}

		Limits getLimits() {
			return this.limits;
		}

		void setLimits(Limits limits) {
			this.limits = limits;
		}

		List<Part> getParts() {
			return this.parts;
		}

		void setParts(List<Part> parts) {
			this.parts = parts;
		}

		/**
		 * Nested.
		 */
		public static class Part {

			@Min(0)
			private int size = 1;

			private String label = "";

			public int getSize() {
				return this.size;
			}

			public void setSize(int size) {
				this.size = size;
			}

			public String getLabel() {
				return this.label;
			}

			public void setLabel(String label) {
				this.label = label;
			}

		}

	}

	/**
	 * Bound by one of its two constructors.
	 */
	@ConfigurationProperties("constructed")
	static class Constructed {

		private final String name;

		private final List<Integer> numbers;

		Constructed() {
			this("none", List.of());
		}

		@ConstructorBinding
		Constructed(@DefaultValue("some") String name, @DefaultValue("1") List<Integer> numbers) {
			this.name = name;
			this.numbers = numbers;
		}

	}

	@ConfigurationProperties("throwing")
	record Throwing(int from, int to) {

		Throwing {
			if (from > to) {
				throw new IllegalArgumentException("from is after to");
			}
		}

	}

	@ConfigurationProperties("required")
	@Validated
	record Required(@NotNull String name, @DefaultValue("1") @Min(1) int count) {
	}

	@ConfigurationProperties("overridden")
	record Overridden(String hostName, List<String> names, Map<String, String> map, @DefaultValue("0") int number) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Support {

		@Bean
		Dictionary dictionary() {
			return new Dictionary();
		}

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Money> moneyConverter() {
			return new MoneyConverter();
		}

		@Bean
		static CustomEditorConfigurer shapeEditor() {
			CustomEditorConfigurer configurer = new CustomEditorConfigurer();
			PropertyEditorRegistrar registrar = (registry) -> registry.registerCustomEditor(Shape.class,
					new PropertyEditorSupport() {

						@Override
						public void setAsText(String text) {
							if (text.isBlank()) {
								throw new IllegalArgumentException("no shape");
							}
							setValue(new Shape(text, true));
						}

					});
			configurer.setPropertyEditorRegistrars(new PropertyEditorRegistrar[] { registrar });
			return configurer;
		}

	}

	static class MoneyConverter implements Converter<String, Money> {

		@Override
		public Money convert(String source) {
			String[] parts = source.split(" ");
			return new Money(parts[0], Long.parseLong(parts[1]));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Nested.class, Lists.class, Maps.class, Units.class, Scalars.class, Naming.class,
			Defaults.class, Optionals.class, Constrained.class, Placeholders.class, Converted.class, Edited.class,
			Checked.class, SelfChecking.class, Strict.class, Lenient.class, LenientBean.class, Classic.class,
			Constructed.class, Throwing.class, Required.class, Overridden.class })
	static class AllTypes extends Support {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Automatic {

	}

	/**
	 * Has its own idea of what is valid.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Required.class)
	static class ValidatorBean {

		@Bean(EnableConfigurationProperties.VALIDATOR_BEAN_NAME)
		static Validator forbiddingValidator() {
			return Validator.forInstanceOf(Required.class, (required, errors) -> {
				if (required.name().equals("forbidden")) {
					errors.rejectValue("name", "forbidden", "is forbidden");
				}
			});
		}

	}

}
