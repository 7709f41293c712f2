package io.setpoint.configdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Prepares an environment as Spring Boot does before there is an application context. It
 * is processed ahead of time, so that nothing is read from etcd.
 */
final class Preparation {

	private final Path folder;

	private final Map<String, Object> arguments = new LinkedHashMap<>();

	private final StandardEnvironment environment = new StandardEnvironment();

	private final DefaultBootstrapContext bootstrapContext = new DefaultBootstrapContext();

	private Preparation(Path folder) {
		this.folder = folder;
		with("spring.config.location=" + folder.toUri(), "setpoint.snapshot.enabled=false");
	}

	static Preparation in(Path folder) {
		return new Preparation(folder);
	}

	Preparation with(String... properties) {
		for (String property : properties) {
			int end = property.indexOf('=');
			this.arguments.put(property.substring(0, end), property.substring(end + 1));
		}
		return this;
	}

	Preparation without(String property) {
		this.arguments.remove(property);
		return this;
	}

	Preparation file(String name, String content) {
		try {
			Path file = this.folder.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, content);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Prepare the environment.
	 * @return the names of its sources that stand behind those of the JVM, strongest
	 * first
	 */
	List<String> sources() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("arguments", this.arguments));
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(this.environment, null, this.bootstrapContext);
			new ImportEnvironmentPostProcessor(this.bootstrapContext).postProcessEnvironment(this.environment,
					new SpringApplication());
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
		return this.environment.getPropertySources().stream().map(PropertySource::getName).skip(3).toList();
	}

	/**
	 * Return what an application context is given.
	 * @return the session
	 */
	ImportSession session() {
		sources();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.setEnvironment(this.environment);
			this.bootstrapContext.close(context);
			return (ImportSession) context.getBeanFactory().getSingleton(ImportSession.BEAN_NAME);
		}
	}

	StandardEnvironment environment() {
		return this.environment;
	}

}
