package io.setpoint.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.setpoint.test.EtcdGateway.Login;
import org.jspecify.annotations.Nullable;

/**
 * Users, roles and rights of an etcd.
 *
 * @since 0.1.0
 */
public final class EtcdAccess {

	private static final String ROOT = "root";

	private final EtcdGateway gateway;

	private final Consumer<@Nullable Login> login;

	EtcdAccess(EtcdGateway gateway, Consumer<@Nullable Login> login) {
		this.gateway = gateway;
		this.login = login;
	}

	/**
	 * Create the user and role {@code root} and switch authentication on. The own client
	 * is root from now on.
	 * @param rootPassword the password for root
	 */
	public void enable(String rootPassword) {
		addUser(ROOT, rootPassword);
		addRole(ROOT);
		grant(ROOT, ROOT);
		this.gateway.call("/v3/auth/enable", Map.of());
		this.login.accept(new Login(ROOT, rootPassword));
	}

	/**
	 * Switch authentication off.
	 */
	public void disable() {
		this.gateway.call("/v3/auth/disable", Map.of());
		this.login.accept(null);
	}

	/**
	 * Add a user without rights.
	 * @param name the user
	 * @param password the password
	 */
	public void addUser(String name, String password) {
		this.gateway.call("/v3/auth/user/add", Map.of("name", name, "password", password));
	}

	/**
	 * Give a user another password, or the same one once more. The tokens of the user are
	 * refused from now on; watches that are open go on.
	 * @param name the user
	 * @param password the new password
	 */
	public void changePassword(String name, String password) {
		this.gateway.call("/v3/auth/user/changepw", Map.of("name", name, "password", password));
	}

	/**
	 * Delete a user.
	 * @param name the user
	 */
	public void deleteUser(String name) {
		this.gateway.call("/v3/auth/user/delete", Map.of("name", name));
	}

	/**
	 * Add a role without rights.
	 * @param role the role
	 */
	public void addRole(String role) {
		this.gateway.call("/v3/auth/role/add", Map.of("name", role));
	}

	/**
	 * Give a role the right to all keys with a prefix.
	 * @param role the role
	 * @param right the right
	 * @param prefix the prefix; empty for all keys
	 */
	public void permit(String role, Right right, String prefix) {
		Map<String, Object> permission = new LinkedHashMap<>(Base64s.prefix(prefix));
		permission.put("permType", right.name());
		this.gateway.call("/v3/auth/role/grant", Map.of("name", role, "perm", permission));
	}

	/**
	 * Take back the right of a role to all keys with a prefix.
	 * @param role the role
	 * @param prefix the prefix, as in {@link #permit(String, Right, String)}
	 */
	public void forbid(String role, String prefix) {
		Map<String, Object> body = new LinkedHashMap<>(Base64s.prefix(prefix));
		body.put("role", role);
		this.gateway.call("/v3/auth/role/revoke", body);
	}

	/**
	 * Give a user a role.
	 * @param user the user
	 * @param role the role
	 */
	public void grant(String user, String role) {
		this.gateway.call("/v3/auth/user/grant", Map.of("user", user, "role", role));
	}

	/**
	 * Take a role from a user. Watches that are open go on.
	 * @param user the user
	 * @param role the role
	 */
	public void revoke(String user, String role) {
		this.gateway.call("/v3/auth/user/revoke", Map.of("name", user, "role", role));
	}

	/**
	 * What a role may do.
	 */
	public enum Right {

		/**
		 * Read and watch.
		 */
		READ,

		/**
		 * Put and delete.
		 */
		WRITE,

		/**
		 * All of it.
		 */
		READWRITE

	}

}
