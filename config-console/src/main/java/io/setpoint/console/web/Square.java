package io.setpoint.console.web;

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
 */
record Square(Kind kind, String title) implements Comparable<Square> {

	static Square of(RolloutState state, FleetMember member) {
		Kind kind = kind(state, member);
		String version = (member.version() != null) ? member.version() : "no version";
		return new Square(kind, member.instance() + ": " + kind.word() + ", " + version);
	}

	private static Kind kind(RolloutState state, FleetMember member) {
		if (member.verdict() == Verdict.REFUSED) {
			return Kind.REFUSED;
		}
		if (member.verdict() == Verdict.PENDING) {
			return Kind.PENDING;
		}
		boolean exposed = state.phase().isExposed();
		if (exposed && (Objects.equals(member.version(), state.candidate()) || member.candidate() != null)) {
			return Kind.CANDIDATE;
		}
		return Objects.equals(member.version(), state.stable()) ? Kind.STABLE : Kind.BEHIND;
	}

	String style() {
		return this.kind.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public int compareTo(Square other) {
		int order = this.kind.compareTo(other.kind);
		return (order != 0) ? order : this.title.compareTo(other.title);
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
