package io.setpoint.console.web;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.RolloutState;

/**
 * One instance at a glance.
 *
 * @param kind what it runs
 * @param title who it is and what it runs, in words
 * @param waiting whether there are plain keys that it has not taken up
 */
record Square(Kind kind, String title, boolean waiting) implements Comparable<Square> {

	private static final Comparator<Square> ORDER = Comparator.comparing(Square::isAlarming, Comparator.reverseOrder())
		.thenComparing((square) -> square.kind)
		.thenComparing((square) -> square.title);

	static Square of(RolloutState state, FleetMember member) {
		Kind kind = kind(state, member);
		String version = (member.version() != null) ? member.version() : "no version";
		boolean waiting = !member.waiting().isEmpty();
		String title = member.instance() + ": " + kind.word() + ", " + version;
		return new Square(kind, waiting ? title + ", has not taken up plain keys" : title, waiting);
	}

	private static Kind kind(RolloutState state, FleetMember member) {
		if (member.verdict() == Verdict.REFUSED) {
			return Kind.REFUSED;
		}
		if (member.verdict() == Verdict.PENDING || (member.version() == null && state.stable() == null)) {
			return Kind.PENDING;
		}
		boolean exposed = state.phase().isExposed();
		if (exposed && (Objects.equals(member.version(), state.candidate()) || member.candidate() != null)) {
			return Kind.CANDIDATE;
		}
		return Objects.equals(member.version(), state.stable()) ? Kind.STABLE : Kind.BEHIND;
	}

	String style() {
		String kind = this.kind.name().toLowerCase(Locale.ROOT);
		return this.waiting ? kind + " waiting" : kind;
	}

	/**
	 * Return whether it has refused something.
	 * @return whether somebody should look
	 */
	boolean isAlarming() {
		return this.kind == Kind.REFUSED || this.waiting;
	}

	@Override
	public int compareTo(Square other) {
		return ORDER.compare(this, other);
	}

	/**
	 * What an instance runs, what matters most first.
	 */
	enum Kind {

		REFUSED("refused"), BEHIND("behind"), PENDING("pending"), CANDIDATE("on the candidate"), STABLE("on stable");

		private final String word;

		Kind(String word) {
			this.word = word;
		}

		String word() {
			return this.word;
		}

	}

}
