package io.setpoint.console.web;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.web.util.UriUtils;

/**
 * The addresses of the pages, below the context path.
 *
 * @param base where the console is served, without a slash at its end
 */
record Links(String base) {

	/**
	 * What begins with a dash is no name of a configuration.
	 */
	static final String OWN = "/-";

	static final String CONFIGURATIONS = OWN + "/configurations";

	/**
	 * Where plain keys are. A path that could be taken for another page, or that servers
	 * do not take for a path, is a parameter.
	 */
	static final String KEYS = "/keys";

	private static final Pattern PATH = Pattern.compile(
			"/(?!(?:edit|compare|rollout|fleet|history|start)(?:/|$))[\\w,~@+=-][\\w.,~@+=-]*(?:/[\\w,~@+=-][\\w.,~@+=-]*)*/?");

	private static final Set<String> TAKEN = Set.of(KEYS, "/error");

	Links {
		base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
	}

	public String home() {
		return this.base + "/";
	}

	public String asset(String name) {
		return this.base + OWN + "/assets/" + name;
	}

	public String events() {
		return this.base + OWN + "/events";
	}

	public String login() {
		return this.base + OWN + "/login";
	}

	public String logout() {
		return this.base + OWN + "/logout";
	}

	/**
	 * Return the address of a configuration. One that is called like another page has a
	 * longer one.
	 * @param name the name of the configuration
	 * @return the address
	 */
	public String configuration(String name) {
		String segment = "/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
		return this.base + ((TAKEN.contains(segment) || segment.startsWith(OWN)) ? CONFIGURATIONS : "") + segment;
	}

	public String configuration(String name, String page) {
		return configuration(name) + "/" + page;
	}

	/**
	 * Return the address of a comparison of two versions.
	 * @param name the name of the configuration
	 * @param from its old version
	 * @param with the name of the configuration of the new version
	 * @param to the new version
	 * @return the address
	 */
	public String comparison(String name, String from, String with, String to) {
		return configuration(name, "compare") + "?from=" + encoded(from)
				+ (with.equals(name) ? "" : "&with=" + encoded(with)) + "&to=" + encoded(to);
	}

	public String comparison(String name, String from, String to) {
		return comparison(name, from, name, to);
	}

	private static String encoded(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

	/**
	 * Return the address of plain keys.
	 * @param path a prefix that ends in a slash, a key, or nothing for all locations
	 * @return the address
	 */
	public String keys(String path) {
		if (path.isEmpty() || PATH.matcher(path).matches()) {
			return this.base + KEYS + UriUtils.encodePath(path, StandardCharsets.UTF_8);
		}
		return this.base + KEYS + "?key=" + encoded(path);
	}

	/**
	 * Return the address of something that is done to plain keys.
	 * @param what what is done
	 * @return the address
	 */
	public String keysPage(String what) {
		return this.base + OWN + KEYS + "/" + what;
	}

}
