package io.setpoint.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A request to etcd's HTTP gateway.
 *
 * @param path the path
 * @param body the JSON text
 */
record GatewayRequest(String path, byte[] body) {

	private static GatewayRequest of(String path, String body) {
		return new GatewayRequest(path, body.getBytes(StandardCharsets.UTF_8));
	}

	static GatewayRequest range(PageRequest page) {
		return of("/v3/kv/range",
				"{\"key\":\"" + base64(page.from()) + "\",\"range_end\":\"" + base64(page.end()) + "\",\"limit\":\""
						+ page.limit() + "\",\"revision\":\"" + page.revision() + "\",\"keys_only\":" + page.keysOnly()
						+ "}");
	}

	static GatewayRequest login(String user, String password) {
		return of("/v3/auth/authenticate",
				"{\"name\":\"" + escaped(user) + "\",\"password\":\"" + escaped(password) + "\"}");
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		text.chars().forEach((c) -> {
			if (c == '"' || c == '\\' || c < ' ') {
				escaped.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
			}
			else {
				escaped.append((char) c);
			}
		});
		return escaped.toString();
	}

	/**
	 * Says what is asked for, never a password.
	 */
	@Override
	public String toString() {
		return this.path;
	}

}
