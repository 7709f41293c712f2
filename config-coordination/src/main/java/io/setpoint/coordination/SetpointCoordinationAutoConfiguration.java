package io.setpoint.coordination;

import io.setpoint.instance.Identity;
import io.setpoint.store.ConnectionSettings;
import io.setpoint.store.EtcdClientCustomizer;
import io.setpoint.store.EtcdSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for what all coordination needs of etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.setpoint.autoconfigure.SetpointAutoConfiguration")
@ConditionalOnBooleanProperty(name = { "setpoint.enabled", "setpoint.coordination.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(CoordinationProperties.class)
public final class SetpointCoordinationAutoConfiguration {

	@Bean
	CoordinationEtcd setpointCoordinationEtcd(EtcdSource source, Environment environment,
			ObjectProvider<SslBundles> bundles) {
		String id = environment.getProperty("setpoint.instance.id");
		CoordinationEtcd etcd = new CoordinationEtcd(source, StringUtils.hasText(id) ? id : Identity.randomId());
		ConnectionSettings.of(environment).whenReloaded(bundles.getIfAvailable(), etcd::reconnect);
		return etcd;
	}

	@Bean
	PresenceLifecycle setpointCoordinationLifecycle(ConfigurableApplicationContext context, CoordinationEtcd etcd) {
		return new PresenceLifecycle(context, etcd.presence());
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdSource setpointCoordinationEtcdSource(Environment environment, ObjectProvider<SslBundles> bundles,
			ObjectProvider<EtcdClientCustomizer> customizers) {
		return EtcdSource.of(environment, bundles::getIfAvailable, () -> customizers.orderedStream().toList());
	}

}
