package io.setpoint.test;

/**
 * Thrown when there is no etcd binary on this machine. The message says how to get one.
 *
 * @since 0.1.0
 */
public class EtcdNotFoundException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	EtcdNotFoundException(String reason) {
		super("""
				No etcd binary was found: %s

				Get one in one of these ways:

				    Debian, Ubuntu   apt-get install etcd-server    (older releases: apt-get install etcd)
				    macOS            brew install etcd
				    elsewhere        unpack a release from https://github.com/etcd-io/etcd/releases

				An etcd that is not on the PATH is named by the environment variable SETPOINT_ETCD_BIN or the system \
				property setpoint.etcd.bin, for example SETPOINT_ETCD_BIN=/opt/etcd/etcd
				""".formatted(reason));
	}

}
