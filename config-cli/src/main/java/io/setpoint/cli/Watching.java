package io.setpoint.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Looks at a rollout until it is over: drawn again in a terminal, a line for each change
 * elsewhere.
 */
final class Watching {

	private static final Duration PACE = Duration.ofSeconds(1);

	private final Desk desk;

	private final String configuration;

	private final long deadline;

	private int drawn;

	private String said = "";

	/**
	 * Create a watching.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param timeout how long it lasts at most, {@code null} for as long as it takes
	 */
	Watching(Desk desk, String configuration, @Nullable String timeout) {
		this.desk = desk;
		this.configuration = configuration;
		this.deadline = (timeout != null) ? System.nanoTime() + time(timeout).toNanos() : Long.MAX_VALUE;
	}

	static Duration time(String text) {
		try {
			Duration time = DurationStyle.detectAndParse(text);
			if (!time.isNegative() && time.toDays() <= 366) {
				return time;
			}
		}
		catch (IllegalArgumentException ex) {
			throw RefusedException.usage("'" + text + "' is no time: write 30s, 10m or 2h");
		}
		throw RefusedException.usage("'" + text + "' is no time to wait: write 30s, 10m or 2h");
	}

	/**
	 * Look until no rollout is under way.
	 * @return what has become of it
	 */
	Answer untilTheEnd() {
		RolloutState first = this.desk.known(this.configuration);
		try (Follower follower = new Follower(this.desk, this.desk.keys().state(this.configuration), List.of())) {
			while (true) {
				Answer answer = look(follower, first);
				if (answer != null) {
					return answer;
				}
				follower.await(PACE);
			}
		}
	}

	private @Nullable Answer look(Follower follower, RolloutState first) {
		boolean over = this.deadline != Long.MAX_VALUE && System.nanoTime() - this.deadline >= 0;
		try {
			follower.read();
			Sight sight = Sight.of(this.desk, this.configuration);
			show(sight);
			Answer end = end(sight, first);
			return (end == null && over) ? sight.answer(Status.REFUSED,
					"The time is over and the rollout is not: " + StatusText.phase(sight.state())) : end;
		}
		catch (PermissionDeniedException ex) {
			throw ex;
		}
		catch (StoreException ex) {
			say("etcd is out of reach, trying again: " + Failures.answer(ex).message());
			if (over) {
				throw ex;
			}
			return null;
		}
	}

	private @Nullable Answer end(Sight sight, RolloutState first) {
		RolloutState state = sight.state();
		if (!Objects.equals(state.salt(), first.salt()) && !Objects.equals(state.stable(), first.candidate())) {
			return sight.answer(Status.REFUSED,
					"The rollout that was watched is over, and something else came after it:" + " 'setpoint history "
							+ this.configuration + "' tells");
		}
		if (state.phase().isActive() && Objects.equals(state.salt(), first.salt())) {
			return null;
		}
		boolean completed = state.phase() == Phase.COMPLETED || state.phase().isActive();
		String reason = (state.reason() != null && !completed) ? ": " + state.reason() : "";
		return sight.answer(completed ? Status.DONE : Status.REFUSED, "The rollout of '" + first.candidate() + "' of '"
				+ this.configuration + "' is " + (completed ? Phase.COMPLETED : state.phase()) + reason);
	}

	private void show(Sight sight) {
		if (!this.desk.isForPeople()) {
			return;
		}
		Outside outside = this.desk.outside();
		if (outside.screen().terminal()) {
			draw(sight.lines(outside), outside);
		}
		else {
			say(line(sight));
		}
	}

	private void draw(List<String> lines, Outside outside) {
		StringBuilder text = new StringBuilder();
		if (this.drawn > 0) {
			text.append("\u001b[").append(this.drawn).append("A");
		}
		lines.forEach((line) -> text.append("\r\u001b[K").append(line).append('\n'));
		text.append("\u001b[J");
		outside.out().print(text);
		outside.out().flush();
		this.drawn = lines.size();
	}

	private void say(String line) {
		if (!line.equals(this.said) && this.desk.isForPeople()) {
			this.said = line;
			this.desk.outside().out().println(Times.text(this.desk.outside().clock().instant()) + "  " + line);
			this.desk.outside().out().flush();
			this.drawn = 0;
		}
	}

	private static String line(Sight sight) {
		long there = sight.fleet().stream().filter((member) -> runs(member, sight.state())).count();
		long refused = sight.fleet().stream().filter((member) -> member.verdict() == Verdict.REFUSED).count();
		StringBuilder line = new StringBuilder(StatusText.phase(sight.state()));
		if (sight.state().phase().isExposed()) {
			line.append(", ").append(there).append(" of ").append(sight.fleet().size()).append(" run ");
			line.append(sight.state().candidate());
		}
		sight.guards()
			.forEach((guard) -> line.append(", ")
				.append(guard.guard())
				.append(' ')
				.append(guard.outcome().name().toLowerCase(Locale.ROOT)));
		return line.append((refused > 0) ? ", " + refused + " refused" : "").toString();
	}

	private static boolean runs(FleetMember member, RolloutState state) {
		return member.verdict() == Verdict.ACCEPTED && state.candidate() != null
				&& (state.candidate().equals(member.version()) || state.candidate().equals(member.candidate()));
	}

}
