package io.setpoint.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.jspecify.annotations.Nullable;

/**
 * Archives that other configuration servers export, with one file for each namespace or
 * data id.
 */
final class Archive {

	private static final int MAX_BYTES = 64 * 1024 * 1024;

	private static final Set<String> READABLE = Set.of("properties", "yaml", "yml", "json");

	private final String source;

	private final Map<String, String> files = new TreeMap<>();

	private final List<Part> parts = new ArrayList<>();

	private final List<String> remarks = new ArrayList<>();

	private Archive(String source) {
		this.source = source;
	}

	static boolean isArchive(byte[] bytes) {
		return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K';
	}

	static boolean isOfApollo(String source, byte[] bytes) {
		return names(source, bytes).keySet().stream().anyMatch((name) -> simple(name).split("\\+", -1).length == 3);
	}

	/**
	 * Read an archive of Apollo: {@code app+cluster+namespace.properties}. What is in the
	 * namespace {@code application} outranks the others.
	 * @param source the name of the archive
	 * @param bytes the archive
	 * @param only the namespace that is taken, empty for all
	 * @return its properties
	 */
	static Imported apollo(String source, byte[] bytes, String only) {
		Archive archive = open(source, bytes);
		archive.files.forEach((name, text) -> {
			String[] words = simple(name).split("\\+", -1);
			String namespace = (words.length == 3) ? words[2] : "";
			if (words.length == 3 && (only.isEmpty() || stem(namespace).equals(only))) {
				archive.add(namespace, null, text);
			}
		});
		archive.parts.sort((one, other) -> Boolean.compare(stem(one.source()).equals("application"),
				stem(other.source()).equals("application")));
		return archive.imported(only, "namespace");
	}

	/**
	 * Read an archive of Nacos: {@code GROUP/data-id}. What is called as another one with
	 * a profile behind it is for that profile, as Spring Cloud Alibaba has it.
	 * @param source the name of the archive
	 * @param bytes the archive
	 * @param only the data id that is taken, with those of its profiles; empty for all
	 * @return its properties
	 */
	static Imported nacos(String source, byte[] bytes, String only) {
		Archive archive = open(source, bytes);
		Map<String, String> stems = new LinkedHashMap<>();
		archive.files.keySet().forEach((name) -> stems.put(stem(simple(name)), name));
		archive.files.forEach((name, text) -> {
			String id = simple(name);
			String base = base(stem(id), stems.keySet());
			if (!id.startsWith(".") && (only.isEmpty() || only.equals(id) || only.equals(base))) {
				archive.add(id, base.equals(stem(id)) ? null : stem(id).substring(base.length() + 1), text);
			}
		});
		return archive.imported(only, "data id");
	}

	private static String base(String stem, Set<String> stems) {
		for (int dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
			if (stems.contains(stem.substring(0, dash))) {
				return stem.substring(0, dash);
			}
		}
		return stem;
	}

	private Imported imported(String only, String what) {
		if (this.parts.isEmpty()) {
			throw RefusedException.refused("There is nothing to import in '" + this.source + "'"
					+ (only.isEmpty() ? "" : " under the " + what + " '" + only + "'") + ", it has "
					+ (this.files.isEmpty() ? "no files" : String.join(", ", this.files.keySet())));
		}
		return Imported.of(this.parts, null, this.remarks);
	}

	private void add(String name, @Nullable String profile, String text) {
		String ending = ending(name);
		if (!READABLE.contains(ending)) {
			this.remarks.add("'" + name + "' of '" + this.source + "' is left out: '" + ending
					+ "' has no properties that Spring Boot reads");
			return;
		}
		Imported read = BootDocuments.read(name, text);
		this.remarks.addAll(read.remarks());
		read.parts()
			.forEach((part) -> this.parts
				.add(new Part(name, (part.profile() != null) ? part.profile() : profile, part.properties())));
	}

	private static Archive open(String source, byte[] bytes) {
		Archive archive = new Archive(source);
		names(source, bytes).forEach((name, content) -> {
			if (!simple(name).endsWith(".metadata") && !simple(name).startsWith(".")) {
				archive.files.put(name, TextFile.text(content, name));
			}
		});
		return archive;
	}

	private static Map<String, byte[]> names(String source, byte[] bytes) {
		Map<String, byte[]> files = new TreeMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
			int left = MAX_BYTES;
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				byte[] content = entry.isDirectory() ? new byte[0] : zip.readNBytes(left + 1);
				left -= content.length;
				if (left < 0) {
					throw RefusedException.refused("'" + source + "' unpacks to more than " + MAX_BYTES + " bytes");
				}
				if (!entry.isDirectory()) {
					files.put(entry.getName(), content);
				}
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			throw RefusedException.refused("'" + source + "' is no archive that can be read: export it again");
		}
		return files;
	}

	private static String simple(String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	private static String stem(String name) {
		int dot = name.lastIndexOf('.');
		return (dot > 0) ? name.substring(0, dot) : name;
	}

	private static String ending(String name) {
		int dot = name.lastIndexOf('.');
		return (dot > 0) ? name.substring(dot + 1) : "properties";
	}

}
