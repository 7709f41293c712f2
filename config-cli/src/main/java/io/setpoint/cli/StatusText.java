package io.setpoint.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.store.OneLine;
import io.setpoint.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it.
 *
 * @param configuration the name of the configuration
 * @param state where it is
 * @param fleet who is there
 * @param guards what the guards say
 * @param now the time of day
 */
record StatusText(String configuration, RolloutState state, List<FleetMember> fleet, List<GuardVerdict> guards,
		Instant now) {

	/**
	 * How many characters of a line are before its text: a label, a mark and a blank.
	 */
	private static final int MARKED = 12;

	/**
	 * Say where a rollout is.
	 * @param state its state
	 * @return the phase, and the stage where there is one
	 */
	static String phase(RolloutState state) {
		Plan plan = state.plan();
		return (state.phase().isExposed() && plan != null)
				? state.phase() + ", stage " + (state.stage() + 1) + " of " + plan.stages().size()
				: state.phase().toString();
	}

	List<String> lines(Screen screen) {
		List<String> lines = new ArrayList<>();
		lines.add(screen.bold(this.configuration) + screen.fitted("  " + title(), this.configuration.length()));
		stages(screen, lines);
		fleet(screen, lines);
		if (!this.fleet.isEmpty()) {
			this.guards.forEach((guard) -> lines.add(guard(screen, guard)));
		}
		String reason = this.state.reason();
		if (reason != null && this.state.phase() != Phase.RUNNING) {
			lines.add(label("reason") + screen.fitted(OneLine.of(reason), MARKED));
		}
		return lines;
	}

	private static String guard(Screen screen, GuardVerdict guard) {
		String text = OneLine.of(guard.text()) + (guard.dryRun() ? " (dry run)" : "");
		return label("guard") + screen.mark(mark(guard.outcome())) + " " + screen.fitted(text, MARKED);
	}

	private static String label(String text) {
		return String.format("  %-8s", text);
	}

	private String title() {
		if (this.state.stable() == null && this.state.candidate() == null) {
			return "nothing released yet";
		}
		String stable = (this.state.stable() != null) ? this.state.stable() : "none";
		if (!this.state.phase().isActive()) {
			String gone = (this.state.phase() == Phase.COMPLETED) ? "" : " of " + this.state.candidate();
			return this.state.phase() + gone + ", stable " + stable + since();
		}
		return phase(this.state) + ", " + this.state.candidate() + " over " + stable + since();
	}

	private String since() {
		if (this.state.since().equals(Instant.EPOCH)) {
			return "";
		}
		String author = (this.state.author() != null) ? ", by " + OneLine.of(this.state.author()) : "";
		return ", for " + Span.text(Duration.between(this.state.since(), this.now)) + author;
	}

	private void stages(Screen screen, List<String> lines) {
		Plan plan = this.state.plan();
		if (plan == null || !this.state.phase().isActive()) {
			return;
		}
		for (int i = 0; i < plan.stages().size(); i++) {
			Stage stage = plan.stages().get(i);
			String text = stage + ", bake " + Span.text(stage.bake()) + ((i == this.state.stage()) ? left(stage) : "");
			lines.add(label("stage " + (i + 1)) + screen.mark(mark(i)) + " " + screen.fitted(text, MARKED));
		}
	}

	private Mark mark(int stage) {
		if (this.state.phase() == Phase.PROPOSED || stage > this.state.stage()) {
			return Mark.AHEAD;
		}
		return (stage < this.state.stage()) ? Mark.PASSED : Mark.CURRENT;
	}

	private String left(Stage stage) {
		if (this.state.phase() == Phase.PROPOSED) {
			return ", waits for approval";
		}
		if (this.state.phase() == Phase.PAUSED) {
			return ", paused after " + Span.text(this.state.baked());
		}
		if (this.state.awaitsFirstInstance()) {
			return ", waits for its first instance";
		}
		Instant since = Objects.requireNonNullElse(this.state.stageSince(), this.now);
		Duration shown = Duration.between(since, this.now);
		Duration baked = (shown.compareTo(this.state.baked()) > 0) ? shown : this.state.baked();
		Duration left = stage.bake().minus(baked);
		boolean over = left.isNegative() || left.isZero();
		return over ? ", bake time is over" : ", about " + Span.text(left) + " left";
	}

	private void fleet(Screen screen, List<String> lines) {
		if (this.fleet.isEmpty()) {
			lines.add(label("fleet") + "nobody is there");
			return;
		}
		int perLine = Math.max(10, (screen.width() - 12) / 2);
		StringBuilder squares = new StringBuilder();
		for (int i = 0; i < this.fleet.size(); i++) {
			if (i > 0 && i % perLine == 0) {
				lines.add(((lines.get(lines.size() - 1).startsWith(label("fleet"))) ? label("") : label("fleet"))
						+ squares);
				squares.setLength(0);
			}
			squares.append((squares.isEmpty()) ? "" : " ").append(screen.mark(mark(this.fleet.get(i))));
		}
		lines.add(((this.fleet.size() > perLine) ? label("") : label("fleet")) + squares);
		lines.add(label("") + counts());
		this.fleet.stream()
			.filter((member) -> member.verdict() == Verdict.REFUSED)
			.forEach((member) -> lines.add(refusal(screen, member)));
	}

	private static String refusal(Screen screen, FleetMember member) {
		String text = member.instance() + ": " + OneLine.of(Objects.requireNonNullElse(member.reason(), "refused"));
		return label("") + screen.mark(Mark.REFUSED) + " " + screen.fitted(text, MARKED);
	}

	private Mark mark(FleetMember member) {
		if (member.verdict() != Verdict.ACCEPTED) {
			return (member.verdict() == Verdict.REFUSED) ? Mark.REFUSED : Mark.PENDING;
		}
		return isOnCandidate(member) ? Mark.CANDIDATE : Mark.STABLE;
	}

	private boolean isOnCandidate(FleetMember member) {
		@Nullable String candidate = this.state.candidate();
		return this.state.phase().isExposed() && candidate != null
				&& (candidate.equals(member.version()) || candidate.equals(member.candidate()));
	}

	private String counts() {
		long refused = this.fleet.stream().filter((member) -> member.verdict() == Verdict.REFUSED).count();
		long pending = this.fleet.stream().filter((member) -> member.verdict() == Verdict.PENDING).count();
		long candidate = this.fleet.stream()
			.filter((member) -> member.verdict() == Verdict.ACCEPTED && isOnCandidate(member))
			.count();
		String runs = this.state.phase().isExposed()
				? candidate + " of " + this.fleet.size() + " run " + this.state.candidate()
				: this.fleet.size() + ((this.fleet.size() == 1) ? " instance" : " instances");
		return runs + ((pending > 0) ? ", " + pending + " pending" : "")
				+ ((refused > 0) ? ", " + refused + " refused" : "");
	}

	private static Mark mark(Outcome outcome) {
		return switch (outcome) {
			case PASSED -> Mark.PASSED;
			case FAILED -> Mark.REFUSED;
			case INCONCLUSIVE -> Mark.PENDING;
		};
	}

}
