package io.setpoint.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.store.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Shows who is there.
 */
@Command(name = "fleet", description = "shows the live instances: what they run and think of it")
final class FleetCommand implements Task {

	@Parameters(paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Override
	public Answer perform(Desk desk) {
		desk.known(this.configuration);
		List<FleetMember> fleet = desk.await(desk.rollouts(this.configuration).fleet(this.configuration));
		List<Map<String, Object>> members = fleet.stream().map(RolloutFormat::json).toList();
		boolean refused = fleet.stream().anyMatch((member) -> member.verdict() == Verdict.REFUSED);
		Answer answer = Answer.of(refused ? Status.REFUSED : Status.DONE,
				refused ? "There are instances that refuse their version" : "");
		if (fleet.isEmpty()) {
			return Answer.done("Nobody is there for '" + this.configuration + "'").with("fleet", members);
		}
		return answer.with("fleet", members).showing(table(fleet).lines(desk.outside().screen()));
	}

	private static Table table(List<FleetMember> fleet) {
		Table table = new Table("INSTANCE", "VERSION", "VERDICT", "SINCE", "LABELS", "REASON");
		for (FleetMember member : fleet) {
			String beside = (member.candidate() != null) ? " + " + member.candidate() : "";
			table.row(OneLine.of(member.instance()), Objects.requireNonNullElse(member.version(), "none") + beside,
					member.verdict().name().toLowerCase(Locale.ROOT), Times.text(member.since()),
					OneLine.of(new TreeMap<>(member.labels()).entrySet()
						.stream()
						.map((label) -> label.getKey() + "=" + label.getValue())
						.collect(Collectors.joining(","))),
					OneLine.of(Objects.requireNonNullElse(member.reason(), "")));
		}
		return table;
	}

}
