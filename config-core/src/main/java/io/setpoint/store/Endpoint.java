package io.setpoint.store;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where one member of etcd is reached.
 *
 * @param host the host, in brackets if it is an IPv6 address
 * @param port the port
 * @param secure whether it is reached by TLS
 */
record Endpoint(String host, int port, boolean secure) {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0*(:0*){6}:0*1)]?");

	private static final int DEFAULT_PORT = 2379;

	boolean isLoopback() {
		return LOOPBACK.matcher(this.host).matches();
	}

	static Endpoint of(String url) {
		URI uri = parse(url);
		boolean secure = (uri != null) && "https".equalsIgnoreCase(uri.getScheme());
		boolean known = secure || ((uri != null) && "http".equalsIgnoreCase(uri.getScheme()));
		if (uri == null || !known || uri.getHost() == null || !isBare(uri)) {
			throw new IllegalArgumentException("An endpoint of etcd must look like 'http://host:2379' or "
					+ "'https://host:2379', without user, path or query");
		}
		return new Endpoint(uri.getHost(), (uri.getPort() != -1) ? uri.getPort() : DEFAULT_PORT, secure);
	}

	/**
	 * Parse an endpoint. One without a scheme is reached by http, as {@code etcdctl}
	 * does.
	 * @param url the endpoint as it is written
	 * @return the URI, or {@code null} if it is none
	 */
	private static @Nullable URI parse(String url) {
		Assert.notNull(url, "'url' must not be null");
		try {
			return URI.create(url.contains("://") ? url.trim() : "http://" + url.trim());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isBare(URI uri) {
		return uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null
				&& (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
	}

	String bareHost() {
		return this.host.replace("[", "").replace("]", "");
	}

	/**
	 * The endpoint as jetcd's resolver reads it, which takes no scheme and no raw
	 * brackets.
	 * @return the part of a target
	 */
	String target() {
		return this.host.replace("[", "%5B").replace("]", "%5D") + ":" + this.port;
	}

	@Override
	public String toString() {
		return (this.secure ? "https://" : "http://") + this.host + ":" + this.port;
	}

}
