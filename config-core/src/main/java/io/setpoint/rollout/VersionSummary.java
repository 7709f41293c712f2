package io.setpoint.rollout;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a version without its document, so that many can be listed.
 *
 * @param id its id, unique in the configuration
 * @param author who published it
 * @param description what it is for, or {@code null}
 * @param tags what else is to be known of it
 * @param parent the version that was stable when it was published, or {@code null}
 * @param createdAt when it was published
 * @param digest the SHA-256 of the document, in hexadecimal
 * @since 0.1.0
 */
public record VersionSummary(String id, String author, @Nullable String description, Map<String, String> tags,
		@Nullable String parent, Instant createdAt, String digest) {

	public VersionSummary {
		tags = Map.copyOf(tags);
		if (id == null || !Version.ID.matcher(id).matches() || createdAt == null || digest == null) {
			throw new InvalidRolloutStateException("A version needs an id, a time and a digest");
		}
	}

	/**
	 * Return what is known of a version.
	 * @param version the version
	 * @return the summary
	 */
	public static VersionSummary of(Version version) {
		return new VersionSummary(version.id(), version.author(), version.description(), version.tags(),
				version.parent(), version.createdAt(), version.digest());
	}

}
