package io.setpoint.testcontainers;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EtcdContainerConnectionDetailsFactory}.
 */
class EtcdContainerConnectionDetailsFactoryTests {

	@Test
	void detailsWhenContainerIsAServiceConnectionHaveItsAddress() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SetpointAutoConfiguration.class, ServiceConnectionAutoConfiguration.class))
			.withUserConfiguration(Containers.class)
			.run((context) -> {
				EtcdConnectionDetails details = context.getBean(EtcdConnectionDetails.class);
				assertThat(details.getEndpoints()).containsExactly("http://10.0.0.1:32379");
				assertThat(details.getUser()).isNull();
				assertThat(details.getSslBundle()).isNull();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection("etcd")
		GenericContainer<?> container() {
			GenericContainer<?> container = mock(GenericContainer.class);
			given(container.getHost()).willReturn("10.0.0.1");
			given(container.getMappedPort(2379)).willReturn(32379);
			return container;
		}

	}

}
