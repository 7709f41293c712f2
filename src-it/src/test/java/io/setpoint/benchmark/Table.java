package io.setpoint.benchmark;

import java.util.Map;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * A type with as many entries as one cares to import.
 *
 * @param entries the entries
 */
@ConfigurationProperties("table")
@Validated
record Table(Map<String, @Min(0) Long> entries) {

	Table {
		entries = (entries != null) ? entries : Map.of();
	}

	/**
	 * Return the key of an entry.
	 * @param number the number of the entry
	 * @return the key below the prefix of a location
	 */
	static String key(int number) {
		return "table/entries/k" + number;
	}

	long largest() {
		return this.entries.values().stream().mapToLong(Long::longValue).max().orElse(0);
	}

}
