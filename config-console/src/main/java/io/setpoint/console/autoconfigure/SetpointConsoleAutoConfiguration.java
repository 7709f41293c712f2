package io.setpoint.console.autoconfigure;

import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.console.web.ConsoleWebConfiguration;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for the console.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "setpoint.console.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ SetpointConsoleProperties.class, EtcdSettings.class })
@Import({ ConsoleSecurity.class, ConsoleProviders.class, ConsoleWebConfiguration.class })
public final class SetpointConsoleAutoConfiguration {

	@Bean
	WritableStore setpointConsoleStore(EtcdSettings settings, SslBundles bundles) {
		return Stores.connect(() -> settings.etcd().connection(bundles));
	}

	@Bean
	RolloutKeys setpointConsoleKeys(EtcdSettings settings) {
		return settings.keys();
	}

	@Bean(initMethod = "start")
	LandscapeWatch setpointConsoleWatch(WritableStore setpointConsoleStore, RolloutKeys setpointConsoleKeys) {
		return new LandscapeWatch(setpointConsoleStore, setpointConsoleKeys, MirrorSettings.defaults());
	}

	@Bean
	ConsoleWebConfiguration.Settings setpointConsoleSettings(SetpointConsoleProperties properties,
			EtcdSettings settings) {
		return new ConsoleWebConfiguration.Settings(properties.path(), settings.schema().root(),
				settings.rollout().keepVersions());
	}

}
