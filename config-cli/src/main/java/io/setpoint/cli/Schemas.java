package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.InvalidSchemaException;
import io.setpoint.store.KeyValue;

/**
 * The schemas that builds of applications have left in etcd.
 *
 * @param byBuild the schemas by the build that they are of
 * @param remarks what could not be read
 */
record Schemas(Map<String, DocumentSchema> byBuild, List<String> remarks) {

	/**
	 * Read the schemas of a configuration: those of the builds that are alive, or if
	 * nobody is, the one that was written last.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @return the schemas, none if nobody has left any
	 */
	static Schemas of(Desk desk, String configuration) {
		String prefix = desk.schemaRoot() + configuration + "/";
		String fleet = desk.keys().fleet(configuration);
		Set<String> builds = new TreeSet<>();
		members(desk.read(fleet).entries(fleet)).forEach((key, member) -> {
			if (member.build() != null) {
				builds.add(member.build());
			}
		});
		List<KeyValue> entries = desk.read(prefix).entries(prefix);
		List<KeyValue> wanted = entries.stream()
			.filter((entry) -> builds.contains(entry.key().substring(prefix.length())))
			.toList();
		return read(wanted.isEmpty() ? entries.stream()
			.sorted(Comparator.comparingLong(KeyValue::createRevision).reversed())
			.limit(1)
			.toList() : wanted);
	}

	/**
	 * Read the schemas of the live builds that import a location.
	 * @param desk has etcd
	 * @param location the prefix of the location
	 * @return the schemas, none if nobody is alive who imports it and has one
	 */
	static Schemas ofLocation(Desk desk, String location) {
		String fleets = desk.keys().fleets();
		Set<String> keys = new TreeSet<>();
		members(desk.read(fleets).entries(fleets)).forEach((key, member) -> {
			String rest = key.substring(fleets.length());
			if (member.build() != null && rest.indexOf('/') > 0 && member.locations().contains(location)) {
				keys.add(desk.schemaRoot() + rest.substring(0, rest.indexOf('/') + 1) + member.build());
			}
		});
		List<KeyValue> entries = new ArrayList<>();
		if (!keys.isEmpty()) {
			desk.read(keys.toArray(String[]::new)).entries().values().forEach(entries::addAll);
		}
		return read(entries);
	}

	private static Map<String, FleetMember> members(List<KeyValue> entries) {
		Map<String, FleetMember> members = new LinkedHashMap<>();
		for (KeyValue entry : entries) {
			try {
				members.put(entry.key(), RolloutFormat.read(entry.value(), FleetMember.class));
			}
			catch (InvalidRolloutStateException ex) {
				continue;
			}
		}
		return members;
	}

	private static Schemas read(List<KeyValue> entries) {
		Map<String, DocumentSchema> schemas = new LinkedHashMap<>();
		List<String> remarks = new ArrayList<>();
		for (KeyValue entry : entries) {
			String build = entry.key().substring(entry.key().lastIndexOf('/') + 1);
			try {
				schemas.put(build, DocumentSchema.parse(new String(entry.value(), StandardCharsets.UTF_8)));
			}
			catch (InvalidSchemaException ex) {
				remarks.add("The schema '" + entry.key() + "' is not used: " + ex.getMessage());
			}
		}
		return new Schemas(schemas, remarks);
	}

	/**
	 * Read a schema from a file.
	 * @param name the name of the file
	 * @param outside has the file
	 * @return the schema
	 */
	static Schemas ofFile(String name, Outside outside) {
		String text = TextFile.text(TextFile.bytes(name, "schema", outside), name);
		try {
			return new Schemas(Map.of("", DocumentSchema.parse(text)), List.of());
		}
		catch (InvalidSchemaException ex) {
			throw RefusedException.usage("The schema '" + name + "' cannot be used. " + ex.getMessage());
		}
	}

	boolean isEmpty() {
		return this.byBuild.isEmpty();
	}

}
