package io.setpoint.discovery;

import io.setpoint.naming.Directory;
import io.setpoint.naming.Naming;
import io.setpoint.store.ConnectionSettings;
import io.setpoint.store.EtcdClientCustomizer;
import io.setpoint.store.EtcdSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

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
@ConditionalOnBooleanProperty(name = { "setpoint.enabled", "setpoint.discovery.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(DiscoveryProperties.class)
public final class SetpointDiscoveryAutoConfiguration {

	@Bean
	Naming setpointNaming(EtcdSource source, DiscoveryProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles) {
		Naming naming = new Naming(source, properties.root(), properties.drainDelay());
		ConnectionSettings.of(environment).whenReloaded(bundles.getIfAvailable(), naming::reconnect);
		return naming;
	}

	@Bean
	PresenceLifecycle setpointNamingLifecycle(ConfigurableApplicationContext context, Naming naming) {
		return new PresenceLifecycle(context, naming.presence());
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdSource setpointNamingEtcdSource(Environment environment, ObjectProvider<SslBundles> bundles,
			ObjectProvider<EtcdClientCustomizer> customizers) {
		return EtcdSource.of(environment, bundles::getIfAvailable, () -> customizers.orderedStream().toList());
	}

	@Bean(destroyMethod = "")
	Directory setpointDirectory(Naming naming) {
		return naming.directory();
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

}
