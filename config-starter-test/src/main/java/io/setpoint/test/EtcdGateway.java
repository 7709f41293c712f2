package io.setpoint.test;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Calls etcd as its JSON gateway is called.
 */
interface EtcdGateway {

	/**
	 * The deadline of a call that names none.
	 */
	Duration TIMEOUT = Duration.ofSeconds(8);

	/**
	 * Make a call.
	 * @param path the path
	 * @param body the request; keys and values in base64
	 * @param timeout the deadline
	 * @return the answer; 64-bit numbers are strings in it
	 * @throws EtcdCallException if etcd does not answer or refuses
	 */
	Map<String, Object> call(String path, Map<String, ?> body, Duration timeout);

	/**
	 * Make a call.
	 * @param path the path
	 * @param body the request; keys and values in base64
	 * @return the answer; 64-bit numbers are strings in it
	 * @throws EtcdCallException if etcd does not answer or refuses
	 */
	default Map<String, Object> call(String path, Map<String, ?> body) {
		return call(path, body, TIMEOUT);
	}

	/**
	 * Be somebody else from now on.
	 * @param login the user, {@code null} for nobody
	 */
	void login(@Nullable Login login);

	/**
	 * Forget connections and tokens: the servers were restarted.
	 */
	void reset();

	/**
	 * A user.
	 *
	 * @param name the name
	 * @param password the password
	 */
	record Login(String name, String password) {

		@Override
		public String toString() {
			return "Login[" + this.name + "]";
		}

	}

}
