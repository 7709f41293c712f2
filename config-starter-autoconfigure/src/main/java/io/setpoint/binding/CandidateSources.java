package io.setpoint.binding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.setpoint.document.LocationPropertySource;
import io.setpoint.document.Preview;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;

/**
 * The sources of the environment in their order, with a candidate's contents in the place
 * of the locations. Also the property source that placeholders are looked up in, which
 * notes the names that were asked for. Confined to whoever binds.
 */
class CandidateSources extends PropertySource<ConfigurableEnvironment> {

	private static final String RANDOM = "random.";

	/**
	 * How many random values may be remembered beyond twice those that were needed when
	 * the others were forgotten.
	 */
	private static final int SPARE = 256;

	private List<PropertySource<?>> seen = List.of();

	private List<Layer> layers = List.of();

	private List<ConfigurationPropertySource> current = List.of();

	private List<ConfigurationPropertySource> unrestricted = List.of();

	private Set<ConfigurationPropertyName> references = new HashSet<>();

	private final Map<Draw, Object> draws = new HashMap<>();

	private ConfigurationPropertyName place = ConfigurationPropertyName.EMPTY;

	private final Expansion expansion = new Expansion();

	private Supplier<List<Contents>> others = List::of;

	private int drawn;

	private int needed;

	private boolean previewing;

	private @Nullable Contents previewed;

	private @Nullable Preview preview;

	CandidateSources(ConfigurableEnvironment environment) {
		super("candidate", environment);
	}

	/**
	 * Remember the random values of other contents as well.
	 * @param others what some subjects have instead of what is accepted
	 */
	void remember(Supplier<List<Contents>> others) {
		this.others = others;
	}

	/**
	 * Show nothing for a while: whoever is asked for while a type is bound may have
	 * another type bound in the midst of it.
	 * @return what was shown, to be {@link #resume resumed} by the same thread
	 */
	Shown suspend() {
		Shown shown = new Shown(this.current, this.unrestricted, this.references, this.place, this.drawn,
				(this.preview != null) ? this.previewed : null);
		hide();
		return shown;
	}

	/**
	 * Show again what was shown before.
	 * @param shown what was shown
	 */
	void resume(Shown shown) {
		hide();
		this.current = shown.current;
		this.unrestricted = shown.unrestricted;
		this.references = shown.references;
		this.place = shown.place;
		this.drawn = shown.drawn;
		preview(shown.previewed);
	}

	/**
	 * Show the properties of one type in a candidate, to be hidden by the same thread.
	 * @param prefix the prefix of the type
	 * @param contents the candidate's contents
	 */
	void show(ConfigurationPropertyName prefix, Contents contents) {
		adaptEnvironment();
		forgetDraws(contents);
		this.expansion.begin();
		this.references = new HashSet<>();
		preview(this.previewing ? contents : null);
		List<ConfigurationPropertySource> current = new ArrayList<>(this.layers.size());
		List<ConfigurationPropertySource> unrestricted = new ArrayList<>(this.layers.size());
		for (Layer layer : this.layers) {
			if (layer.mayHave(prefix)) {
				current.add(layer.restricted(prefix, contents));
			}
			unrestricted.add(layer.unrestricted(contents));
		}
		this.current = current;
		this.unrestricted = unrestricted;
	}

	private void preview(@Nullable Contents contents) {
		this.previewed = contents;
		this.preview = (contents != null) ? Preview.of(contents::of) : null;
	}

	/**
	 * Show the same properties again, after others may have been shown.
	 * @param prefix the prefix of the type
	 * @param contents the candidate's contents
	 * @param references the names that placeholders have asked for so far
	 */
	void showAgain(ConfigurationPropertyName prefix, Contents contents, Set<ConfigurationPropertyName> references) {
		show(prefix, contents);
		this.references = references;
	}

	/**
	 * The candidate needs no longer be shown.
	 */
	void hide() {
		if (this.preview != null) {
			this.preview.close();
			this.preview = null;
		}
	}

	Iterable<ConfigurationPropertySource> current() {
		return () -> this.current.iterator();
	}

	/**
	 * Whether a source may have properties whose names it does not tell.
	 * @return {@code true} if one of those with properties of the type may
	 */
	boolean isAnythingUntold() {
		return !this.current.stream().allMatch(IterableConfigurationPropertySource.class::isInstance);
	}

	/**
	 * Whether there is something to bind.
	 * @param name a name
	 * @return {@code true} if the name or one below it is set
	 */
	boolean has(ConfigurationPropertyName name) {
		return this.current.stream()
			.anyMatch((source) -> source.getConfigurationProperty(name) != null
					|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT);
	}

