package io.setpoint.benchmark;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the main thread of an application is doing, by the frames of its stack, the most
 * telling first. Where Setpoint is on the stack, only the frames below its first one
 * tell; elsewhere all of them do, so what Spring Boot does by itself in one application
 * and at the call of Setpoint in another is the same part in both.
 */
enum Part {

	SETTINGS("settings", Owner.SETPOINT, "SettingsReader\\.|SettingsCheck\\."),

	READING("reading the keys", Owner.SETPOINT, "StartupReader\\.read"),

	CONTENTS("contents, last good state", Owner.SETPOINT, "LastGoodState|ContentUpdate|Imports\\.take"),

	IMPORTS("imports, the rest", Owner.SETPOINT, "Imports?\\w*\\.|EtcdConfigData"),

	CLOUD("Spring Cloud's context", Owner.OTHERS, "org\\.springframework\\.cloud\\."),

	VALIDATION("validation", Owner.ANYBODY, "hibernate\\.validator"),

	METERS("meters, observations, SSL bundles", Owner.ANYBODY,
			"MeterRegistry|ObservationRegistryConfigurer|SetpointMetrics|sslBundleRegistry"),

	BINDING("binding", Owner.ANYBODY, "boot\\.context\\.properties\\.bind\\."),

	PIPELINE("pipeline, the rest", Owner.SETPOINT, "AcceptancePipeline|PipelineInitializer"),

	TYPES("finding types, Live beans", Owner.SETPOINT, "LiveBeanRegistrar|BoundTypes"),

	WATCH("watch", Owner.SETPOINT, "WatchConfiguration|ConfigurationWatch"),

	SETPOINT("the rest of Setpoint", Owner.SETPOINT, ""),

	OTHERS("all the rest", Owner.OTHERS, "");

	private static final String OWN = "io.setpoint.";

	private static final String BENCHMARK = "io.setpoint.benchmark.";

	private final String label;

	private final Owner owner;

	private final Pattern pattern;

	Part(String label, Owner owner, String pattern) {
		this.label = label;
		this.owner = owner;
		this.pattern = Pattern.compile(pattern);
	}

	String label() {
		return this.label;
	}

	/**
	 * Return whether nobody else does it.
	 * @return whether it is not in an application without Setpoint
	 */
	boolean isOwn() {
		return this.owner == Owner.SETPOINT;
	}

	/**
	 * Return what a stack shows.
	 * @param frames its classes and methods, what is called last first
	 * @return the part
	 */
	static Part of(List<String> frames) {
		int first = -1;
		for (int i = 0; i < frames.size(); i++) {
			first = (frames.get(i).startsWith(OWN) && !frames.get(i).startsWith(BENCHMARK)) ? i : first;
		}
		Owner other = (first >= 0) ? Owner.OTHERS : Owner.SETPOINT;
		String telling = String.join(" ", (first >= 0) ? frames.subList(0, first + 1) : frames);
		return Stream.of(values())
			.filter((part) -> part.owner != other && part.pattern.matcher(telling).find())
			.findFirst()
			.orElseThrow();
	}

	/**
	 * In whose stacks a part is looked for.
	 */
	private enum Owner {

		/**
		 * In those with a frame of Setpoint.
		 */
		SETPOINT,

		/**
		 * In those without.
		 */
		OTHERS,

		/**
		 * In all.
		 */
		ANYBODY

	}

}
