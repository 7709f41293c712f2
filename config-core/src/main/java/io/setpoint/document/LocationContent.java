package io.setpoint.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.function.SingletonSupplier;

/**
 * The accepted keys of one location and the properties that they give. Immutable: a
 * change makes a new content, at a cost that grows with the change and not with the
 * content.
 * <p>
 * Where keys give the same property the most specific wins: a leaf over a document, then
 * the document that is nested deeper in the property names, then the longer path, then
 * the one whose key sorts first. When the winner is deleted the next one shows.
 * <p>
 * A document may have several parts that are separated by {@code ---} (or {@code #---} in
 * {@code .properties}); as in a file, a later part outranks an earlier one, and a list is
 * taken from one part only. What is for a profile belongs into the location of that
 * profile: a part with {@code spring.config.activate.*} is left out with a warning, so
 * that it never takes effect for everybody. JSON reads like the same text in YAML.
 *
 * @since 0.1.0
 */
public final class LocationContent {

	private final String prefix;

	private final String displayName;

	private final boolean versioned;

	private final ChunkedMap<Entry> entries;

	private final ChunkedMap<Slot> properties;

	private final Extent extent;

	private final Intake intake;

	private volatile String @Nullable [] propertyNames;

	LocationContent(String prefix, String displayName, boolean versioned, ChunkedMap<Entry> entries,
			ChunkedMap<Slot> properties, Extent extent, Intake intake) {
		this.prefix = prefix;
		this.displayName = displayName;
		this.versioned = versioned;
		this.entries = entries;
		this.properties = properties;
		this.extent = extent;
		this.intake = intake;
	}

	/**
	 * Return the content of a location that has no keys.
	 * @param prefix the prefix of its keys, ending with a slash
	 * @param displayName the name of the location in origins
	 * @return an empty content
	 */
	public static LocationContent empty(String prefix, String displayName) {
		return empty(prefix, displayName, false);
	}

	/**
	 * Return the content of a location that shows one version of a configuration, before
	 * it shows any. Whatever its key is called, the value is a YAML document at the root.
	 * @param prefix the prefix of the versions' keys, ending with a slash
	 * @param displayName the name of the location in origins
	 * @return an empty content
	 */
	public static LocationContent ofVersions(String prefix, String displayName) {
		return empty(prefix, displayName, true);
	}

	private static LocationContent empty(String prefix, String displayName, boolean versioned) {
		return new LocationContent(prefix, displayName, versioned, ChunkedMap.empty((key, next) -> false),
				ChunkedMap.empty(SortKey::isSameList), Extent.NONE, versioned ? Intake.ofVersions() : Intake.PLAIN);
	}

	/**
	 * Return a content that reads what it is given from now on by way of a decryption.
	 * What it has already stays as it is, and so do the keys themselves.
	 * @param decryption decrypts values
	 * @return the content
	 */
	public LocationContent decryptedBy(Decryption decryption) {
		return taking(this.intake.decryptedBy(decryption));
	}

	/**
	 * Return a content that takes nothing from now on that a restriction keeps out of it.
	 * What it has already stays.
	 * @param restriction what the location may not say
	 * @return the content
	 */
	public LocationContent restrictedBy(Restriction restriction) {
		return taking(this.intake.restrictedBy(restriction));
	}

	private LocationContent taking(Intake intake) {
		return new LocationContent(this.prefix, this.displayName, this.versioned, this.entries, this.properties,
				this.extent, intake);
	}

	/**
	 * Return the content after some changes. Of several changes of one key only the last
	 * counts. A refused key keeps what it contributed before.
	 * @param changes the changes, in the order of their revisions
	 * @return the new content with what changed and what was refused
	 */
	public Update with(Collection<Change> changes) {
		return new ContentUpdate(this).apply(changes);
	}

	/**
	 * Return the names to which some changes contribute something else than before,
	 * whether or not it wins there. Where a key cannot be read these are all that it
	 * contributes now. Costs less than to take the changes up.
	 * @param changes the changes, each of another key
	 * @return the names
	 */
	public Set<ConfigurationPropertyName> contributed(Collection<Change> changes) {
		return new ContentUpdate(this).contributed(changes);
	}

