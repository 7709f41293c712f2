package io.setpoint.testcontainers;

import java.util.List;

import io.setpoint.autoconfigure.EtcdConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/**
 * {@link ContainerConnectionDetailsFactory} to create {@link EtcdConnectionDetails} from
 * a {@link ServiceConnection @ServiceConnection}-annotated container that runs etcd.
 */
class EtcdContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, EtcdConnectionDetails> {

	private static final List<String> CONNECTION_NAMES = List.of("etcd", "coreos/etcd", "etcd-development/etcd",
			"bitnami/etcd", "bitnamilegacy/etcd");

	EtcdContainerConnectionDetailsFactory() {
		super(CONNECTION_NAMES);
	}

	@Override
	protected EtcdConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new EtcdContainerConnectionDetails(source);
	}

	/**
	 * {@link EtcdConnectionDetails} backed by a {@link ContainerConnectionSource}.
	 */
	private static final class EtcdContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements EtcdConnectionDetails {

		private static final int ETCD_PORT = 2379;

		private EtcdContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public List<String> getEndpoints() {
			String scheme = (getSslBundle() != null) ? "https://" : "http://";
			return List.of(scheme + getContainer().getHost() + ":" + getContainer().getMappedPort(ETCD_PORT));
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
