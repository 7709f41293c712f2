package io.setpoint.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * One immutable content of a configuration.
 *
 * @param id its id, unique in the configuration
 * @param author who published it
 * @param description what it is for, or {@code null}
 * @param tags what else is to be known of it
 * @param parent the version that was stable when it was published, or {@code null}
 * @param createdAt when it was published
 * @param digest the SHA-256 of the document, in hexadecimal
 * @param document the properties, as YAML
 * @since 0.1.0
 */
public record Version(String id, String author, @Nullable String description, Map<String, String> tags,
		@Nullable String parent, Instant createdAt, String digest, String document) {

	/**
	 * The largest document that is taken, in bytes.
	 */
	public static final int MAX_DOCUMENT_BYTES = 1024 * 1024;

	static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

	private static final int SHORT_DIGEST = 12;

	public Version {
		tags = Map.copyOf(tags);
		if (!isId(id)) {
			throw new InvalidVersionException("The version id '" + id
					+ "' is not allowed: use up to 128 letters, digits, dots, dashes and underscores");
		}
		int size = document.getBytes(StandardCharsets.UTF_8).length;
		if (size > MAX_DOCUMENT_BYTES) {
			throw new InvalidVersionException("The document of version '" + id + "' has " + size + " bytes, at most "
					+ MAX_DOCUMENT_BYTES + " are taken");
		}
		if (!digest.equals(DigestUtils.sha256Hex(document))) {
			throw new InvalidVersionException(
					"The digest of version '" + id + "' does not match its document: it was altered");
		}
	}

	/**
	 * Create a version.
	 * @param id its id, or {@code null} for {@code cfg-yyyyMMdd-<digest>}
	 * @param author who publishes it
	 * @param description what it is for, or {@code null}
	 * @param tags what else is to be known of it
	 * @param parent the stable version, or {@code null}
	 * @param createdAt now
	 * @param document the properties, as YAML
	 * @return the version
	 * @throws InvalidVersionException if the id or the size is not allowed
	 */
	public static Version of(@Nullable String id, String author, @Nullable String description, Map<String, String> tags,
			@Nullable String parent, Instant createdAt, String document) {
		String digest = DigestUtils.sha256Hex(document);
		String name = (id != null) ? id : "cfg-" + DAY.format(createdAt) + "-" + digest.substring(0, SHORT_DIGEST);
		return new Version(name, author, description, tags, parent, createdAt, digest, document);
	}

	/**
	 * Return whether a version may be called like this.
	 * @param id the id
	 * @return whether it is allowed
	 */
	public static boolean isId(String id) {
		return ID.matcher(id).matches();
	}

	/**
	 * Says which version it is, never its document.
	 */
	@Override
	public String toString() {
		return "version '" + this.id + "' of " + this.createdAt + " by " + this.author;
	}

}
