package io.setpoint.configdata;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.EnumerablePropertySource;

/**
 * Keeps the place of an import among the property sources until all files have been read.
 * Only then it is known where etcd is and which locations the import stands for: what is
 * for a profile may say so.
 */
final class ImportPlace extends EnumerablePropertySource<Function<Settings, List<? extends ImportedLocation>>> {

	private static final String[] NONE = {};

	private static final String IMPORT = "import of ";

	private static final String CONVENTIONAL = IMPORT + EtcdConfigDataLocationResolver.PREFIX;

	private final boolean optional;

	/**
	 * Create a place.
	 * @param name the name of the place, which differs from those of all locations
	 * @param locations gives the locations of the import, weakest first
	 * @param optional whether the application may start without them
	 */
	ImportPlace(String name, Function<Settings, List<? extends ImportedLocation>> locations, boolean optional) {
		super(IMPORT + name, locations);
		this.optional = optional;
	}

	/**
	 * Return whether it stands for what is named after the application.
	 * @return whether the import says no more than where it is from
	 */
	boolean isConventional() {
		return getName().equals(CONVENTIONAL);
	}

	List<? extends ImportedLocation> locations(Settings settings) {
		return getSource().apply(settings);
	}

	boolean isOptional() {
		return this.optional;
	}

	@Override
	public String[] getPropertyNames() {
		return NONE;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return null;
	}

}
