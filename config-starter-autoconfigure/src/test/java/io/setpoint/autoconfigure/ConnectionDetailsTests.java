package io.setpoint.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.SetpointProperties;
import io.setpoint.store.EtcdClientCustomizer;
import io.setpoint.store.EtcdSource;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link EtcdConnectionDetails} and {@link WatchConnection}.
 */
class ConnectionDetailsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withPropertyValues("setpoint.etcd.endpoints=http://127.0.0.1:1", "setpoint.etcd.user=app",
				"setpoint.etcd.password=s3cr3t", "setpoint.snapshot.enabled=false");

	private final ApplicationContextRunner importing = this.runner
		.withPropertyValues("spring.config.import=optional:etcd:/config/checkout/");

	@Test
	void detailsWithoutBeanAreTheProperties() {
		this.runner.run((context) -> {
			EtcdConnectionDetails details = context.getBean(EtcdConnectionDetails.class);
			assertThat(details).isInstanceOf(PropertiesEtcdConnectionDetails.class);
			assertThat(details.getEndpoints()).containsExactly("http://127.0.0.1:1");
			assertThat(details.getUser()).isEqualTo("app");
			assertThat(details.getPassword()).isEqualTo("s3cr3t");
			assertThat(details.getSslBundle()).isNull();
		});
	}

	@Test
	void detailsWhenBundleIsNamedTakeItFromTheContext() {
		SslBundle bundle = mock(SslBundle.class);
		SslBundles bundles = mock(SslBundles.class);
		given(bundles.getBundle("etcd")).willReturn(bundle);
		this.runner.withBean(SslBundles.class, () -> bundles)
			.withPropertyValues("setpoint.etcd.ssl.bundle=etcd")
			.run((context) -> assertThat(context.getBean(EtcdConnectionDetails.class).getSslBundle()).isSameAs(bundle));
	}

	@Test
	void detailsWithBeanBackOff() {
		this.runner.withBean(OtherDetails.class)
			.run((context) -> assertThat(context).hasSingleBean(EtcdConnectionDetails.class)
				.hasSingleBean(OtherDetails.class));
	}

	@Test
	void watchWithoutBeanUsesTheConnectionOfTheImports() {
		this.importing.run((context) -> {
			WatchConnection connection = context.getBean(WatchConnection.class);
			assertThat(connection.store()).isSameAs(context.getBean(ImportSession.class).store());
		});
	}

	@Test
	void customizersHaveASayInTheConnectionOfTheImportsAndOfOthers() {
		this.importing.withUserConfiguration(Customizing.class)
			.withPropertyValues("setpoint.etcd.headers.x-cluster=eu")
			.run((context) -> {
				EtcdClientCustomizer customizer = context.getBean(EtcdClientCustomizer.class);
				assertThat(context.getBean(WatchConnection.class)).isNotNull();
				assertThat(context.getBean(ImportSession.class).connection().customizers()).hasSize(2)
					.contains(customizer);
				assertThat(context.getBean(EtcdSource.class).get().customizers()).hasSize(2).contains(customizer);
			});
	}

	@Test
	void watchWithBeanThatSaysTheSameUsesTheConnectionOfTheImports() {
		this.importing.withBean(SameDetails.class).run((context) -> {
			WatchConnection connection = context.getBean(WatchConnection.class);
			assertThat(connection.store()).isSameAs(context.getBean(ImportSession.class).store());
		});
	}

	@Test
	void watchWithOtherBeanConnectsByItselfAndReadsFirst() {
		this.importing.withBean(OtherDetails.class).run((context) -> {
			WatchConnection connection = context.getBean(WatchConnection.class);
			assertThat(connection.store()).isNotSameAs(context.getBean(ImportSession.class).store());
			assertThat(connection.initialImage().live()).isFalse();
		});
	}

	@Test
	void watchWithoutImportDoesNotConnect() {
		this.runner.withBean(OtherDetails.class)
			.run((context) -> assertThat(
					context.getSourceApplicationContext().getBeanFactory().containsSingleton("setpointWatchConnection"))
				.isFalse());
	}

	@Test
	void reloadedBundleGoesToTheConnectionOfTheImports() {
		SslBundle reloaded = mock(SslBundle.class);
		SslBundles bundles = mock(SslBundles.class);
		given(bundles.getBundleNames()).willReturn(List.of("etcd"));
		this.importing.withBean(SslBundles.class, () -> bundles)
			.withPropertyValues("setpoint.etcd.endpoints=https://127.0.0.1:1", "setpoint.etcd.ssl.bundle=etcd",
					"spring.ssl.bundle.pem.etcd.options.enabled-protocols=TLSv1.3")
			.run((context) -> {
				ImportSession session = context.getBean(ImportSession.class);
				assertThat(session.connection().ssl()).isNotNull();
				handler(bundles).accept(reloaded);
				assertThat(session.connection().ssl()).isSameAs(reloaded);
			});
	}

	@Test
	void bundleThatTheContextDoesNotKnowIsNotFollowed() {
		SslBundles bundles = mock(SslBundles.class);
		given(bundles.getBundleNames()).willReturn(List.of("other"));
		this.importing.withBean(SslBundles.class, () -> bundles)
			.withPropertyValues("setpoint.etcd.endpoints=https://127.0.0.1:1", "setpoint.etcd.ssl.bundle=etcd",
					"spring.ssl.bundle.pem.etcd.options.enabled-protocols=TLSv1.3")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				then(bundles).should(never()).addBundleUpdateHandler(any(), any());
			});
	}

	@SuppressWarnings("unchecked")
	private static Consumer<SslBundle> handler(SslBundles bundles) {
		ArgumentCaptor<Consumer<SslBundle>> handler = ArgumentCaptor.forClass(Consumer.class);
		then(bundles).should().addBundleUpdateHandler(eq("etcd"), handler.capture());
		return handler.getValue();
	}

	static class OtherDetails implements EtcdConnectionDetails {

		@Override
		public List<String> getEndpoints() {
			return List.of("http://127.0.0.1:2");
		}

	}

	static class SameDetails implements EtcdConnectionDetails {

		private final SetpointProperties.Etcd properties;

		SameDetails(SetpointProperties properties) {
			this.properties = properties.etcd();
		}

		@Override
		public List<String> getEndpoints() {
			return this.properties.endpoints();
		}

		@Override
		public String getUser() {
			return "app";
		}

		@Override
		public String getPassword() {
			return "s3cr3t";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizing {

		@Bean
		ClientInterceptor interceptor() {
			return new ClientInterceptor() {

				@Override
				public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
						Channel next) {
					return next.newCall(method, options);
				}

			};
		}

		@Bean
		EtcdClientCustomizer etcdClientCustomizer(ClientInterceptor interceptor) {
			return (calls) -> calls.intercept(interceptor);
		}

	}

}
