package io.setpoint.binding;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.format.annotation.NumberFormat;
import org.springframework.format.datetime.DateFormatter;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A change of one property does not convert the others anew, and what comes of it is what
 * would have come of converting all of them.
 */
class KeepingTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final LocationContent empty = LocationContent.empty("/own/", "etcd:/own/");

	private final Map<String, String> entries = new LinkedHashMap<>();

	private @Nullable TypeBinder binder;

	@AfterEach
	void close() {
		LocaleContextHolder.resetLocaleContext();
		this.context.close();
	}

	@Test
	void onlyWhatHasChangedIsConverted() {
		put("limits/timeout", "2s");
		put("limits/size", "64KB");
		put("limits/count", "1");
		Limits before = bind(Limits.class);
		put("limits/count", "2");
		Limits after = bind(Limits.class);
		assertThat(after).isEqualTo(new Limits(Duration.ofSeconds(2), DataSize.ofKilobytes(64), 2));
		assertThat(after.timeout()).isSameAs(before.timeout());
		assertThat(after.size()).isSameAs(before.size());
		put("limits/timeout", "3s");
		assertThat(bind(Limits.class).timeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void propertiesAreTrackedAsIfAllHadBeenConverted() {
		put("limits/timeout", "2s");
		put("limits/count", "1");
		bind(Limits.class);
		put("limits/count", "2");
		assertThat(outcome(Limits.class)).isInstanceOfSatisfying(Bound.class,
				(bound) -> assertThat(bound.properties().values()).containsExactlyInAnyOrder(Duration.ofSeconds(2), 2));
	}

	@Test
	void propertyThatIsGoneIsNotKept() {
		put("limits/timeout", "2s");
		put("limits/count", "1");
		bind(Limits.class);
		this.entries.remove("limits/timeout");
		assertThat(bind(Limits.class).timeout()).isNull();
	}

	@Test
	void placeholderIsResolvedEachTime() {
		put("limits/timeout", "${patience}");
		put("patience", "2s");
		put("limits/count", "1");
		bind(Limits.class);
		put("patience", "3s");
		assertThat(bind(Limits.class).timeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void propertyThatIsAskedForTwiceIsWhatEachAsksFor() {
		put("twice/time", "2");
		put("twice/count", "1");
		bind(Twice.class);
		put("twice/count", "2");
		assertThat(bind(Twice.class)).isEqualTo(new Twice(Duration.ofMillis(2), Duration.ofSeconds(2), 2));
	}

	@Test
	void listIsThatOfOneSource() {
		this.context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("rest", Map.of("many.list[0]", "a", "many.list[1]", "b")));
		assertThat(bind(Many.class).list()).containsExactly("a", "b");
		put("many/list/0", "x");
		assertThat(bind(Many.class).list()).containsExactly("x");
	}

	@Test
	void valueThatHasOthersBelowItNowIsBothAsBefore() {
		put("many/map/a", "x");
		assertThat(bind(Many.class).map()).isEqualTo(fresh(Many.class).map());
		put("many/map/a/b", "y");
		assertThat(bind(Many.class).map()).isEqualTo(fresh(Many.class).map());
	}

	@Test
	void everythingThatIsWrongIsNamedAlsoWhereItHadBeenKept() {
		put("limits/timeout", "2s");
		put("limits/count", "9");
		bind(Limits.class);
		put("limits/count", "10");
		put("limits/size", "many");
		assertThat(outcome(Limits.class)).isInstanceOfSatisfying(Refused.class,
				(refused) -> assertThat(refused.problems()).anyMatch((problem) -> problem.startsWith("limits.size "))
					.anyMatch((problem) -> problem.startsWith("limits.count ")));
		put("limits/size", "1KB");
		put("limits/count", "3");
		assertThat(bind(Limits.class)).isEqualTo(new Limits(Duration.ofSeconds(2), DataSize.ofKilobytes(1), 3));
	}

	@Test
	void unknownPropertyIsRefusedAndKnownOnesAreNot() {
		put("strict/name", "x");
		put("strict/count", "1");
		bind(Strict.class);
		put("strict/count", "2");
		assertThat(bind(Strict.class)).isEqualTo(new Strict("x", 2));
		put("strict/cuont", "2");
		assertThat(outcome(Strict.class)).isInstanceOf(Refused.class);
	}

	@Test
	void onlyWhatHasChangedIsConvertedByTheConvertersOfSpring() {
		ApplicationConversionService service = new ApplicationConversionService();
		service.addFormatter(new DateFormatter("yyyy"));
		this.context.getBeanFactory().setConversionService(service);
		put("limits/timeout", "2s");
		put("limits/count", "1");
		Limits before = bind(Limits.class);
		put("limits/count", "2");
		assertThat(bind(Limits.class).timeout()).isSameAs(before.timeout());
	}

	@Test
	void numberInAFormatIsReadInTheLanguageOfTheThread() {
		put("local/price", "1.234");
		put("local/count", "1");
		LocaleContextHolder.setLocale(Locale.US);
		assertThat(bind(Local.class).price()).isEqualTo(1.234);
		LocaleContextHolder.setLocale(Locale.GERMANY);
		put("local/count", "2");
		assertThat(bind(Local.class).price()).isEqualTo(1234);
	}

	@Test
	void dateIsReadInTheLanguageOfTheThread() {
		put("local/day", "1/2/26");
		put("local/count", "1");
		LocaleContextHolder.setLocale(Locale.US);
		assertThat(bind(Local.class).day()).isEqualTo(LocalDate.of(2026, 1, 2));
		LocaleContextHolder.setLocale(Locale.forLanguageTag("es-ES"));
		put("local/count", "2");
		assertThat(bind(Local.class).day()).isEqualTo(LocalDate.of(2026, 2, 1));
	}

	@Test
	void valueAndThoseBelowItAreTrackedAsIfAllHadBeenConverted() {
		put("nested/name", "x");
		put("nested/name/a", "y");
		bind(Nested.class);
		put("nested/name", "z");
		assertThat(properties(outcome(Nested.class)))
			.isEqualTo(properties(outcome(Nested.class, new TypeBinder(this.context))));
	}

	@Test
	void partOfANestedBeanThatComesLaterIsBoundBesideASourceThatDoesNotTellItsNames() {
		this.context.getEnvironment().getPropertySources().addLast(new PropertySource<>("untold", new Object()) {

			@Override
			public @Nullable Object getProperty(String name) {
				return null;
			}

		});
		put("nesting/bean/name", "x");
		assertThat(bind(Nesting.class).bean().part.getText()).isEqualTo("default");
		put("nesting/bean/part/text", "set");
		assertThat(bind(Nesting.class).bean().part.getText()).isEqualTo("set");
	}

	private static Map<ConfigurationPropertyName, Object> properties(Outcome outcome) {
		assertThat(outcome).isInstanceOf(Bound.class);
		return ((Bound) outcome).properties();
	}

	private void put(String key, String value) {
		this.entries.put(key, value);
	}

	private <T> T bind(Class<T> type) {
		return value(type, outcome(type));
	}

	private <T> T fresh(Class<T> type) {
		return value(type, outcome(type, new TypeBinder(this.context)));
	}

	private static <T> T value(Class<T> type, Outcome outcome) {
		assertThat(outcome).isInstanceOf(Bound.class);
		return type.cast(((Bound) outcome).value());
	}

	private Outcome outcome(Class<?> type) {
		if (this.binder == null) {
			this.context.getEnvironment()
				.getPropertySources()
				.addFirst(new LocationPropertySource("etcd:/own/", this.empty));
			PropertiesBeans.register(this.context, type);
			this.context.refresh();
			this.binder = new TypeBinder(this.context);
		}
		return outcome(type, this.binder);
	}

	private Outcome outcome(Class<?> type, TypeBinder binder) {
		List<Change> changes = new ArrayList<>();
		this.entries.forEach((key, value) -> changes
			.add(new Change.Put(new KeyValue("/own/" + key, value.getBytes(StandardCharsets.UTF_8), 1, 1))));
		LocationContent content = this.empty.with(changes).content();
		return binder.bind(BoundTypes.of(this.context.getBeanFactory()).get(type), (source) -> content);
	}

	@ConfigurationProperties("limits")
	@Validated
	record Limits(@Nullable Duration timeout, @Nullable DataSize size, @Max(9) int count) {
	}

	@ConfigurationProperties("twice")
	record Twice(@Name("time") Duration millis, @Name("time") @DurationUnit(ChronoUnit.SECONDS) Duration seconds,
			int count) {
	}

	@ConfigurationProperties("many")
	record Many(@Nullable List<String> list, @Nullable Map<String, Object> map) {
	}

	@ConfigurationProperties(prefix = "strict", ignoreUnknownFields = false)
	record Strict(String name, int count) {
	}

	@ConfigurationProperties("local")
	record Local(@NumberFormat(pattern = "#,##0.###") @Nullable Double price, @Nullable LocalDate day, int count) {
	}

	@ConfigurationProperties("nested")
	record Nested(String name, @Name("name") Map<String, String> rest) {
	}

	@ConfigurationProperties("nesting")
	record Nesting(Outer bean) {
	}

	static class Outer {

		private @Nullable String name;

		private final Part part = new Inner();

		@Nullable String getName() {
			return this.name;
		}

		void setName(String name) {
			this.name = name;
		}

		Part getPart() {
			return this.part;
		}

	}

	interface Part {

		String getText();

		void setText(String text);

	}

	static class Inner implements Part {

		private String text = "default";

		@Override
		public String getText() {
			return this.text;
		}

		@Override
		public void setText(String text) {
			this.text = text;
		}

	}

}
