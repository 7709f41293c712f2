package io.setpoint.configdata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.setpoint.document.Decryption;
import io.setpoint.document.LocationPropertySource;

import org.springframework.boot.bootstrap.BootstrapContext;

/**
 * The one property source of each location.
 */
class LocationSources {

	private final Map<String, LocationPropertySource> sources = new LinkedHashMap<>();

	private final Decryption decryption;

	LocationSources() {
		this(Decryption.NONE);
	}

	private LocationSources(Decryption decryption) {
		this.decryption = decryption;
	}

	/**
	 * Create the sources of an application.
	 * @param bootstrapContext knows whether values may be encrypted
	 * @return the sources
	 */
	static LocationSources of(BootstrapContext bootstrapContext) {
		return bootstrapContext.isRegistered(Decryption.class)
				? new LocationSources(Objects.requireNonNull(bootstrapContext.get(Decryption.class)))
				: new LocationSources();
	}

	synchronized LocationPropertySource get(ImportedLocation location, Settings settings) {
		return this.sources
			.computeIfAbsent(location.prefix(), (prefix) -> new LocationPropertySource(location.displayName(),
					location.empty().decryptedBy(this.decryption).restrictedBy(settings.restrictions().of(location))));
	}

	synchronized List<LocationPropertySource> all() {
		return List.copyOf(this.sources.values());
	}

}
