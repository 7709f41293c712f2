package io.setpoint.console.web;

import java.util.List;

import io.setpoint.console.landscape.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be compared.
 *
 * @param from the old version, empty for the stable one
 * @param to the new version, empty for the candidate, or for the stable one of another
 * configuration
 * @param with the configuration of the new version, empty for the same one
 * @param of the configuration that {@code to} was chosen from, empty if it is
 * {@code with}
 * @param by {@code text} for the text of the documents, otherwise their properties
 * @param whole whether what is the same is shown as well
 * @param at where a page begins
 */
record ComparisonChoice(String from, String to, String with, String of, String by, @Nullable Boolean whole,
		@Nullable Integer at) {

	ComparisonChoice {
		from = text(from);
		to = text(to);
		with = text(with);
		of = text(of);
		by = text(by);
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value.strip() : "";
	}

	boolean isByText() {
		return this.by.equals("text");
	}

	boolean isWhole() {
		return Boolean.TRUE.equals(this.whole);
	}

	int begin() {
		return (this.at != null) ? this.at : 0;
	}

	/**
	 * Return what is compared.
	 * @param old the configuration of the old version
	 * @param other the configuration of the new version
	 * @return the versions
	 */
	Pair pair(Configuration old, Configuration other) {
		String stable = or(old.state().stable(), old);
		boolean chosen = !this.to.isEmpty() && (this.of.isEmpty() || this.of.equals(other.name()));
		String latest = or(other.name().equals(old.name()) ? old.state().candidate() : other.state().stable(), other);
		return new Pair(old, this.from.isEmpty() ? stable : this.from, other, chosen ? this.to : latest);
	}

	private static String or(@Nullable String version, Configuration configuration) {
		List<Configuration.VersionKey> versions = configuration.versions();
		return (version != null) ? version : versions.isEmpty() ? "" : versions.get(0).id();
	}

}
