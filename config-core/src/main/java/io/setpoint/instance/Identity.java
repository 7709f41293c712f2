package io.setpoint.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Who an instance is.
 *
 * @param id its id, unique among all running instances
 * @param labels what it is
 * @since 0.1.0
 */
public record Identity(String id, Map<String, String> labels) {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int LONGEST = 250;

	private static final int MAX_LABELS = 100;

	public Identity {
		if (!isId(id)) {
			throw new IllegalArgumentException("The instance id is blank, has a '/' or a line break, or is longer than "
					+ LONGEST + " characters: correct 'setpoint.instance.id'");
		}
		String problem = problem(labels);
		if (problem != null) {
			throw new IllegalArgumentException(
					"A label of the instance " + problem + ": correct 'setpoint.instance.labels'");
		}
		labels = Map.copyOf(labels);
	}

	/**
	 * Return an id for an instance that has not been given one.
	 * @return the host and something random
	 */
	public static String randomId() {
		return host() + "-" + HexFormat.of().toHexDigits(RANDOM.nextInt());
	}

	private static String host() {
		String name = System.getenv("HOSTNAME");
		try {
			return StringUtils.hasText(name) ? name : InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "instance";
		}
	}

	/**
	 * Return whether a text can be the id of an instance.
	 * @param id the text
	 * @return whether it can
	 */
	public static boolean isId(String id) {
		return id.indexOf('/') < 0 && Line.problem("It", id, LONGEST) == null;
	}

	/**
	 * Find out what is wrong with labels, which all who read the fleet read.
	 * @param labels the labels
	 * @return what is wrong, without a value; {@code null} if nothing is
	 */
	public static @Nullable String problem(Map<String, String> labels) {
		if (labels.size() > MAX_LABELS) {
			return "is too many: at most " + MAX_LABELS + " are taken, not " + labels.size();
		}
		for (Map.Entry<String, String> label : labels.entrySet()) {
			boolean shown = Line.problem("It", label.getKey(), LONGEST) == null
					&& (label.getValue().isEmpty() || Line.problem("It", label.getValue(), LONGEST) == null);
			if (!shown) {
				return "is blank, has a line break, or is longer than " + LONGEST + " characters";
			}
		}
		return null;
	}

	/**
	 * Return whether the instance has some labels.
	 * @param match the labels
	 * @return whether it has all of them
	 */
	public boolean matches(Map<String, String> match) {
		return this.labels.entrySet().containsAll(match.entrySet());
	}

}
