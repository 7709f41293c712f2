package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.store.OneLine;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows what has happened.
 */
@Command(name = "history", description = "shows what has happened: who, when, what and why")
final class HistoryCommand implements Task {

	@Parameters(paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Option(names = "--follow", description = "go on, a line for each entry, until it is interrupted")
	private boolean follow;

	@Override
	public Answer perform(Desk desk) {
		desk.known(this.configuration);
		if (this.follow) {
			follow(desk);
		}
		List<HistoryEntry> history = history(desk);
		Table table = new Table("AT", "BY", "ACTION", "PHASE", "VERSION", "STABLE", "REASON");
		history.forEach((entry) -> table.row(Times.text(entry.at()), OneLine.of(entry.by()), OneLine.of(entry.action()),
				phases(entry), text(entry.candidate()), text(entry.stable()), why(entry)));
		return Answer.done("")
			.with("history", history.stream().map(RolloutFormat::json).toList())
			.showing(table.lines(desk.outside().screen()));
	}

	private List<HistoryEntry> history(Desk desk) {
		return desk.await(desk.rollouts(this.configuration).history(this.configuration));
	}

	private void follow(Desk desk) {
		long shown = 0;
		try (Follower follower = new Follower(desk, desk.keys().history(this.configuration), List.of())) {
			while (true) {
				shown = show(desk, follower, shown);
				follower.await(Follower.LONGEST_SILENCE);
			}
		}
	}

	private long show(Desk desk, Follower follower, long shown) {
		long last = shown;
		try {
			follower.read();
			for (HistoryEntry entry : history(desk)) {
				if (entry.serial() > shown) {
					desk.outside()
						.out()
						.println(desk.isForPeople() ? line(entry)
								: new String(RolloutFormat.write(entry), StandardCharsets.UTF_8));
					last = entry.serial();
				}
			}
			desk.outside().out().flush();
		}
		catch (PermissionDeniedException ex) {
			throw ex;
		}
		catch (StoreException ex) {
			desk.remark("etcd is out of reach, trying again: " + Failures.answer(ex).message());
		}
		return last;
	}

	private static String line(HistoryEntry entry) {
		String why = why(entry);
		String reason = why.isEmpty() ? "" : ": " + why;
		return Times.text(entry.at()) + "  " + OneLine.of(entry.action()) + " by " + OneLine.of(entry.by()) + "  "
				+ phases(entry) + "  " + text(entry.candidate()) + reason;
	}

	/**
	 * Return why something was done, and that it was not judged, which a publication says
	 * itself.
	 * @param entry the entry of the history
	 * @return the reason, empty if there is none
	 */
	private static String why(HistoryEntry entry) {
		String reason = (entry.reason() != null) ? OneLine.of(entry.reason()) : "";
		if (!Boolean.TRUE.equals(entry.unjudged()) || reason.contains("unjudged")) {
			return reason;
		}
		return reason.isEmpty() ? "unjudged" : reason + " (unjudged)";
	}

	private static String phases(HistoryEntry entry) {
		return (entry.from() == entry.to()) ? entry.to() + ", stage " + (entry.stage() + 1)
				: entry.from() + " -> " + entry.to();
	}

	private static String text(@Nullable String text) {
		return Objects.requireNonNullElse(text, "");
	}

}
