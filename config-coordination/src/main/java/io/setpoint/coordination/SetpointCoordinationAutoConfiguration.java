package io.setpoint.coordination;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import io.setpoint.instance.Identity;
import io.setpoint.store.ConnectionSettings;
import io.setpoint.store.EtcdConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
		String bundle = ConnectionSettings.of(environment).ssl().bundle();
		if (StringUtils.hasLength(bundle)) {
			bundles.ifAvailable((known) -> known.addBundleUpdateHandler(bundle, (reloaded) -> etcd.reconnect()));
		}
		return etcd;
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdSource setpointCoordinationEtcdSource(Environment environment, ObjectProvider<SslBundles> bundles) {
		return () -> ConnectionSettings.of(environment).connection(bundles.getIfAvailable());
	}

	/**
	 * Where there is the starter too, both reach etcd in the same way.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EtcdConnectionDetails.class)
	static class WithStarter {

		@Bean
		@ConditionalOnBean(EtcdConnectionDetails.class)
		EtcdSource setpointCoordinationEtcdDetails(ObjectProvider<EtcdConnectionDetails> details,
				Environment environment) {
			return () -> connection(details.getObject(), ConnectionSettings.of(environment));
		}

		private static EtcdConnection connection(EtcdConnectionDetails details, ConnectionSettings settings) {
			return EtcdConnection.to(details.getEndpoints())
				.withUser(details.getUser(), details.getPassword())
				.withSsl(details.getSslBundle())
				.withTimeouts(settings.connectTimeout(), settings.callTimeout());
		}

	}

}
