package io.setpoint.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * The settings that the metadata of this build and of the class path know, with their
 * types.
 */
class KnownSettings {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("setpoint");

	private static final Pattern GENERIC = Pattern.compile("([\\w.$]+)<(?:([\\w.$]+),)?(.+)>");

	private final Map<ConfigurationPropertyName, String> types = new HashMap<>();

	private final ClassLoader classes;

	KnownSettings() throws IOException {
		this.classes = new URLClassLoader(modules(), KnownSettings.class.getClassLoader());
		for (URL metadata : Collections.list(this.classes.getResources(METADATA))) {
			try (InputStream stream = metadata.openStream()) {
				JsonMapper.shared().readTree(stream).get("properties").forEach(this::add);
			}
		}
	}

	private static URL[] modules() throws IOException {
		List<URL> modules = new ArrayList<>();
		try (Stream<Path> folders = Files.list(Block.ROOT)) {
			for (Path folder : folders.map((module) -> module.resolve("target/classes")).toList()) {
				if (Files.exists(folder.resolve(METADATA))) {
					modules.add(folder.toUri().toURL());
				}
			}
		}
		return modules.toArray(URL[]::new);
	}

	private void add(JsonNode property) {
		if (property.has("type")) {
			this.types.put(ConfigurationPropertyName.of(property.get("name").asString()),
					property.get("type").asString());
		}
	}

	List<String> names() {
		return this.types.keySet().stream().map(ConfigurationPropertyName::toString).toList();
	}

	/**
	 * Find what is wrong with properties: names below {@code setpoint} that are no
	 * setting, and values that are not of a setting's type.
	 * @param source the properties
	 * @return the problems
	 */
	List<String> problems(PropertySource<?> source) {
		ConfigurationPropertySource properties = ConfigurationPropertySource.from(source);
		return ((IterableConfigurationPropertySource) properties).stream()
			.map((name) -> problem(name, source, properties))
			.filter((problem) -> !problem.isEmpty())
			.distinct()
			.toList();
	}

	private String problem(ConfigurationPropertyName name, PropertySource<?> source,
			ConfigurationPropertySource properties) {
		ConfigurationPropertyName setting = name;
		while (!setting.isEmpty() && !this.types.containsKey(setting)) {
			setting = setting.getParent();
		}
		if (setting.isEmpty()) {
			return OURS.isAncestorOf(name) ? name + " is no setting" : "";
		}
		try {
			Binder binder = new Binder(List.of(properties), new PropertySourcesPlaceholdersResolver(List.of(source)));
			binder.bind(setting, Bindable.of(type(this.types.get(setting))),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
			return "";
		}
		catch (BindException ex) {
			return ex.getMessage() + ": " + ex.getCause().getMessage();
		}
	}

	private ResolvableType type(String name) {
		Matcher generic = GENERIC.matcher(name);
		if (!generic.matches()) {
			return ResolvableType.forClass(ClassUtils.resolveClassName(name, this.classes));
		}
		ResolvableType[] arguments = Stream.of(generic.group(2), generic.group(3))
			.filter((argument) -> argument != null)
			.map(this::type)
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(ClassUtils.resolveClassName(generic.group(1), this.classes),
				arguments);
	}

}
