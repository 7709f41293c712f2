package io.setpoint.configdata;

import java.util.List;
import java.util.function.Function;

import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.logging.DeferredLogFactory;

/**
 * An import from etcd as config data.
 *
 * @since 0.1.0
 */
public final class EtcdConfigDataResource extends ConfigDataResource {

	private final ImportPlace place;

	private final boolean profileSpecific;

	EtcdConfigDataResource(ImportPlace place, boolean profileSpecific) {
		super(place.isOptional());
		this.place = place;
		this.profileSpecific = profileSpecific;
	}

	/**
	 * Give a location a place among the property sources, to be read when the environment
	 * has all its settings.
	 * @param name what is imported
	 * @param optional whether the application may start without it
	 * @param location creates the location when the settings are known
	 * @param context the context of the import
	 * @param logFactory logs when logging is ready
	 * @return the import
	 */
	public static EtcdConfigDataResource of(String name, boolean optional,
			Function<SetpointProperties, ImportedLocation> location, ConfigDataLocationResolverContext context,
			DeferredLogFactory logFactory) {
		Imports.register(context.getBootstrapContext(), logFactory);
		return new EtcdConfigDataResource(
				new ImportPlace(name, (settings) -> List.of(location.apply(settings.properties())), optional), false);
	}

	ImportPlace place() {
		return this.place;
	}

	boolean isProfileSpecific() {
		return this.profileSpecific;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EtcdConfigDataResource that && this.place.equals(that.place);
	}

	@Override
	public int hashCode() {
		return this.place.hashCode();
	}

	@Override
	public String toString() {
		return this.place.getName();
	}

}
