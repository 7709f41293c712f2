package io.setpoint.binding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.TestLocation;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ListGap}.
 */
class ListGapTests {

	private static final String NUMBERED = "the elements of a list are numbered 0, 1, 2 and so on, so ";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Types.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					doors/0 doors/2                     | doors[2]       | the list has no element 1, so 2 has no place
					doors/1                             | doors[1]       | the list has no element 0, so 1 has no place
					doors/0 doors/1 doors/12            | doors[12]      | the list has no element 11, so 12 has no place
					doors/0 doors/2 doors/3             | doors[3]       | the list has no element 1, so 3 has no place
					doors/0 doors/01                    | doors[01]      | %s01 has no place
					doors/00 doors/01                   | doors[00]      | %s00 has no place
					doors/0 doors/1234567890            | doors[1234567890] | the list has no element before it, so it has no place
					doors/0/x                           | doors[0].x     | it is no element of this list
					rooms/0/name rooms/2/name           | rooms[2].name  | the list has no element 1, so 2 has no place
					slots/0 slots/3                     | slots[3]       | the list has no element 2, so 3 has no place
					rooms/0/beds/1                      | rooms[0].beds[1] | the list has no element 0, so 1 has no place
					""")
	void elementThatHasNoPlaceIsRefusedWithTheReason(String keys, String name, String reason) {
		TestLocation location = TestLocation.with("depot/label", "one");
		Map<String, String> properties = new LinkedHashMap<>();
		for (String key : keys.split(" ")) {
			properties.put("depot/" + key, "1");
		}
		this.runner.withInitializer(location).run((context) -> {
			location.change(context, keysAndValues(properties));
			List<Refusal> refusals = context.getBean(AcceptancePipeline.class).accepted().refusals();
			assertThat(refusals).hasSameSizeAs(properties.keySet())
				.anySatisfy((refusal) -> assertThat(refusal.reason())
					.contains("depot." + name + " (etcd:/config/test/ key '/config/test/depot/"
							+ name.replace("[", "/").replace("]", "").replace('.', '/')
							+ "' revision 2) cannot be bound: " + reason.formatted(NUMBERED)));
			assertThat(context.getBean(Depot.class)).isEqualTo(new Depot("one", List.of(), List.of(), new int[0]));
		});
		assertThatBootRefuses(properties);
	}

	/**
	 * Spring Boot refuses the same properties when they are written in a file.
	 */
	private static void assertThatBootRefuses(Map<String, String> properties) {
		Map<String, String> named = new LinkedHashMap<>();
		properties.forEach((key, value) -> named.put(key.replaceAll("/(\\d+)", "[$1]").replace('/', '.'), value));
		Binder binder = new Binder(new MapConfigurationPropertySource(named));
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> binder.bind("depot", Depot.class));
	}

	@Test
	void elementThatIsDeletedLeavesTheListAsItWasUntilTheGapIsClosed() {
		TestLocation location = TestLocation.with("depot/doors/0", "a", "depot/doors/1", "b", "depot/doors/2", "c");
		this.runner.withInitializer(location).run((context) -> {
			location.change(context, "depot/doors/1", null);
			assertThat(context.getBean(Depot.class).doors()).containsExactly("a", "b", "c");
			location.change(context, "depot/doors/2", null);
			assertThat(context.getBean(Depot.class).doors()).containsExactly("a");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 21, 400, 4000 })
	void elementNumberedWithManyDigitsIsRefusedAndOthersGoOn(int digits) {
		TestLocation location = TestLocation.with("depot/doors/0", "a", "depot/doors/1", "b");
		this.runner.withInitializer(location).run((context) -> {
			location.change(context, "depot/doors/" + "1".repeat(digits), "c");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).singleElement()
				.extracting(Refusal::reason)
				.isEqualTo("depot.doors cannot be bound: an element of the list has a number that is too large");
			location.change(context, "other/x", "1");
			assertThat(context.getEnvironment().getProperty("other.x")).isEqualTo("1");
		});
	}

	@Test
	void elementNumberedWithMoreDigitsThanANameHasIsLeftOutAndOthersGoOn() {
		TestLocation location = TestLocation.with("depot/doors/0", "a", "depot/doors/1", "b");
		this.runner.withInitializer(location).run((context) -> {
			location.change(context, "depot/doors/" + "1".repeat(65_536), "c", "other/x", "1");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
			assertThat(context.getBean(Depot.class).doors()).containsExactly("a", "b");
			assertThat(context.getEnvironment().getProperty("other.x")).isEqualTo("1");
		});
	}

	private static String[] keysAndValues(Map<String, String> properties) {
		return properties.entrySet()
			.stream()
			.flatMap((entry) -> List.of(entry.getKey(), entry.getValue()).stream())
			.toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Depot.class)
	static class Types {

	}

	@ConfigurationProperties("depot")
	record Depot(String label, @DefaultValue List<String> doors, @DefaultValue List<Room> rooms,
			@DefaultValue int[] slots) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Depot that && toString().equals(that.toString());
		}

		@Override
		public int hashCode() {
			return toString().hashCode();
		}

		@Override
		public String toString() {
			return this.label + this.doors + this.rooms + this.slots.length;
		}

	}

	record Room(String name, @DefaultValue List<String> beds) {
	}

}
