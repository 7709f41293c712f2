package io.setpoint.document;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * What a location may not say, whoever writes it: names that are kept out of it, and
 * placeholders, which would show the values of other sources.
 *
 * @since 0.1.0
 */
public final class Restriction {

	/**
	 * A location may say everything.
	 */
	public static final Restriction NONE = new Restriction(null, List.of(), true);

	private static final Pattern SPELLING = Pattern.compile("[^\\p{L}\\p{N}.]");

	private final @Nullable List<String> allowed;

	private final List<String> denied;

	private final boolean placeholders;

	private Restriction(@Nullable List<String> allowed, List<String> denied, boolean placeholders) {
		this.allowed = allowed;
		this.denied = denied;
		this.placeholders = placeholders;
	}

	/**
	 * Return a restriction. A name stands for itself and all names below it.
	 * @param allowed the only names that are taken, {@code null} for all
	 * @param denied the names that are left out, also where they are allowed
	 * @param placeholders whether values may have placeholders and expressions
	 * @return the restriction
	 */
	public static Restriction of(@Nullable Collection<String> allowed, Collection<String> denied,
			boolean placeholders) {
		return new Restriction(
				(allowed != null) ? allowed.stream().map(ConfigurationPropertyName::of).map(SortKey::of).toList()
						: null,
				denied.stream().map(ConfigurationPropertyName::of).map(Restriction::flat).toList(), placeholders);
	}

	/**
	 * Return a name so that it is denied in all its spellings: with brackets, whatever is
	 * inside of them, as well as without.
	 * @param name the name
	 * @return its text
	 */
	private static String flat(ConfigurationPropertyName name) {
		StringBuilder flat = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.UNIFORM).toLowerCase(Locale.ROOT);
			flat.append(SPELLING.matcher(element).replaceAll("")).append('.');
		}
		return flat.toString();
	}

	/**
	 * Return why a property is left out.
	 * @param name its name
	 * @param sortKey the name as it is sorted
	 * @return the reason, {@code null} if it is taken
	 */
	@Nullable String reason(ConfigurationPropertyName name, String sortKey) {
		if (!this.denied.isEmpty() && this.denied.stream().anyMatch(flat(name)::startsWith)) {
			return "it is ignored because 'denied-names' of 'setpoint.restrict' keep it out of this location";
		}
		if (this.allowed != null && this.allowed.stream().noneMatch((it) -> SortKey.isWithin(sortKey, it))) {
			return "it is ignored because it is not among the 'allowed-names' that 'setpoint.restrict' has for this"
					+ " location";
		}
		return null;
	}

	boolean isRefused(Object value) {
		if (this.placeholders) {
			return false;
		}
		String text = String.valueOf(value);
		return text.contains("${") || text.contains("#{");
	}

}
