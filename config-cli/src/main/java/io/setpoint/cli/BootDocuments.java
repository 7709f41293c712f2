package io.setpoint.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.setpoint.document.LocationContent;
import io.setpoint.text.EmptyDocument;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Files that Spring Boot reads, by its own loaders, so that names come out as they will
 * bind.
 */
final class BootDocuments {

	private static final String ON_PROFILE = "spring.config.activate.on-profile";

	private static final String ACTIVATE = "spring.config.activate.";

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");

	private static final List<String> RESERVED = List.of("spring.config.", "spring.profiles.", "setpoint.");

	private final String source;

	private final List<Part> parts = new ArrayList<>();

	private final List<String> remarks = new ArrayList<>();

	private BootDocuments(String source) {
		this.source = source;
	}

	/**
	 * Read a file.
	 * @param source its name, whose ending says how it is read
	 * @param text what is in it
	 * @return its parts
	 * @throws RefusedException if it is none, with line and column
	 */
	static Imported read(String source, String text) {
		check(source, text);
		if (EmptyDocument.isMeant(text)) {
			return Imported.of(List.of(), text, List.of());
		}
		BootDocuments documents = new BootDocuments(source);
		documents.load(text);
		boolean whole = documents.parts.size() == 1 && documents.parts.get(0).profile() == null
				&& documents.remarks.isEmpty() && !isProperties(source);
		return Imported.of(documents.parts, whole ? text : null, documents.remarks);
	}

	private static boolean isProperties(String source) {
		return source.endsWith(".properties");
	}

	private static void check(String source, String text) {
		String name = isProperties(source) ? "/application.properties" : "/application.yaml";
		LocationContent.Update update = LocationContent.empty("/", source)
			.with(List.of(new io.setpoint.store.Change.Put(Reference.entry(name, text))));
		if (!update.problems().isEmpty()) {
			throw RefusedException.refused("'" + source + "' cannot be read",
					update.problems().stream().map(Problem::of).toList());
		}
	}

	private void load(String text) {
		PropertySourceLoader loader = isProperties(this.source) ? new PropertiesPropertySourceLoader()
				: new YamlPropertySourceLoader();
		Resource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getFilename() {
				return BootDocuments.this.source;
			}

		};
		try {
			loader.load(this.source, resource).forEach(this::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw RefusedException.refused("'" + this.source + "' cannot be read as Spring Boot reads it");
		}
	}

	private void add(PropertySource<?> section) {
		Map<String, Object> written = new LinkedHashMap<>();
		((MapPropertySource) section).getSource().forEach((name, value) -> written.put(name, plain(value)));
		List<@Nullable String> profiles = profiles(written);
		Map<String, Object> properties = new LinkedHashMap<>();
		written.forEach((name, value) -> {
			if (RESERVED.stream().noneMatch(name::startsWith)) {
				properties.put(name, value);
			}
			else if (!name.startsWith(ACTIVATE)) {
				this.remarks.add("'" + name + "' of '" + this.source
						+ "' is left out: it has to be known before configuration is read");
			}
		});
		if (!properties.isEmpty()) {
			profiles.forEach((profile) -> this.parts.add(new Part(this.source, profile, properties)));
		}
	}

	private List<@Nullable String> profiles(Map<String, Object> written) {
		List<@Nullable String> profiles = new ArrayList<>();
		for (Map.Entry<String, Object> property : written.entrySet()) {
			String name = property.getKey();
			if (INDEX.matcher(name).replaceFirst("").equals(ON_PROFILE)) {
				for (String profile : String.valueOf(property.getValue()).split(",")) {
					profiles.add(profile.strip());
				}
			}
			else if (name.startsWith(ACTIVATE)) {
				throw RefusedException.refused("'" + name + "' in '" + this.source
						+ "' cannot be imported, because nobody here knows where the application will run: take that part"
						+ " out of the file, or import it on its own");
			}
		}
		if (profiles.isEmpty()) {
			profiles.add(null);
		}
		return profiles;
	}

	private static Object plain(Object value) {
		Object plain = (value instanceof OriginTrackedValue tracked) ? tracked.getValue() : value;
		return (plain != null) ? plain : "";
	}

}
