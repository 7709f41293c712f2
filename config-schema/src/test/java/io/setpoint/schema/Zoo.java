package io.setpoint.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.Delimiter;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Properties of all kinds that Boot binds, each of which may be absent.
 */
public final class Zoo {

	private Zoo() {
	}

	enum Mode {

		ON, OFF, IN_PROGRESS, Mixed2

	}

	/**
	 * Bound by its constructor.
	 */
	@Validated
	@ConfigurationProperties("zoo")
	record Values(int primitive, @Nullable Integer boxed, long big, short small, byte tiny, @Nullable BigInteger huge,
			double real, float single, @Nullable BigDecimal exact, boolean flag, @Nullable Boolean boxedFlag,
			char letter, @Nullable String text, @Nullable Mode mode, @Nullable Duration duration,
			@Nullable Period period, @Nullable DataSize size, @Nullable Locale locale, @Nullable Charset charset,
			@Nullable Class<?> type, @Nullable Resource resource, @Nullable URI uri, @Nullable UUID uuid,
			@Nullable Currency currency, @Nullable LocalDate date, @Nullable ZoneId zone, Optional<Integer> optional,
			@Nullable Object any, @Name("re-named") @Nullable Integer original, @DefaultValue("7") int defaulted) {

	}

	/**
	 * Lists, maps and groups.
	 */
	@Validated
	@ConfigurationProperties("zoo")
	record Containers(@Nullable List<Integer> numbers, int @Nullable [] array, @Nullable Set<String> texts,
			@Nullable List<Mode> modes, @Nullable List<Duration> durations,
			@Delimiter("|") @Nullable List<Integer> piped, @Nullable List<List<Integer>> matrix,
			@Nullable List<Tier> tiers, @Nullable Map<String, Integer> counts, @Nullable Map<String, String> labels,
			@Nullable Map<String, Duration> waits, @Nullable Map<String, List<Integer>> lists,
			@Nullable Map<Mode, String> byMode, @Nullable Map<Integer, String> byNumber,
			@Nullable Map<String, Tier> tierByName, @Nullable Map<String, Object> free, @Nullable Tier tier,
			@Nullable Bean bean, @Nullable Tree tree, @Nullable FromText fromText) {

	}

	/**
	 * Constraints that hold for what is absent.
	 */
	@Validated
	@ConfigurationProperties("zoo")
	record Constrained(@Min(0) @Max(90) int percent, @Nullable @Positive Integer positive,
			@Nullable @DecimalMin(value = "0.5", inclusive = false) @DecimalMax("2") Double factor,
			@NegativeOrZero double below, @Nullable @Range(min = 3, max = 5) Integer range,
			@Nullable @Size(min = 2, max = 4) String code, @Nullable @Pattern(regexp = "[a-z]+") String word,
			@Nullable @Pattern(regexp = "x") @Pattern(regexp = ".*") String both,
			@Nullable List<@Min(1) Integer> atLeastOne, @Nullable @Size(min = 1, max = 2) List<String> few,
			@Nullable @Size(max = 1) Set<String> one, @Nullable Map<String, @Max(9) Integer> digits,
			@Nullable @Size(max = 1) Map<String, String> single, @Nullable Checked nested,
			@Nullable List<Checked> checks) {

	}

	/**
	 * Constraints that nothing checks.
	 */
	@ConfigurationProperties("zoo")
	record Unchecked(@Max(1) int percent, @Nullable Checked nested) {

	}

	record Tier(@Nullable String name, double rate, @DefaultValue("1") int weight) {

	}

	record Checked(@Nullable @Size(min = 1) String name, @Max(3) int count) {

	}

	record Tree(@Nullable String name, @Nullable List<Tree> children) {

	}

	public record FromText(@Nullable String left, @Nullable String right) {

		public static FromText valueOf(String text) {
			return new FromText(text, null);
		}

	}

	/**
	 * Bound by its setters.
	 */
	@Validated
	@ConfigurationProperties("zoo")
	static class Bean {

		private int number;

		@Nullable private String text;

		private final List<Integer> numbers = new ArrayList<>();

		private final Map<String, Integer> counts = new HashMap<>();

		private final Inner inner = new Inner();

		@Name("other-name")
		private int named;

		@NotBlank
		private String filled = "filled";

		@Min(1)
		int getNumber() {
			return this.number + 1;
		}

		void setNumber(int number) {
			this.number = number;
		}

		@Nullable String getText() {
			return this.text;
		}

		void setText(@Nullable String text) {
			this.text = text;
		}

		List<Integer> getNumbers() {
			return this.numbers;
		}

		Map<String, Integer> getCounts() {
			return this.counts;
		}

		Inner getInner() {
			return this.inner;
		}

		int getNamed() {
			return this.named;
		}

		void setNamed(int named) {
			this.named = named;
		}

		String getFilled() {
			return this.filled;
		}

		void setFilled(String filled) {
			this.filled = filled;
		}

	}

	static class Inner {

		@NotEmpty
		private String name = "inner";

		@Max(5)
		private int depth;

		String getName() {
			return this.name;
		}

		void setName(String name) {
			this.name = name;
		}

		int getDepth() {
			return this.depth;
		}

		void setDepth(int depth) {
			this.depth = depth;
		}

	}

}
