package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * In which form a file comes.
 */
enum ImportFormat {

	/**
	 * Found out by the file.
	 */
	AUTO,

	/**
	 * A file of Spring Boot: YAML, JSON or properties.
	 */
	BOOT,

	/**
	 * What {@code setpoint export etcd:/path/} has written.
	 */
	KEYS,

	/**
	 * What {@code consul kv export} has written.
	 */
	CONSUL,

	/**
	 * The archive that Apollo's portal exports.
	 */
	APOLLO,

	/**
	 * The archive that the console of Nacos exports.
	 */
	NACOS;

	Imported read(String name, byte[] bytes, String below, String only) {
		ImportFormat format = (this == AUTO) ? find(name, bytes) : this;
		return switch (format) {
			case CONSUL -> ConsulExport.read(name, text(name, bytes), below);
			case APOLLO -> Archive.apollo(name, bytes, only);
			case NACOS -> Archive.nacos(name, bytes, only);
			case KEYS -> KeyExport.read(name, text(name, bytes));
			default -> BootDocuments.read(name, text(name, bytes));
		};
	}

	private static String text(String name, byte[] bytes) {
		return TextFile.text(bytes, name);
	}

	private static ImportFormat find(String name, byte[] bytes) {
		if (Archive.isArchive(bytes)) {
			return Archive.isOfApollo(name, bytes) ? APOLLO : NACOS;
		}
		String text = new String(bytes, StandardCharsets.UTF_8).stripLeading();
		if (KeyExport.isExport(text)) {
			return KEYS;
		}
		boolean consul = name.toLowerCase(Locale.ROOT).endsWith(".json") && ConsulExport.isExport(text);
		return consul ? CONSUL : BOOT;
	}

}
