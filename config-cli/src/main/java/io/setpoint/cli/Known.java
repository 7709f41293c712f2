package io.setpoint.cli;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.setpoint.store.Index;

/**
 * Which configurations there are.
 */
final class Known {

	private static final int SHOWN = 20;

	private Known() {
	}

	/**
	 * Make sure that a configuration is there: that somebody has published or runs it.
	 * @param desk has etcd
	 * @param configuration its name
	 * @throws RefusedException if there is nothing of it
	 */
	static void check(Desk desk, String configuration) {
		long revision = desk.read(desk.keys().state(configuration)).revision();
		if (isEmpty(desk, desk.keys().rolloutRoot() + configuration + "/", revision)
				&& isEmpty(desk, desk.keys().fleet(configuration), revision)) {
			Set<String> names = names(desk, revision);
			throw RefusedException.refused("There is no configuration '" + configuration + "' in etcd"
					+ (names.isEmpty() ? "" : ", only " + names.stream().limit(SHOWN).collect(Collectors.joining(", ")))
					+ ": 'setpoint publish' makes one, or look at --context and --endpoints");
		}
	}

	private static boolean isEmpty(Desk desk, String prefix, long revision) {
		return index(desk, prefix, revision).modRevisions().isEmpty();
	}

	private static Set<String> names(Desk desk, long revision) {
		String root = desk.keys().rolloutRoot();
		return index(desk, root, revision).modRevisions()
			.keySet()
			.stream()
			.map((key) -> key.substring(root.length()))
			.filter((key) -> key.indexOf('/') > 0)
			.map((key) -> key.substring(0, key.indexOf('/')))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Index index(Desk desk, String prefix, long revision) {
		return desk.await(desk.store().readIndex(prefix, revision));
	}

}