	/**
	 * Return the names that a key contributes to, whether or not it wins there.
	 * @param key the whole key
	 * @return the names, empty if the key is not here
	 */
	public Set<ConfigurationPropertyName> names(String key) {
		Entry entry = this.entries.get(key);
		return (entry != null) ? entry.properties().stream().map(Property::name).collect(Collectors.toUnmodifiableSet())
				: Set.of();
	}

	/**
	 * Return what a key is called after, whatever its value is.
	 * @param key the whole key
	 * @return the name of its property, or of those that its document is nested under
	 */
	public ConfigurationPropertyName place(String key) {
		return this.versioned ? ConfigurationPropertyName.EMPTY : Placement.nameOf(this.prefix, key);
	}

	/**
	 * Return an accepted key.
	 * @param key the whole key
	 * @return the key as it was accepted last, or {@code null}
	 */
	public @Nullable KeyValue entry(String key) {
		Entry entry = this.entries.get(key);
		return (entry != null) ? entry.keyValue() : null;
	}

	/**
	 * Return all accepted keys in their order. Takes time in proportion to their number.
	 * @return the keys
	 */
	public List<KeyValue> entries() {
		List<KeyValue> entries = new ArrayList<>(keyCount());
		this.entries.chunks().forEach((chunk) -> chunk.values().forEach((entry) -> entries.add(entry.keyValue())));
		return Collections.unmodifiableList(entries);
	}

	/**
	 * Return what was left out of accepted keys. Takes time in proportion to their
	 * number.
	 * @return the warnings, in the order of the keys
	 */
	public List<Warning> warnings() {
		return this.entries.chunks()
			.stream()
			.flatMap((chunk) -> chunk.values().stream())
			.flatMap((entry) -> entry.warnings().stream())
			.toList();
	}

	/**
	 * Return the number of accepted keys.
	 * @return the number
	 */
	public int keyCount() {
		return this.entries.size();
	}

	/**
	 * Return the number of properties.
	 * @return the number
	 */
	public int propertyCount() {
		return this.properties.size();
	}

	/**
	 * Return the version that is shown.
	 * @return the id of the version, {@code null} if the location has no versions or
	 * shows none yet
	 */
	public @Nullable String version() {
		if (!this.versioned || this.entries.size() == 0) {
			return null;
		}
		return this.entries.chunks().get(0).values().get(0).keyValue().key().substring(this.prefix.length());
	}

	/**
	 * Return whether the location shows one version of a configuration, which replaces
	 * the one before as a whole.
	 * @return whether it has versions
	 */
	public boolean isVersioned() {
		return this.versioned;
	}

	/**
	 * Return the prefix of the keys.
	 * @return the prefix, ending with a slash
	 */
	public String prefix() {
		return this.prefix;
	}

	/**
	 * Return the name of the location.
	 * @return the name, as in origins
	 */
	public String displayName() {
		return this.displayName;
	}

	/**
	 * Return the properties as a source for Boot's binder, restricted to a name and its
	 * descendants. Look-ups take logarithmic time; iteration gives the names in their
	 * original spelling and in the order in which they are written, and visits the
	 * restricted range only.
	 * @param prefix the name, {@link ConfigurationPropertyName#EMPTY} for all properties
	 * @return the source
	 */
	public IterableConfigurationPropertySource source(ConfigurationPropertyName prefix) {
		return new ContentConfigurationPropertySource(this, prefix, null);
	}

