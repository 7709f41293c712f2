package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why changes are refused: for each key the reasons that are known to concern it or no
 * key in particular, for the others the first few of all. Bounded for each key, and not
 * copied for each.
 */
final class Reasons {

	/**
	 * How many reasons are told in one go.
	 */
	static final int TOLD = 10;

	private static final int TOLD_IN_COMMON = 3;

	private static final Pattern KEY = Pattern.compile("[Kk]ey '(.*?)'(?= at| revision| is)");

	private final List<String> all;

	private final Map<String, List<String>> byKey = new HashMap<>();

	private final List<String> general = new ArrayList<>();

	private final String common;

	private Reasons(List<String> all, Set<String> keys) {
		this.all = all;
		for (String problem : all) {
			Matcher matcher = KEY.matcher(problem);
			if (matcher.find() && keys.contains(matcher.group(1))) {
				this.byKey.computeIfAbsent(matcher.group(1), (key) -> new ArrayList<>()).add(problem);
			}
			else {
				this.general.add(problem);
			}
		}
		this.common = String.join("; ", first(all, (keys.size() > 1) ? TOLD_IN_COMMON : TOLD));
	}

	/**
	 * Sort reasons.
	 * @param problems the reasons, a sentence each
	 * @param keys the keys that are refused
	 * @return the reasons
	 */
	static Reasons of(List<String> problems, Set<String> keys) {
		return new Reasons(List.copyOf(problems), keys);
	}

	/**
	 * Return the reasons that are worth telling.
	 * @return the first few, and how many more there are
	 */
	List<String> told() {
		return first(this.all, TOLD);
	}

	/**
	 * Return why a key waits.
	 * @param key the key
	 * @return the reasons that concern it, if any are known to
	 */
	String of(String key) {
		List<String> own = this.byKey.get(key);
		if (own == null) {
			return this.common;
		}
		List<String> reasons = new ArrayList<>(own);
		reasons.addAll(this.general);
		return String.join("; ", first(reasons, TOLD));
	}

	/**
	 * Return the keys that a reason is known to concern.
	 * @return the keys
	 */
	Set<String> named() {
		return this.byKey.keySet();
	}

	/**
	 * Return whether some of these reasons are left.
	 * @param problems the reasons that there are now
	 * @return {@code false} if all of these have gone, whatever has come
	 */
	boolean isAnyOf(List<String> problems) {
		return !Collections.disjoint(this.all, problems);
	}

	boolean isSame(Reasons other) {
		return this.all.equals(other.all);
	}

	/**
	 * Return the first few of some texts, and how many more there are.
	 * @param texts the texts
	 * @param limit how many
	 * @return the texts
	 */
	static List<String> first(List<String> texts, int limit) {
		if (texts.size() <= limit) {
			return texts;
		}
		List<String> first = new ArrayList<>(texts.subList(0, limit));
		first.add("and " + (texts.size() - limit) + " more");
		return first;
	}

}
