package io.setpoint.test;

import java.time.Duration;
import java.util.List;

import io.setpoint.test.EtcdAccess.Right;
import org.jspecify.annotations.Nullable;

/**
 * What a server or a cluster is started with.
 *
 * @param binary the executable
 * @param members the number of members
 * @param clientPort the fixed client port, or 0 for a free one
 * @param heartbeat the time between two heartbeats of the leader
 * @param election the time without heartbeat after which a leader is elected
 * @param tls the certificates, if TLS is on
 * @param security the users and roles, if authentication is on
 * @param flags further flags for etcd
 */
record EtcdSettings(EtcdBinary binary, int members, int clientPort, Duration heartbeat, Duration election,
		@Nullable Tls tls, @Nullable Security security, List<String> flags) {

	record Tls(CertificateAuthority authority, boolean clientCertificates) {
	}

	record Security(String rootPassword, List<Role> roles, List<User> users) {

		void applyTo(EtcdAccess access) {
			for (Role role : this.roles) {
				access.addRole(role.name());
				role.permissions()
					.forEach((permission) -> access.permit(role.name(), permission.right(), permission.prefix()));
			}
			for (User user : this.users) {
				access.addUser(user.name(), user.password());
				user.roles().forEach((role) -> access.grant(user.name(), role));
			}
			access.enable(this.rootPassword);
		}

		@Override
		public String toString() {
			return "Security" + this.users.stream().map(User::name).toList();
		}

	}

	record Role(String name, List<Permission> permissions) {
	}

	record Permission(Right right, String prefix) {
	}

	record User(String name, String password, List<String> roles) {
	}

}
