package io.setpoint.refresh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What has been decided and is made visible by the next publication.
 */
final class Batch {

	private final Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();

	private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

	private final List<String> warnings = new ArrayList<>();

	private final List<Rejection> rejections = new ArrayList<>();

	private long revision;

	Batch(long revision) {
		this.revision = revision;
	}

	void accept(Candidate candidate) {
		this.revision = candidate.changes().after(this.revision);
		this.outcomes.putAll(candidate.outcomes());
		this.names.addAll(candidate.names());
		this.warnings.addAll(candidate.warnings());
	}

	void refuse(Changes changes, Candidate candidate) {
		this.revision = changes.after(this.revision);
		this.rejections.add(new Rejection(changes.revision(), changes.keys(), candidate.types(), candidate.problems()));
	}

	long revision() {
		return this.revision;
	}

	Map<BoundType, Outcome> outcomes() {
		return this.outcomes;
	}

	Set<ConfigurationPropertyName> names() {
		return this.names;
	}

	List<String> warnings() {
		return this.warnings;
	}

	List<Rejection> rejections() {
		return this.rejections;
	}

}
