package io.setpoint.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An application that can be started: {@link StartupProcess}.
 *
 * @param classPath its class path
 * @param properties its settings
 * @param options options of its JVM
 */
record Startable(String classPath, Map<String, String> properties, List<String> options) {

	/**
	 * What {@link #plain} is called as a baseline.
	 */
	static final String PLAIN = "the same application without Setpoint";

	Startable(String classPath, Map<String, String> properties) {
		this(classPath, properties, List.of());
	}

	/**
	 * Return an application without Setpoint, which has its keys in a file.
	 * @param laboratory has the file
	 * @param workload its keys
	 * @return the application
	 */
	static Startable plain(Laboratory laboratory, Workload workload) {
		return new Startable(laboratory.classPathWithoutSetpoint(workload), file(laboratory, workload));
	}

	/**
	 * Return an application with all that the starter depends on, Spring Cloud's context
	 * and the client of etcd, and with nothing of Setpoint: what is between it and
	 * {@link #withoutImport} is Setpoint's own.
	 * @param laboratory has the file
	 * @param workload its keys
	 * @return the application
	 */
	static Startable dependencies(Laboratory laboratory, Workload workload) {
		return new Startable(laboratory.classPathWithDependencies(workload), file(laboratory, workload));
	}

	/**
	 * Return an application with the starter, which has its keys in a file all the same.
	 * @param laboratory has the file
	 * @param workload its keys
	 * @return the application
	 */
	static Startable withoutImport(Laboratory laboratory, Workload workload) {
		return new Startable(laboratory.classPath(workload), file(laboratory, workload));
	}

	/**
	 * Return an application that has its keys in etcd, and a last good state of its own.
	 * @param laboratory has the etcd
	 * @param workload its keys
	 * @return the application
	 */
	static Startable importing(Laboratory laboratory, Workload workload) {
		return new Startable(laboratory.classPath(workload),
				Map.of("spring.config.import", "etcd:" + laboratory.location(workload), "setpoint.etcd.endpoints",
						laboratory.etcd().endpoint(), "setpoint.snapshot.directory",
						laboratory.folder().resolve("last-good-" + workload.label()).toString()));
	}

	private static Map<String, String> file(Laboratory laboratory, Workload workload) {
		return Map.of("spring.config.import", "file:" + laboratory.file(workload));
	}

	/**
	 * Return this application with another setting.
	 * @param name its name
	 * @param value its value
	 * @return the application
	 */
	Startable with(String name, Object value) {
		Map<String, String> all = new LinkedHashMap<>(this.properties);
		all.put(name, String.valueOf(value));
		return new Startable(this.classPath, all, this.options);
	}

	Startable withClassPath(String classPath) {
		return new Startable(classPath, this.properties, this.options);
	}

	/**
	 * Return this application with other options of its JVM.
	 * @param options the options
	 * @return the application
	 */
	Startable withOptions(String... options) {
		return new Startable(this.classPath, this.properties, List.of(options));
	}

	List<String> arguments() {
		List<String> arguments = new ArrayList<>();
		this.properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return arguments;
	}

	/**
	 * Start it.
	 * @param folder the working directory
	 * @param more options of the JVM besides its own
	 * @return the JVM, which says when it is ready
	 */
	Jvm launch(Path folder, List<String> more) {
		List<String> all = new ArrayList<>(this.options);
		all.addAll(more);
		return Jvm.start(folder, this.classPath, all, StartupProcess.class, arguments().toArray());
	}

	/**
	 * Start it and wait until it is ready.
	 * @param folder the working directory
	 * @return the JVM
	 */
	Jvm start(Path folder) {
		Jvm jvm = launch(folder, List.of());
		jvm.answerAfter(StartupProcess.READY);
		return jvm;
	}

}
