package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.RolloutState;

/**
 * A configuration that has something that is looked for.
 *
 * @param configuration the configuration
 * @param properties the first few of its properties that are called so
 */
record Hit(Configuration configuration, List<String> properties) {

	private static final int MOST_DOCUMENTS = 100;

	private static final int MOST_PROPERTIES = 4;

	/**
	 * Look through configurations: names, phases, versions, people, reasons, instances
	 * with their labels, and the names of the properties of stable versions. Values are
	 * not looked at, since some of them are secret.
	 * @param configurations the configurations
	 * @param text what is looked for, everything if it is empty
	 * @param desk reads versions
	 * @return those that have it
	 */
	static CompletableFuture<List<Hit>> in(List<Configuration> configurations, String text, Desk desk) {
		String wanted = text.strip().toLowerCase(Locale.ROOT);
		if (wanted.isEmpty()) {
			return CompletableFuture
				.completedFuture(configurations.stream().map((each) -> new Hit(each, List.of())).toList());
		}
		CompletableFuture<List<Hit>> all = CompletableFuture.completedFuture(List.of());
		int documents = 0;
		for (Configuration configuration : configurations) {
			boolean read = configuration.state().stable() != null && documents++ < MOST_DOCUMENTS;
			CompletableFuture<List<String>> named = read ? properties(configuration, wanted, desk)
					: CompletableFuture.completedFuture(List.of());
			all = all.thenCombine(named, (found, properties) -> joined(found, configuration, properties, wanted));
		}
		return all;
	}

	private static List<Hit> joined(List<Hit> found, Configuration configuration, List<String> properties,
			String wanted) {
		if (properties.isEmpty() && !has(configuration, wanted)) {
			return found;
		}
		List<Hit> joined = new ArrayList<>(found);
		joined.add(new Hit(configuration, properties));
		return joined;
	}

	private static CompletableFuture<List<String>> properties(Configuration configuration, String wanted, Desk desk) {
		return desk.version(configuration.name(), Objects.requireNonNull(configuration.state().stable()))
			.thenApply((version) -> DocumentProperties.of(version.document())
				.properties()
				.keySet()
				.stream()
				.filter((property) -> property.contains(wanted))
				.limit(MOST_PROPERTIES)
				.toList())
			.exceptionally((failure) -> List.of());
	}

	private static boolean has(Configuration configuration, String wanted) {
		RolloutState state = configuration.state();
		return Stream
			.concat(Stream.of(configuration.name(), Phases.word(configuration), state.stable(), state.candidate(),
					state.author(), state.approvedBy(), state.reason()), instances(configuration))
			.filter(Objects::nonNull)
			.anyMatch((each) -> each.toLowerCase(Locale.ROOT).contains(wanted));
	}

	private static Stream<String> instances(Configuration configuration) {
		return configuration.members().stream().flatMap(Hit::words);
	}

	private static Stream<String> words(FleetMember member) {
		return Stream.concat(Stream.of(member.instance(), String.valueOf(member.version())),
				member.labels().entrySet().stream().map(Object::toString));
	}

}
