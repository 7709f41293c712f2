package io.setpoint.configdata;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SettingsReader}: that it binds what Boot binds.
 */
class SettingsReaderTests {

	@Test
	void defaultsAreThoseOfTheAnnotations() {
		assertThat(SetpointProperties.DEFAULTS).isEqualTo(wholeOf(new MapPropertySource("none", Map.of())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "setpoint.enabled=false", "setpoint.config.root=/live",
			"setpoint.config.startupTimeout=2s", "setpoint.etcd.endpoints=http://a:1,http://b:2",
			"setpoint.etcd.endpoints[0]=http://a:1", "setpoint.etcd.http-gateway=false",
			"setpoint.etcd.headers.tenant=a", "setpoint.watch.backoff.max=1m", "setpoint.watch.stale-after=1h",
			"setpoint.snapshot.enabled=false", "setpoint.instance.labels.zone=north", "setpoint.instance.id=a",
			"setpoint.rollout.keepVersions=3", "setpoint.fleet.lease=1m", "setpoint.schema.enabled=false",
			"setpoint.restrict.denied-names=management", "setpoint.restrict.locations[etcd:/a/].allowed-names=b",
			"setpoint.restrict.placeholders=none" })
	void bindsWhatIsSet(String setting) {
		String[] parts = setting.split("=");
		PropertySource<?> source = new MapPropertySource("test", Map.of(parts[0], parts[1]));
		assertThat(read(source)).isEqualTo(wholeOf(source)).isNotEqualTo(SetpointProperties.DEFAULTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SETPOINT_CONFIG_ROOT=/live", "SETPOINT_ETCD_ENDPOINTS_0=http://a:1",
			"SETPOINT_WATCH_BACKOFF_INITIAL=1s", "SETPOINT_INSTANCE_LABELS_ZONE=north" })
	void bindsWhatTheEnvironmentSets(String variable) {
		String[] parts = variable.split("=");
		PropertySource<?> source = new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(parts[0], parts[1]));
		assertThat(read(source)).isEqualTo(wholeOf(source)).isNotEqualTo(SetpointProperties.DEFAULTS);
	}

	/**
	 * Such a source does not say what it has, so it is asked as Boot asks it.
	 */
	@Test
	void bindsWhatASourceHasThatCannotBeListed() {
		PropertySource<?> source = new PropertySource<>("opaque", new Object()) {

			@Override
			public Object getProperty(String name) {
				return StringUtils.endsWithIgnoreCase(name, "setpoint.fleet.root") ? "/live" : null;
			}

		};
		assertThat(read(source)).isEqualTo(wholeOf(source)).isNotEqualTo(SetpointProperties.DEFAULTS);
	}

	/**
	 * The key of a map is as it is written, which is not how the name of a setting is.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "setpoint.etcd.headers.Authorization", "setpoint.etcd.headers[Tenant_Id]",
			"setpoint.restrict.locations[etcd:/A/].denied-names" })
	void saysWhatIsWrongWithAKeyOfAMap(String name) {
		PropertySource<?> source = new MapPropertySource("test", Map.of(name, "ä ö"));
		assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> read(source));
	}

	@Test
	void refusesAValueInThePlaceOfAllSettings() {
		PropertySource<?> source = new MapPropertySource("test", Map.of("setpoint", "foo"));
		assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> read(source))
			.withMessageContaining("'setpoint'");
	}

	private static SetpointProperties read(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.forEach((existing) -> environment.getPropertySources().remove(existing.getName()));
		environment.getPropertySources().addFirst(source);
		return new SettingsReader(environment).read().properties();
	}

	private static SetpointProperties wholeOf(PropertySource<?> source) {
		return new Binder(ConfigurationPropertySources.from(source)).bindOrCreate("setpoint", SetpointProperties.class);
	}

}
