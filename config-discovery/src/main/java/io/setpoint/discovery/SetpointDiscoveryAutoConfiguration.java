package io.setpoint.discovery;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import io.setpoint.naming.Directory;
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
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for looking services up in etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		before = { SimpleDiscoveryClientAutoConfiguration.class, CommonsClientAutoConfiguration.class,
				ReactiveCommonsClientAutoConfiguration.class },
		after = ReactiveCompositeDiscoveryClientAutoConfiguration.class,
		afterName = "io.setpoint.autoconfigure.SetpointAutoConfiguration")
@ConditionalOnDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "setpoint.discovery.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DiscoveryProperties.class)
public final class SetpointDiscoveryAutoConfiguration {

	@Bean
	DiscoveryEtcd setpointDiscoveryEtcd(EtcdSource source, DiscoveryProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles) {
		DiscoveryEtcd etcd = new DiscoveryEtcd(source, properties.root());
		String bundle = ConnectionSettings.of(environment).ssl().bundle();
		if (StringUtils.hasLength(bundle)) {
			bundles.ifAvailable((known) -> known.addBundleUpdateHandler(bundle, (reloaded) -> etcd.reconnect()));
		}
		return etcd;
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdSource setpointDiscoveryEtcdSource(Environment environment, ObjectProvider<SslBundles> bundles) {
		return () -> ConnectionSettings.of(environment).connection(bundles.getIfAvailable());
	}

	@Bean(destroyMethod = "")
	Directory setpointDirectory(DiscoveryEtcd etcd) {
		return etcd.directory();
	}

	@Bean
	Heartbeats setpointHeartbeats(ApplicationEventPublisher publisher, Directory directory) {
		Heartbeats heartbeats = new Heartbeats(publisher);
		directory.listen(heartbeats);
		return heartbeats;
	}

	/**
	 * The client that waits.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBlockingDiscoveryEnabled
	static class Blocking {

		@Bean
		EtcdDiscoveryClient setpointDiscoveryClient(Directory directory) {
			return new EtcdDiscoveryClient(directory);
		}

	}

	/**
	 * The client that does not.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnReactiveDiscoveryEnabled
	static class Reactive {

		@Bean
		EtcdReactiveDiscoveryClient setpointReactiveDiscoveryClient(Directory directory) {
			return new EtcdReactiveDiscoveryClient(directory);
		}

	}

	/**
	 * Where there is the other starter too, both reach etcd in the same way.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EtcdConnectionDetails.class)
	static class WithStarter {

		@Bean
		@ConditionalOnBean(EtcdConnectionDetails.class)
		EtcdSource setpointDiscoveryEtcdDetails(ObjectProvider<EtcdConnectionDetails> details,
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
