package io.setpoint.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.springframework.util.Assert;

/**
 * Compiles the types of a big application: copies of {@link Limits} under other names,
 * and as setter-based classes, which are what Spring Cloud can re-bind.
 */
final class GeneratedTypes {

	private static final String IMPORTS = """
			import jakarta.validation.constraints.*;
			import org.springframework.boot.context.properties.ConfigurationProperties;
			import org.springframework.validation.annotation.Validated;
			""";

	private static final String[][] COMPONENTS = { { "@Min(0)", "long", "serial" },
			{ "@Min(1) @Max(1000)", "int", "limit" }, { "@Min(1)", "int", "burst" }, { "@NotBlank", "String", "name" },
			{ "@NotBlank", "String", "region" }, { "@NotNull", "java.time.Duration", "timeout" },
			{ "@NotNull", "java.time.Duration", "interval" },
			{ "@NotNull", "org.springframework.util.unit.DataSize", "size" },
			{ "@DecimalMin(\"0.0\")", "double", "rate" }, { "", "boolean", "enabled" }, { "", "boolean", "strict" } };

	private GeneratedTypes() {
	}

	/**
	 * Return the prefix that a generated type is bound to.
	 * @param number the number of the type, from 1
	 * @return the prefix
	 */
	static String propertyPrefix(int number) {
		return "type-%02d".formatted(number);
	}

	/**
	 * Compile records.
	 * @param folder where the classes go
	 * @param count one more than how many: {@link Limits} is the first type
	 * @param classPath what they are compiled against
	 */
	static void records(Path folder, int count, String classPath) throws IOException {
		List<String> sources = new ArrayList<>();
		for (int i = 1; i < count; i++) {
			List<String> components = new ArrayList<>();
			for (String[] component : COMPONENTS) {
				components.add(String.join(" ", component));
			}
			sources.add(header(propertyPrefix(i))
					+ "public record Type%02d(%s) {}%n".formatted(i, String.join(", ", components)));
		}
		compile(folder, "Type%02d", 1, sources, classPath);
	}

	/**
	 * Compile setter-based classes.
	 * @param folder where the classes go
	 * @param count how many, {@code Type00} being bound as {@link Limits} is
	 * @param classPath what they are compiled against
	 */
	static void javaBeans(Path folder, int count, String classPath) throws IOException {
		List<String> sources = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			StringBuilder body = new StringBuilder();
			for (String[] component : COMPONENTS) {
				String name = component[2].substring(0, 1).toUpperCase(Locale.ROOT) + component[2].substring(1);
				body.append("%s private %s %s;%n".formatted((Object[]) component));
				body.append("public %s get%s() { return this.%s; }%n".formatted(component[1], name, component[2]));
				body.append("public void set%s(%s value) { this.%s = value; }%n".formatted(name, component[1],
						component[2]));
			}
			sources.add(header((i > 0) ? propertyPrefix(i) : "limits")
					+ "public class Type%02d {%n%s}%n".formatted(i, body));
		}
		compile(folder, "Type%02d", 0, sources, classPath);
	}

	private static String header(String prefix) {
		return "package io.setpoint.benchmark.generated;\n" + IMPORTS
				+ "@ConfigurationProperties(\"%s\") @Validated%n".formatted(prefix);
	}

	private static void compile(Path folder, String name, int first, List<String> sources, String classPath)
			throws IOException {
		List<Path> files = new ArrayList<>();
		Path sourceFolder = Files.createDirectories(folder.resolve("source"));
		for (int i = 0; i < sources.size(); i++) {
			Path file = sourceFolder.resolve(name.formatted(first + i) + ".java");
			files.add(Files.writeString(file, sources.get(i)));
		}
		if (!files.isEmpty()) {
			compile(folder, files, classPath);
		}
	}

	/**
	 * Compile what was generated.
	 * @param folder where the classes go
	 * @param sources the files
	 * @param classPath what they are compiled against
	 */
	static void compile(Path folder, List<Path> sources, String classPath) {
		List<String> arguments = new ArrayList<>(
				List.of("-parameters", "-proc:none", "-nowarn", "-cp", classPath, "-d", folder.toString()));
		sources.forEach((source) -> arguments.add(source.toString()));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		Assert.state(compiler.run(null, null, null, arguments.toArray(String[]::new)) == 0,
				"What was generated did not compile");
	}

}
