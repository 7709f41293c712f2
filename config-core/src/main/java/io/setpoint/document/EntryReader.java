package io.setpoint.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Reads one key into properties.
 */
final class EntryReader {

	private static final ConfigurationPropertyName ACTIVATE = ConfigurationPropertyName.of("spring.config.activate");

	private static final List<String> RESERVED = Stream.of("spring.profiles", "spring.config", "setpoint")
		.map(ConfigurationPropertyName::of)
		.map(SortKey::of)
		.toList();

	private final String location;

	private final Intake intake;

	private final KeyValue keyValue;

	private final Placement placement;

	private final Map<String, Property> properties = new LinkedHashMap<>();

	private final List<Warning> warnings = new ArrayList<>();

	private boolean decrypted;

	private EntryReader(LocationContent location, KeyValue keyValue, Placement placement) {
		this.location = location.displayName();
		this.intake = location.intake();
		this.keyValue = keyValue;
		this.placement = placement;
	}

	/**
	 * Read a key, unless that was done a short while ago. What had to be decrypted is
	 * read each time, because it may be decrypted by another key then.
	 * @param location the location
	 * @param keyValue the key
	 * @return what it contributes
	 */
	static Entry read(LocationContent location, KeyValue keyValue) {
		RecentEntries recent = location.intake().recent();
		Entry known = (recent != null) ? recent.get(keyValue) : null;
		return (known != null) ? known : readAnew(location, keyValue);
	}

	private static Entry readAnew(LocationContent location, KeyValue keyValue) {
		try {
			Placement placement = location.isVersioned() ? Placement.ofVersion(location.prefix(), keyValue.key())
					: Placement.of(location.prefix(), keyValue.key());
			return new EntryReader(location, keyValue, placement).read();
		}
		catch (NoPropertyException ex) {
			return new Entry(keyValue, List.of(),
					List.of(new Warning(keyValue.key(), keyValue.modRevision(), null, null, ex.reason())));
		}
	}

	private Entry read() {
		List<Map<String, Located>> sections = new ArrayList<>(
				this.placement.format().read(this.keyValue.value(), this.placement.name().length()));
		if (this.placement.format() != Format.LEAF) {
			sections.removeIf(this::isConditional);
		}
		Sections.merge(sections).forEach(this::add);
		Entry entry = new Entry(this.keyValue, List.copyOf(this.properties.values()), List.copyOf(this.warnings));
		if (this.intake.recent() != null && !this.decrypted) {
			this.intake.recent().keep(entry);
		}
		return entry;
	}

	private boolean isConditional(Map<String, Located> section) {
		for (Map.Entry<String, Located> property : section.entrySet()) {
			String written = property.getKey();
			if (isActivation(written) || isActivation(spelling(written))) {
				warn(written, property.getValue(), "the part of the document that it makes conditional is ignored,"
						+ " use the location of a profile instead");
				return true;
			}
		}
		return false;
	}

	private boolean isActivation(String name) {
		return ACTIVATE.isAncestorOf(ConfigurationPropertyName.adapt(name, '.'));
	}

	private String spelling(String written) {
		return written.isEmpty() ? this.placement.name() : Sections.join(this.placement.name(), written);
	}

	private void add(String written, Located value) {
		String spelling = spelling(written);
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(spelling, '.');
		String plain = SortKey.ofPlain(spelling);
		String sortKey = (plain != null) ? plain : SortKey.of(name);
		if (name.getNumberOfElements() > Budget.MAX_ELEMENTS) {
			throw tooManyElements(value);
		}
		String restricted = this.intake.restriction().reason(name, sortKey);
		if (isIllegal(written)) {
			warn(spelling, value, "it is ignored because it is no legal property name");
		}
		else if (isReserved(sortKey)) {
			warn(spelling, value, "it is ignored because it has to be known before this location is read");
		}
		else if (restricted != null) {
			warn(spelling, value, restricted);
		}
		else {
			EtcdOrigin origin = new EtcdOrigin(this.location, this.keyValue.key(), this.keyValue.modRevision(),
					value.line(), value.column());
			this.properties.put(sortKey, new Property(name, sortKey, spelling, taken(spelling, value), origin,
					this.placement, this.properties.size()));
		}
	}

	private Object taken(String spelling, Located value) {
		Object plain = plain(spelling, value);
		if (this.intake.restriction().isRefused(plain)) {
			throw new KeyRefusedException("property '" + OneLine.name(spelling)
					+ "' has a placeholder or an expression, and 'placeholders' of 'setpoint.restrict' is 'none'"
					+ " for this location", "Write the value itself, without '${' and '#{'", value.line(),
					value.column());
		}
		return plain;
	}

	private Object plain(String spelling, Located value) {
		if (!(value.value() instanceof String text)) {
			return value.value();
		}
		try {
			String plain = this.intake.decryption().decrypt(text);
			this.decrypted |= !plain.equals(text);
			return plain;
		}
		catch (RuntimeException | LinkageError ex) {
			throw new KeyRefusedException("property '" + spelling + "' cannot be decrypted",
					"Encrypt it with the key that this application has, or give the application the key", value.line(),
					value.column());
		}
	}

	private RuntimeException tooManyElements(Located value) {
		return (this.placement.format() == Format.LEAF) ? Placement.tooManyElements()
				: new KeyRefusedException("a property name has more than " + Budget.MAX_ELEMENTS + " elements",
						"Nest less, or put brackets around the key of a map", value.line(), value.column());
	}

	private static boolean isReserved(String sortKey) {
		for (String reserved : RESERVED) {
			if (SortKey.isWithin(sortKey, reserved)) {
				return true;
			}
		}
		return false;
	}

	private boolean isIllegal(String written) {
		if (this.placement.format() == Format.LEAF) {
			return false;
		}
		return ConfigurationPropertyName.adapt(written, '.').isEmpty() || written.chars().anyMatch(SortKey::isReserved);
	}

	private void warn(String property, Located value, String reason) {
		this.warnings
			.add(new Warning(this.keyValue.key(), this.keyValue.modRevision(), property, value.line(), reason));
	}

}
