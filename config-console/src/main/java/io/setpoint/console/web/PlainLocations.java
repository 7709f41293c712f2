package io.setpoint.console.web;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.FleetMember;
import io.setpoint.schema.judging.Judge;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyText;
import io.setpoint.store.OneLine;

import org.springframework.util.Assert;

/**
 * Knows where plain keys lie, by what live instances say that they import.
 */
final class PlainLocations {

	private final LandscapeWatch watch;

	private final Judge judge;

	private final List<String> reserved;

	/**
	 * Create locations.
	 * @param watch knows the live instances
	 * @param judge knows the schemas that builds have left
	 * @param reserved the roots below which no plain keys lie
	 */
	PlainLocations(LandscapeWatch watch, Judge judge, List<String> reserved) {
		this.watch = watch;
		this.judge = judge;
		this.reserved = reserved.stream().map((root) -> root.endsWith("/") ? root : root + "/").toList();
	}

	/**
	 * Return the locations that somebody may see.
	 * @param person who looks
	 * @return those that live instances import, by their prefixes
	 */
	List<PlainLocation> visible(Rights person) {
		Set<String> prefixes = new TreeSet<>();
		configurations().forEach(
				(configuration) -> configuration.members().forEach((member) -> prefixes.addAll(member.locations())));
		return prefixes.stream()
			.filter((prefix) -> prefix.endsWith("/") && !isReserved(prefix))
			.map(this::location)
			.filter((location) -> location.isSeenBy(person))
			.toList();
	}

	private Collection<Configuration> configurations() {
		return this.watch.current().configurations().values();
	}

	/**
	 * Find out who reads the keys at a path and below it.
	 * @param path a prefix that ends in a slash, or a key
	 * @return who does; fails if it is no place for plain keys
	 */
	CompletableFuture<Surroundings> surroundings(String path) {
		return Calls.begin(() -> this.judge.readers(checked(path)))
			.thenApply((readers) -> new Surroundings(path, this, readers));
	}

	/**
	 * Return what live instances import that has a key.
	 * @param key the key, or the beginning of some
	 * @return the prefixes, the shortest first
	 */
	Set<String> around(String key) {
		Set<String> prefixes = new TreeSet<>();
		configurations().forEach((configuration) -> configuration.members()
			.forEach((member) -> member.locations().stream().filter(key::startsWith).forEach(prefixes::add)));
		return prefixes;
	}

	/**
	 * Return a place as live instances know it.
	 * @param path a prefix that ends in a slash, or a key
	 * @return the place
	 */
	PlainLocation location(String path) {
		Predicate<FleetMember> reads = (member) -> member.locations().stream().anyMatch(path::startsWith);
		Set<String> names = new TreeSet<>();
		int instances = 0;
		for (Configuration configuration : configurations()) {
			int count = (int) configuration.members().stream().filter(reads).count();
			if (count > 0) {
				names.add(configuration.name());
				instances += count;
			}
		}
		return new PlainLocation(path, names, instances);
	}

	/**
	 * Make sure that a path is one of plain keys.
	 * @param path a prefix that ends in a slash, or a key
	 * @return the path
	 */
	String checked(String path) {
		Assert.isTrue(path.startsWith("/") && path.length() > 1 && !path.endsWith("*"),
				"Write a path from the root, such as /config/checkout/ for all keys below it, or"
						+ " /config/checkout/pricing/timeout for one key.");
		Assert.isTrue(KeyText.isCanonical(path), "Write the key without escapes that it does not need.");
		Assert.isTrue(!isReserved(path), () -> "'" + OneLine.name(path)
				+ "' is no place for plain keys: what lies there is written by rollouts, instances and their schemas.");
		return path;
	}

	private boolean isReserved(String path) {
		return this.reserved.stream().anyMatch((root) -> path.startsWith(root) || root.startsWith(path));
	}

}
