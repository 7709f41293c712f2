package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The imports of an application. Each takes its place while config data is processed, and
 * is read when the environment has all of it, those files included that are for a
 * profile: they may say where etcd is, who the instance is and what its name is.
 */
class Imports {

	/**
	 * The property source by which Spring Cloud marks the environment of its bootstrap
	 * context.
	 */
	private static final String BOOTSTRAP = "bootstrap";

	private final DeferredLogFactory logFactory;

	private final LocationSources sources;

	private final Map<String, List<LocationPropertySource>> read = new HashMap<>();

	private final Set<ImportPlace> imported = new LinkedHashSet<>();

	private @Nullable ImportSession session;

	Imports(DeferredLogFactory logFactory, LocationSources sources) {
		this.logFactory = logFactory;
		this.sources = sources;
	}

	/**
	 * Register the imports of an application, once.
	 * @param bootstrapContext keeps them until there is an application context
	 * @param logFactory logs when logging is ready
	 */
	static void register(ConfigurableBootstrapContext bootstrapContext, DeferredLogFactory logFactory) {
		if (!bootstrapContext.isRegistered(Imports.class)) {
			Imports imports = new Imports(logFactory, LocationSources.of(bootstrapContext));
			bootstrapContext.register(Imports.class, InstanceSupplier.of(imports));
			bootstrapContext.addCloseListener((event) -> imports.promote(event.getApplicationContext()));
		}
	}

	/**
	 * Return what stands for an import in the environment.
	 * @param place the place of the import
	 * @return its sources, weakest first, or the place itself as long as it is not read
	 */
	synchronized List<? extends PropertySource<?>> sources(ImportPlace place) {
		List<LocationPropertySource> sources = this.read.get(place.getName());
		return (sources != null) ? sources : List.of(place);
	}

	/**
	 * Read all imports that have a place in an environment, and put them there.
	 * @param environment the environment, with all config data
	 */
	synchronized void read(ConfigurableEnvironment environment) {
		MutablePropertySources propertySources = environment.getPropertySources();
		List<ImportPlace> places = propertySources.stream()
			.filter(ImportPlace.class::isInstance)
			.map(ImportPlace.class::cast)
			.toList();
		if (!places.isEmpty() && propertySources.contains(BOOTSTRAP)) {
			places.forEach((place) -> leaveOut(place, propertySources));
		}
		else if (!places.isEmpty() && !new SettingsReader(environment).isEnabled()) {
			switchOff(places, propertySources);
		}
		else if (!places.isEmpty()) {
			ImportSession session = session(environment);
			this.imported.addAll(places);
			Set<String> taken = new HashSet<>();
			places.forEach((place) -> take(place, session.settings(), propertySources, taken));
			reversed(places).forEach((place) -> place.locations(session.settings())
				.forEach((location) -> session.load(location, place.isOptional())));
			session.tellOutage();
		}
	}

	/**
	 * What Spring Cloud's bootstrap context holds becomes a default of the application
	 * that stays as it is, also when its key is deleted.
	 * @param place the place of an import
	 * @param propertySources the sources of the bootstrap context
	 */
	private void leaveOut(ImportPlace place, MutablePropertySources propertySources) {
		propertySources.remove(place.getName());
		this.logFactory.getLog(Imports.class)
			.info("Spring Cloud's bootstrap context leaves out the " + place.getName()
					+ "; the application reads it if its own configuration imports it");
	}

	private void switchOff(List<ImportPlace> places, MutablePropertySources propertySources) {
		for (ImportPlace place : places) {
			this.read.put(place.getName(), List.of());
			propertySources.remove(place.getName());
		}
		this.logFactory.getLog(Imports.class)
			.info("'setpoint.enabled' is false, so nothing is read from etcd: left out are the "
					+ places.stream().map(ImportPlace::getName).distinct().collect(Collectors.joining(", the ")));
	}

	private ImportSession session(ConfigurableEnvironment environment) {
		if (this.session == null) {
			this.session = ImportSessions.create(this.sources, environment, this.logFactory);
		}
		return this.session;
	}

	/**
	 * Replace a place by the sources of its locations. A location that is imported twice
	 * keeps the stronger place; what an application has left in the environment that ran
	 * before this one gives way.
	 * @param place the place
	 * @param settings say which locations it stands for
	 * @param propertySources the sources of the environment
	 * @param taken the locations that have a stronger place
	 */
	private void take(ImportPlace place, Settings settings, MutablePropertySources propertySources, Set<String> taken) {
		List<LocationPropertySource> sources = place.locations(settings)
			.stream()
			.map((location) -> this.sources.get(location, settings))
			.toList();
		this.read.put(place.getName(), sources);
		for (LocationPropertySource source : reversed(sources)) {
			if (taken.add(source.getName())) {
				propertySources.addBefore(place.getName(), source);
			}
		}
		propertySources.remove(place.getName());
	}

	private static <T> List<T> reversed(List<T> list) {
		List<T> reversed = new ArrayList<>(list);
		Collections.reverse(reversed);
		return reversed;
	}

	private void promote(ConfigurableApplicationContext context) {
		read(context.getEnvironment());
		ImportSession session = this.session;
		if (session != null) {
			warnOfUnused(session.settings().restrictions());
			new ImportReport(session, this.logFactory.getLog(ImportSession.class)).tell(this.imported);
			session.promote(context.getBeanFactory());
		}
	}

	private void warnOfUnused(Restrictions restrictions) {
		List<String> imported = this.sources.all().stream().map(LocationPropertySource::getName).toList();
		restrictions.locations()
			.stream()
			.filter((location) -> !imported.contains(location))
			.forEach((location) -> this.logFactory.getLog(Imports.class)
				.warn("'setpoint.restrict.locations[" + location
						+ "]' restricts nothing: this application does not import that location"));
	}

}
