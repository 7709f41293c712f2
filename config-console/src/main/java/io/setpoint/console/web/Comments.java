package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.setpoint.document.Passage;
import io.setpoint.schema.SchemaProperty;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.StringUtils;

/**
 * Masks comments that look as if a secret stood in them: a property that was taken out of
 * use, what is encrypted, an address with a password in it, or the value of a secret that
 * is in use.
 *
 * @param names what secrets are called, without the names that they are nested under
 * @param values the values of secrets
 */
record Comments(Set<String> names, Set<String> values) {

	private static final char BEGIN = '#';

	private static final Pattern NAMED = Pattern.compile("([\\w.\\[\\]-]+)[\"']?\\s*[:=>]");

	private static final Pattern BETWEEN = Pattern.compile("[\"'`(),.;:]*(?:\\s+|$)[\"'`(]*");

	private static final Pattern ANY = Pattern.compile("(?:\\.\\*|\\[[0-9]*])+$");

	static Comments of(KnownProperties schema, Set<ConfigurationPropertyName> secret, List<Passage> passages) {
		Set<String> names = new HashSet<>();
		secret.forEach((name) -> names.add(last(name.toString())));
		schema.all().stream().filter(SchemaProperty::secret).forEach((property) -> names.add(last(property.name())));
		names.remove("");
		return new Comments(names, values(passages));
	}

	private static Set<String> values(List<Passage> passages) {
		return passages.stream()
			.map((passage) -> passage.value().strip())
			.filter(StringUtils::hasText)
			.collect(Collectors.toSet());
	}

	private static String last(String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.adapt(ANY.matcher(name).replaceFirst(""), '.');
		return property.isEmpty() ? "" : property.getLastElement(Form.UNIFORM);
	}

	/**
	 * Return the lines of a document as they may be seen. Of a comment that goes on over
	 * several lines all is masked that follows.
	 * @param lines the lines, in which secrets in use are masked
	 * @return the lines
	 */
	List<String> masked(List<String> lines) {
		List<String> masked = new ArrayList<>(lines.size());
		boolean hiding = false;
		for (String line : lines) {
			int begin = line.indexOf(BEGIN) + 1;
			hiding &= ((begin > 0) ? line.substring(0, begin - 1) : line).isBlank();
			hiding |= begin > 0 && isTelling(line.substring(begin));
			masked.add((begin > 0 && hiding) ? line.substring(0, begin) + " " + Secrets.MASK : line);
		}
		return masked;
	}

	private boolean isTelling(String comment) {
		return comment.contains(Secrets.CIPHER) || Secrets.isSecret("", comment) || isNamed(comment)
				|| BETWEEN.splitAsStream(comment).anyMatch(this.values::contains);
	}

	private boolean isNamed(String comment) {
		Matcher named = NAMED.matcher(comment);
		while (named.find()) {
			if (Secrets.isSecret(named.group(1), "") || this.names.contains(last(named.group(1)))) {
				return true;
			}
		}
		return false;
	}

}
