package io.setpoint.console.web;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetMember;
import org.jspecify.annotations.Nullable;

/**
 * A live instance as it is shown.
 *
 * @param id its id
 * @param square what it runs at a glance
 * @param version the version that it runs, or {@code null}
 * @param candidate the candidate that it runs beside it, or {@code null}
 * @param verdict what it thinks of the version that it should run
 * @param reason why it refused it, or {@code null}
 * @param waiting why it has not taken up plain keys
 * @param build what tells its build from others, shortened, or {@code null}
 * @param labels its labels
 * @param since since when it is so, or {@code null}
 * @param conducts whether it moves the rollout
 */
record InstanceRow(String id, Square square, @Nullable String version, @Nullable String candidate, String verdict,
		@Nullable String reason, List<String> waiting, @Nullable String build, List<String> labels,
		Times.@Nullable Moment since, boolean conducts) {

	static InstanceRow of(Configuration configuration, FleetMember member, Times times) {
		List<String> labels = new TreeMap<>(member.labels()).entrySet().stream().map(Object::toString).toList();
		List<String> waiting = member.waiting()
			.stream()
			.map((each) -> "'" + each.key() + "' is not taken up: " + each.reason())
			.toList();
		return new InstanceRow(member.instance(), Square.of(configuration.state(), member), member.version(),
				member.candidate(), member.verdict().name().toLowerCase(Locale.ROOT), member.reason(), waiting,
				(member.build() != null) ? BuildVerdict.shortened(member.build()) : null, labels,
				times.moment(member.since()), member.instance().equals(configuration.conductor()));
	}

	/**
	 * Return whether a text is found in what is shown.
	 * @param text the text, in lower case
	 * @return whether it is
	 */
	boolean contains(String text) {
		String all = String.join(" ", this.id, String.valueOf(this.version), this.verdict, this.square.kind().word(),
				String.join(" ", this.labels), String.valueOf(this.reason), String.join(" ", this.waiting),
				String.valueOf(this.build));
		return all.toLowerCase(Locale.ROOT).contains(text);
	}

}
