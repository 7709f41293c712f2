package io.setpoint.grpc;

import io.grpc.ManagedChannelBuilder;
import io.setpoint.naming.Directory;
import io.setpoint.naming.Naming;
import io.setpoint.store.ConnectionSettings;
import io.setpoint.store.EtcdClientCustomizer;
import io.setpoint.store.EtcdSource;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientDefaultServiceConfigCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;

/**
 * Auto-configuration for targets of gRPC in etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.setpoint.autoconfigure.SetpointAutoConfiguration",
		"io.setpoint.discovery.SetpointDiscoveryAutoConfiguration",
		"org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "setpoint.grpc.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GrpcProperties.class)
public final class SetpointGrpcAutoConfiguration {

	/**
	 * Has targets known before anybody can build a channel.
	 * @return triggers that
	 */
	@Bean
	static BeanFactoryInitializer<ListableBeanFactory> setpointGrpcTargetsInitializer() {
		return (beanFactory) -> beanFactory.getBean(EtcdTargets.class);
	}

	@Bean
	EtcdTargets setpointGrpcTargets(Directory directory) {
		return new EtcdTargets(directory);
	}

	/**
	 * What discovery has, where it is there too.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(Naming.class)
	static class Alone {

		@Bean
		Naming setpointNaming(EtcdSource source, GrpcProperties properties, Environment environment,
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

	}

	/**
	 * The channels of Spring Boot.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ GrpcChannelBuilderCustomizer.class, GrpcClientDefaultServiceConfigCustomizer.class })
	static class Channels {

		@Bean
		<T extends ManagedChannelBuilder<T>> GrpcChannelBuilderCustomizer<T> setpointGrpcChannelBuilderCustomizer(
				EtcdTargets targets) {
			return (name, builder) -> builder.setNameResolverArg(EtcdNameResolverProvider.DIRECTORY,
					targets.directory());
		}

		@Bean
		@ConditionalOnBean(GrpcClientProperties.class)
		GrpcClientDefaultServiceConfigCustomizer setpointGrpcTurns(GrpcClientProperties properties) {
			return new EtcdTurns(properties);
		}

	}

}
