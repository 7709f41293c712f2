package io.setpoint.binding;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DataSizeUnit;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.NumberFormat;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Types of which each has about every kind of property that there is.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ RichTypes.Rich.class, RichTypes.Lenient.class, RichTypes.Strict.class,
		RichTypes.Judging.class, RichTypes.Twofold.class })
class RichTypes {

	enum Mode {

		FAST, SLOW

	}

	record Inner(@Nullable String firstOne, @DefaultValue("9") int second) {

		Inner {
			if (second == 13) {
				throw new IllegalArgumentException("unlucky");
			}
		}

	}

	record All(@DefaultValue("1s") Duration timeout, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration patience,
			@Nullable DataSize size, @DataSizeUnit(DataUnit.KILOBYTES) @Nullable DataSize chunk,
			@NumberFormat(pattern = "#,##0.##") @Nullable Double price,
			@NumberFormat(style = NumberFormat.Style.PERCENT) @Nullable Double share, @Nullable LocalDate day,
			@DateTimeFormat(pattern = "dd MMM yyyy") @Nullable Long date, @Nullable Mode mode, @Nullable Object any,
			@Nullable Optional<Duration> maybe, Optional<Inner> perhaps, @Nullable List<Duration> times,
			@Nullable Set<Mode> modes, int @Nullable [] numbers, String @Nullable [] texts,
			@Nullable Map<String, Object> tree, @Nullable Map<String, Duration> spans,
			@Nullable Map<Mode, Integer> byMode, @Nullable Map<String, List<Integer>> lists,
			@Nullable List<Map<String, String>> maps, @Nullable List<Inner> inners, @Nullable Map<String, Inner> groups,
			@DefaultValue Inner inner, @Nullable Bean bean) {
	}

	@ConfigurationProperties("rich")
	@Validated
	record Rich(@Valid @Nullable All all, @Nullable String name, @DefaultValue("1") @Max(9) int count) {
	}

	@ConfigurationProperties(prefix = "lenient", ignoreInvalidFields = true)
	record Lenient(@Nullable All all, @Nullable String name, @DefaultValue("1") int count) {
	}

	@ConfigurationProperties(prefix = "strict", ignoreUnknownFields = false)
	record Strict(@Nullable All all, @Nullable String name, @DefaultValue("1") int count) {
	}

	@ConfigurationProperties("rest")
	record Twofold(@Name("twice") @Nullable String once, @Name("twice") @Nullable Map<String, Object> again,
			@Name("twice") @Nullable Integer third, @Nullable Duration timeout, @Nullable String name) {
	}

	@ConfigurationProperties("judging")
	record Judging(@Nullable Inner inner, @Nullable String name, @DefaultValue("1") int count,
			@Nullable Duration timeout) implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Judging.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Judging) target).count > 2) {
				errors.rejectValue("count", "many", "too many");
			}
		}

	}

	static class Bean {

		private int number = 7;

		private @Nullable String text;

		private List<Duration> list = new ArrayList<>(List.of(Duration.ofSeconds(9)));

		private final Map<String, Integer> map = new HashMap<>(Map.of("z", 0));

		private @Nullable Bean nested;

		int getNumber() {
			return this.number;
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

		List<Duration> getList() {
			return this.list;
		}

		void setList(List<Duration> list) {
			this.list = list;
		}

		Map<String, Integer> getMap() {
			return this.map;
		}

		@Nullable Bean getNested() {
			return this.nested;
		}

		void setNested(@Nullable Bean nested) {
			this.nested = nested;
		}

		@Override
		public String toString() {
			return List.of(this.number, String.valueOf(this.text), this.list, this.map, String.valueOf(this.nested))
				.toString();
		}

	}

}