	/**
	 * Return what the properties are, as they are written.
	 * @return the values by name, in the order of the names
	 */
	public Map<String, Object> properties() {
		IterableConfigurationPropertySource source = source(ConfigurationPropertyName.EMPTY);
		Map<String, Object> properties = new TreeMap<>();
		for (ConfigurationPropertyName name : source) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				properties.put(name.toString(), property.getValue());
			}
		}
		return properties;
	}

	/**
	 * Return the properties as {@link #source(ConfigurationPropertyName)} does, with the
	 * values that a wrapper around the location's source makes of them.
	 * @param prefix the name
	 * @param wrapper the wrapper, which has to see this content
	 * @return the source
	 */
	public IterableConfigurationPropertySource source(ConfigurationPropertyName prefix, PropertySource<?> wrapper) {
		return new ContentConfigurationPropertySource(this, prefix, wrapper);
	}

	/**
	 * Return where a property is written: in one key, or in several, of which the first
	 * one wins.
	 * @param name the name of the property, however it is spelled
	 * @return the places, empty if it is not here
	 */
	public List<EtcdOrigin> origins(ConfigurationPropertyName name) {
		Slot slot = this.properties.get(SortKey.of(name));
		return (slot != null) ? slot.properties().stream().map(Property::origin).toList() : List.of();
	}

	Intake intake() {
		return this.intake;
	}

	ChunkedMap<Entry> entryTable() {
		return this.entries;
	}

	ChunkedMap<Slot> propertyTable() {
		return this.properties;
	}

	/**
	 * Return how much the location holds.
	 * @return what its keys contribute
	 */
	public Extent extent() {
		return this.extent;
	}

	/**
	 * Return the property that wins for a name as it is spelled in the content.
	 * @param name the name
	 * @return the property, or {@code null}
	 */
	@Nullable Property property(String name) {
		Slot slot = this.properties.get(SortKey.of(name));
		return (slot != null && slot.isSpelled(name)) ? slot.winner() : null;
	}

	/**
	 * Return the names of all properties as they are spelled, always in the same array.
	 * @return the names
	 */
	String[] propertyNames() {
		String[] names = this.propertyNames;
		if (names == null) {
			names = this.properties.startingWith("")
				.stream()
				.map(Slot::winner)
				.sorted(Property.written())
				.map(Property::spelling)
				.toArray(String[]::new);
			this.propertyNames = names;
		}
		return names;
	}

	@Override
	public String toString() {
		return this.displayName + " with " + keyCount() + " keys and " + propertyCount() + " properties";
	}

	/**
	 * What came of some changes. Belongs to one thread.
	 */
	public static final class Update {

		private final LocationContent content;

		private final Supplier<Set<ConfigurationPropertyName>> changed;

		private final Supplier<Set<ConfigurationPropertyName>> contributed;

		private final List<Problem> problems;

		private final List<Warning> warnings;

		private final boolean crowded;

		Update(LocationContent content, Supplier<Set<ConfigurationPropertyName>> changed,
				Supplier<Set<ConfigurationPropertyName>> contributed, List<Problem> problems, List<Warning> warnings,
				boolean crowded) {
			this.content = content;
			this.changed = SingletonSupplier.of(changed);
			this.contributed = SingletonSupplier.of(contributed);
			this.problems = problems;
			this.warnings = warnings;
			this.crowded = crowded;
		}

		/**
		 * Return the content after the changes.
		 * @return the content
		 */
		public LocationContent content() {
			return this.content;
		}

		/**
		 * Return the names whose winning value or presence is another one; a new origin
		 * alone is no change. They are worked out when they are first asked for, which a
		 * start does not.
		 * @return the names
		 */
		public Set<ConfigurationPropertyName> changed() {
			return this.changed.get();
		}

		/**
		 * Return the names to which a changed key contributes something else than before,
		 * whether or not it wins there. They are worked out when they are first asked
		 * for.
		 * @return the names
		 */
		public Set<ConfigurationPropertyName> contributed() {
			return this.contributed.get();
		}

		/**
		 * Return the keys that were refused.
		 * @return why each was
		 */
		public List<Problem> problems() {
			return this.problems;
		}

		/**
		 * Return what was left out of keys that were accepted.
		 * @return the warnings
		 */
		public List<Warning> warnings() {
			return this.warnings;
		}

		/**
		 * Return whether a key was refused because the location holds too much.
		 * @return whether one was
		 */
		public boolean crowded() {
			return this.crowded;
		}

	}

}
