package io.setpoint.docker.compose;

import java.util.Map;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EtcdDockerComposeConnectionDetailsFactory}.
 */
class EtcdDockerComposeConnectionDetailsFactoryTests {

	private final EtcdDockerComposeConnectionDetailsFactory factory = new EtcdDockerComposeConnectionDetailsFactory();

	@ParameterizedTest
	@ValueSource(strings = { "quay.io/coreos/etcd:v3.5.17", "gcr.io/etcd-development/etcd:v3.6.1", "bitnami/etcd:3.5",
			"bitnamilegacy/etcd", "etcd", "registry.k8s.io/etcd:3.5.9-0" })
	void detailsWhenImageIsEtcdHaveItsAddress(String image) {
		EtcdConnectionDetails details = details(image, Map.of());
		assertThat(details).isNotNull();
		assertThat(details.getEndpoints()).containsExactly("http://10.0.0.1:32379");
		assertThat(details.getUser()).isNull();
		assertThat(details.getPassword()).isNull();
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void detailsWhenRootPasswordIsSetHaveTheUser() {
		EtcdConnectionDetails details = details("bitnami/etcd", Map.of("ETCD_ROOT_PASSWORD", "s3cr3t"));
		assertThat(details).isNotNull();
		assertThat(details.getUser()).isEqualTo("root");
		assertThat(details.getPassword()).isEqualTo("s3cr3t");
	}

	@Test
	void detailsWhenImageIsAnotherAreNull() {
		assertThat(details("redis", Map.of())).isNull();
	}

	private @Nullable EtcdConnectionDetails details(String image, Map<String, @Nullable String> env) {
		RunningService service = mock(RunningService.class);
		ConnectionPorts ports = mock(ConnectionPorts.class);
		DockerComposeConnectionSource source = mock(DockerComposeConnectionSource.class);
		given(ports.get(2379)).willReturn(32379);
		given(service.image()).willReturn(ImageReference.of(image));
		given(service.labels()).willReturn(Map.of());
		given(service.env()).willReturn(env);
		given(service.host()).willReturn("10.0.0.1");
		given(service.ports()).willReturn(ports);
		given(source.getRunningService()).willReturn(service);
		return this.factory.getConnectionDetails(source);
	}

}
