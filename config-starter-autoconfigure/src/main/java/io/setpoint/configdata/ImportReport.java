package io.setpoint.configdata;

import java.util.Collection;
import java.util.List;

import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;

/**
 * Says what the imports of an application have found in etcd, and that they have found
 * nothing: a path that is not the one that is meant looks like that. What an application
 * starts with when etcd is away was said already.
 */
final class ImportReport {

	private final ImportSession session;

	private final Log logger;

	ImportReport(ImportSession session, Log logger) {
		this.session = session;
		this.logger = logger;
	}

	void tell(Collection<ImportPlace> places) {
		if (this.session.settings().name() == null && places.stream().anyMatch(ImportPlace::isConventional)) {
			tellOfMissingName();
		}
		long revision = this.session.image().revision();
		if (!this.session.isCurrent() || revision == 0) {
			return;
		}
		this.session.sources().forEach((source) -> tell(source.content(), revision));
		for (ImportPlace place : places) {
			List<? extends ImportedLocation> locations = place.locations(this.session.settings());
			if (!place.isOptional() && !locations.isEmpty() && locations.stream().noneMatch(this::hasKeys)) {
				this.logger.warn("The " + place.getName() + " has found no keys at revision " + revision
						+ " of etcd: put some, or correct the path. Until then the other sources count");
			}
		}
	}

	private void tellOfMissingName() {
		this.logger.warn("'" + SettingsReader.NAME + "' is not set, so the import of 'etcd:' is of what all"
				+ " applications have in common, and of nothing of this one: set it, or name the location");
	}

	private void tell(LocationContent content, long revision) {
		String found = content.isVersioned()
				? (content.version() != null) ? "version '" + content.version() + "'" : "no version yet"
				: content.keyCount() + ((content.keyCount() == 1) ? " key" : " keys");
		this.logger.info(content.displayName() + " has " + found + " at revision " + revision + " of etcd"
				+ ((this.session.snapshotFile() != null)
						? "; its last good state is kept in '" + this.session.snapshotFile() + "'" : ""));
	}

	/**
	 * Return whether a location has keys, or one of a profile that comes with it. What is
	 * no prefix of keys may be empty for good reasons.
	 * @param location the location
	 * @return whether it is not to be wondered at
	 */
	private boolean hasKeys(ImportedLocation location) {
		if (!(location instanceof Location plain) || plain.profileSpecific()) {
			return true;
		}
		String ofProfiles = location.prefix().substring(0, location.prefix().length() - 1) + ",";
		return this.session.sources()
			.stream()
			.map(LocationPropertySource::content)
			.filter((content) -> content.prefix().equals(location.prefix()) || content.prefix().startsWith(ofProfiles))
			.anyMatch((content) -> content.keyCount() > 0);
	}

}
