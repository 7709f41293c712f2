package io.setpoint.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.setpoint.test.Etcd;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Describes a Boot application and runs it.
 */
final class Launch {

	private final Class<?>[] sources;

	private final List<String> arguments = new ArrayList<>();

	private final List<String> profiles = new ArrayList<>();

	private Map<String, Object> systemEnvironment = Map.of();

	private Path snapshots;

	private Launch(Class<?>... sources) {
		this.sources = sources;
		this.snapshots = Path.of("target", "no-snapshots");
		with("spring.main.banner-mode=off", "setpoint.snapshot.enabled=false", "spring.jmx.enabled=false");
	}

	static Launch of(Class<?>... sources) {
		return new Launch(sources);
	}

	Launch etcd(Etcd etcd) {
		return etcd(etcd.connectString());
	}

	Launch etcd(String endpoints) {
		return with("setpoint.etcd.endpoints=" + endpoints);
	}

	Launch imports(String... locations) {
		return with("spring.config.import=" + String.join(",", locations));
	}

	Launch profiles(String... profiles) {
		this.profiles.addAll(List.of(profiles));
		return this;
	}

	Launch snapshots(Path directory) {
		this.snapshots = directory;
		return with("setpoint.snapshot.enabled=true");
	}

	/**
	 * Set properties as the command line does.
	 * @param properties each as {@code name=value}; the last one of a name wins
	 * @return this description
	 */
	Launch with(String... properties) {
		for (String property : properties) {
			String name = property.substring(0, property.indexOf('=') + 1);
			this.arguments.removeIf((argument) -> argument.startsWith("--" + name));
			this.arguments.add("--" + property);
		}
		return this;
	}

	Launch systemEnvironment(Map<String, Object> variables) {
		this.systemEnvironment = variables;
		return this;
	}

	/**
	 * Read application files from a folder.
	 * @param folder the folder
	 * @param name the name of a file in it
	 * @param content the content of the file
	 * @return this description
	 */
	Launch file(Path folder, String name, String content) {
		try {
			Files.createDirectories(folder);
			Files.writeString(folder.resolve(name), content);
			return with("spring.config.location=" + folder.toUri());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Leave Setpoint out.
	 * @return this description
	 */
	Launch plain() {
		List<String> own = new ArrayList<>(
				ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates());
		own.removeIf((candidate) -> !candidate.startsWith("io.setpoint."));
		return with("spring.autoconfigure.exclude=" + String.join(",", own));
	}

	Application run() {
		List<ApplicationEvent> events = new CopyOnWriteArrayList<>();
		ApplicationListener<ApplicationEvent> recorder = events::add;
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.systemEnvironment));
		with("setpoint.snapshot.directory=" + this.snapshots);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(this.sources).web(WebApplicationType.NONE)
			.environment(environment)
			.profiles(this.profiles.toArray(String[]::new))
			.listeners(recorder)
			.registerShutdownHook(false)
			.run(this.arguments.toArray(String[]::new));
		return new Application(context, events);
	}

}