	/**
	 * Return a property of the type.
	 * @param name its name
	 * @return the property, {@code null} if it is not set
	 */
	@Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		return this.current.stream()
			.map((source) -> source.getConfigurationProperty(name))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the names that placeholders have asked for since the last
	 * {@link #show(ConfigurationPropertyName, Contents) show}.
	 * @return the names
	 */
	Set<ConfigurationPropertyName> references() {
		return this.references;
	}

	/**
	 * From now on placeholders are looked up for a property.
	 * @param name the name of the property
	 */
	void lookUpFor(ConfigurationPropertyName name) {
		this.place = name;
		this.drawn = 0;
		this.expansion.next();
	}

	/**
	 * The same properties are bound once more, which may bring in as much as before.
	 */
	void lookUpAnew() {
		this.expansion.begin();
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Object value = name.startsWith(RANDOM) ? drawn(name) : find(name);
		this.expansion.spend(value);
		return value;
	}

	private @Nullable Object drawn(String name) {
		return this.draws.computeIfAbsent(new Draw(this.place, this.drawn++, name), (draw) -> find(name));
	}

	/**
	 * Return how many random values are remembered.
	 * @return their number
	 */
	int draws() {
		return this.draws.size();
	}

	/**
	 * Forget the random values of places that are no more, neither in what is accepted
	 * nor in a candidate, nor in what some subjects have instead.
	 * @param contents the candidate's contents
	 */
	private void forgetDraws(Contents contents) {
		if (this.draws.size() > 2 * this.needed + SPARE) {
			List<Contents> needed = new ArrayList<>(this.others.get());
			needed.add(contents);
			needed.add(LocationPropertySource::content);
			this.draws.keySet().removeIf((draw) -> needed.stream().noneMatch((one) -> isSet(draw.place, one)));
			this.needed = this.draws.size();
		}
	}

	private boolean isSet(ConfigurationPropertyName name, Contents contents) {
		try {
			return this.layers.stream()
				.anyMatch((layer) -> layer.unrestricted(contents).getConfigurationProperty(name) != null);
		}
		catch (RuntimeException ex) {
			return true;
		}
	}

	private @Nullable Object find(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.ofIfValid(name);
		this.references.add((propertyName != null) ? propertyName : ConfigurationPropertyName.adapt(name, '.'));
		if (propertyName != null) {
			for (ConfigurationPropertySource source : this.unrestricted) {
				ConfigurationProperty property = source.getConfigurationProperty(propertyName);
				if (property != null) {
					return property.getValue();
				}
			}
		}
		return getUnadaptedProperty(name);
	}

	private @Nullable Object getUnadaptedProperty(String name) {
		for (Layer layer : this.layers) {
			Object value = layer.unadapted(name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private void adaptEnvironment() {
		List<PropertySource<?>> sources = new ArrayList<>(this.seen.size());
		collect(this.source, sources);
		if (!isSame(sources, this.seen)) {
			List<LocationPropertySource> direct = sources.stream()
				.filter(LocationPropertySource.class::isInstance)
				.map(LocationPropertySource.class::cast)
				.toList();
			this.layers = sources.stream().map((source) -> Layer.of(source, direct)).toList();
			this.previewing = this.layers.stream().anyMatch(Layer::asksLocations);
			LocationPropertySource.in(this.source).forEach((location) -> location.follow(this.source));
			this.seen = sources;
		}
	}

	private void collect(ConfigurableEnvironment environment, List<PropertySource<?>> sources) {
		for (PropertySource<?> candidate : environment.getPropertySources()) {
			if (candidate instanceof LocationPropertySource) {
				sources.add(candidate);
			}
			else if (isNested(candidate)) {
				collect((ConfigurableEnvironment) candidate.getSource(), sources);
			}
			else if (!(candidate instanceof StubPropertySource)
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(candidate)) {
				sources.add(candidate);
			}
		}
	}

	/**
	 * Boot looks into an environment within an environment, and so past whatever is
	 * around the source of a location.
	 * @param candidate a source of the environment
	 * @return whether it stands for the sources of another environment
	 */
	private static boolean isNested(PropertySource<?> candidate) {
		return candidate.getSource() instanceof ConfigurableEnvironment
				&& !LocationPropertySource.isContentOfLocation(candidate.getSource());
	}

	private static boolean isSame(List<PropertySource<?>> left, List<PropertySource<?>> right) {
		if (left.size() != right.size()) {
			return false;
		}
		for (int i = 0; i < left.size(); i++) {
			if (left.get(i) != right.get(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What is shown of a candidate for one type.
	 *
	 * @param current the sources with the properties of the type
	 * @param unrestricted the sources with all properties
	 * @param references the names that placeholders have asked for so far
	 * @param place the property that is bound
	 * @param drawn how many random values were drawn for it
	 * @param previewed what sources that ask the locations see, {@code null} if they see
	 * what is accepted
	 */
	record Shown(List<ConfigurationPropertySource> current, List<ConfigurationPropertySource> unrestricted,
			Set<ConfigurationPropertyName> references, ConfigurationPropertyName place, int drawn,
			@Nullable Contents previewed) {
	}

	/**
	 * A random value is drawn once for each place that asks for it: it does not change
	 * because something else did.
	 *
	 * @param place the property in whose value it stands
	 * @param number how many were drawn for that value before
	 * @param name what is asked for
	 */
	private record Draw(ConfigurationPropertyName place, int number, String name) {
	}

}
