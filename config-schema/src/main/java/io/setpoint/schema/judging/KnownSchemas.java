package io.setpoint.schema.judging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.InvalidSchemaException;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProblem.Severity;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that builds of applications have left in etcd.
 *
 * @param byBuild the schemas by the build that they are of
 * @param remarks what could not be read
 * @since 0.1.0
 */
public record KnownSchemas(Map<String, DocumentSchema> byBuild, List<String> remarks) {

	/**
	 * No schema is known.
	 */
	public static final KnownSchemas NONE = new KnownSchemas(Map.of(), List.of());

	public KnownSchemas {
		byBuild = Collections.unmodifiableMap(new LinkedHashMap<>(byBuild));
		remarks = List.copyOf(remarks);
	}

	/**
	 * Return the schemas of a configuration: those of the builds that are alive, or if
	 * nobody is, the one that was written last.
	 * @param fleet the entries of its live instances
	 * @param schemas the entries below its prefix of the schemas
	 * @param reader reads a schema
	 * @return the schemas, none if nobody has left any
	 */
	static KnownSchemas of(List<KeyValue> fleet, List<KeyValue> schemas, Function<KeyValue, DocumentSchema> reader) {
		Set<String> builds = members(fleet).values()
			.stream()
			.map(FleetMember::build)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		List<KeyValue> wanted = schemas.stream().filter((entry) -> builds.contains(lastOf(entry.key()))).toList();
		return read(wanted.isEmpty() ? schemas.stream()
			.sorted(Comparator.comparingLong(KeyValue::createRevision).reversed())
			.limit(1)
			.toList() : wanted, reader);
	}

	/**
	 * Return the newest schema of each configuration whose application imports a
	 * location.
	 * @param location the prefix of the location
	 * @param entries the entries of all schemas
	 * @param reader reads a schema
	 * @return the schemas, none if nobody has left any
	 */
	static KnownSchemas importing(String location, List<KeyValue> entries, Function<KeyValue, DocumentSchema> reader) {
		Map<String, KeyValue> newest = new TreeMap<>();
		entries.forEach((entry) -> newest.merge(entry.key().substring(0, entry.key().lastIndexOf('/')), entry,
				(one, other) -> (one.createRevision() > other.createRevision()) ? one : other));
		Map<String, DocumentSchema> importing = new LinkedHashMap<>(
				read(List.copyOf(newest.values()), reader).byBuild());
		importing.values().removeIf((schema) -> !schema.locations().contains(location));
		return new KnownSchemas(importing, List.of());
	}

	static Map<String, FleetMember> members(List<KeyValue> entries) {
		Map<String, FleetMember> members = new LinkedHashMap<>();
		for (KeyValue entry : entries) {
			FleetMember member = member(entry);
			if (member != null) {
				members.put(entry.key(), member);
			}
		}
		return members;
	}

	private static @Nullable FleetMember member(KeyValue entry) {
		try {
			return RolloutFormat.read(entry.value(), FleetMember.class);
		}
		catch (InvalidRolloutStateException ex) {
			return null;
		}
	}

	static KnownSchemas read(List<KeyValue> entries, Function<KeyValue, DocumentSchema> reader) {
		Map<String, DocumentSchema> schemas = new LinkedHashMap<>();
		List<String> remarks = new ArrayList<>();
		for (KeyValue entry : entries) {
			try {
				schemas.put(lastOf(entry.key()), reader.apply(entry));
			}
			catch (InvalidSchemaException ex) {
				remarks.add("The schema '" + entry.key() + "' is not used: " + ex.getMessage());
			}
		}
		return new KnownSchemas(schemas, remarks);
	}

	private static String lastOf(String key) {
		return key.substring(key.lastIndexOf('/') + 1);
	}

	/**
	 * Return whether no schema is known.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.byBuild.isEmpty();
	}

	/**
	 * Check a document.
	 * @param document the document
	 * @return what the schemas say
	 */
	public Judged document(String document) {
		return judge((schema) -> schema.check(document));
	}

	/**
	 * Check keys of a location.
	 * @param location the prefix of the location
	 * @param values the values by key
	 * @return what the schemas say
	 */
	public Judged keys(String location, Map<String, String> values) {
		return judge((schema) -> schema.checkKeys(location, values));
	}

	private Judged judge(Function<DocumentSchema, List<SchemaProblem>> check) {
		Set<SchemaProblem> findings = new LinkedHashSet<>();
		this.remarks
			.forEach((remark) -> findings.add(new SchemaProblem(null, null, null, null, remark, Severity.WARNING)));
		this.byBuild.values().forEach((schema) -> findings.addAll(check.apply(schema)));
		return new Judged(isEmpty() ? List.of() : List.of(Judged.SCHEMA), List.copyOf(findings));
	}

}
