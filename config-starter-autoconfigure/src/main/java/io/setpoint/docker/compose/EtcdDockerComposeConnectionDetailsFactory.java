package io.setpoint.docker.compose;

import java.util.List;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * {@link DockerComposeConnectionDetailsFactory} to create {@link EtcdConnectionDetails}
 * for an {@code etcd} service.
 */
class EtcdDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<EtcdConnectionDetails> {

	private static final String[] CONTAINER_NAMES = { "etcd", "coreos/etcd", "etcd-development/etcd", "bitnami/etcd",
			"bitnamilegacy/etcd" };

	EtcdDockerComposeConnectionDetailsFactory() {
		super(CONTAINER_NAMES);
	}

	@Override
	protected EtcdConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new EtcdDockerComposeConnectionDetails(source.getRunningService());
	}

	/**
	 * {@link EtcdConnectionDetails} backed by an {@code etcd} {@link RunningService}.
	 */
	static class EtcdDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements EtcdConnectionDetails {

		private static final int ETCD_PORT = 2379;

		private final String address;

		private final @Nullable String password;

		private final @Nullable SslBundle sslBundle;

		EtcdDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.address = service.host() + ":" + service.ports().get(ETCD_PORT);
			this.password = service.env().get("ETCD_ROOT_PASSWORD");
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public List<String> getEndpoints() {
			return List.of(((this.sslBundle != null) ? "https://" : "http://") + this.address);
		}

		@Override
		public @Nullable String getUser() {
			return StringUtils.hasLength(this.password) ? "root" : null;
		}

		@Override
		public @Nullable String getPassword() {
			return StringUtils.hasLength(this.password) ? this.password : null;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
