package io.setpoint;

import java.io.StringWriter;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Classes that break rules of architecture, one rule each, so that it is seen to trip. A
 * rule that lets its sin pass holds nothing.
 */
public final class PlantedSins {

	private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

	private static final Pattern TYPE = Pattern.compile("(?:class|interface|record) (\\w+)");

	private final Class<?> rules;

	private final Map<String, List<Source>> sins = new LinkedHashMap<>();

	private PlantedSins(Class<?> rules) {
		this.rules = rules;
	}

	/**
	 * Plant sins against some rules.
	 * @param rules the class that has them
	 * @return the sins, none so far
	 */
	public static PlantedSins against(Class<?> rules) {
		return new PlantedSins(rules);
	}

	/**
	 * Plant a sin. No two may have a class of the same name in the same package.
	 * @param rule the name of the rule's field
	 * @param sources a source file for each class
	 * @return this
	 */
	public PlantedSins plant(String rule, String... sources) {
		this.sins.put(rule, Stream.of(sources).map(Source::new).toList());
		return this;
	}

	/**
	 * Assert that there is a sin for each rule, and that the rule trips over it.
	 * @param directory where the classes are compiled to
	 */
	public void assertThatEachRuleTrips(Path directory) {
		Map<String, ArchRule> named = rules();
		assertThat(this.sins.keySet()).as("rules with a planted sin").isEqualTo(named.keySet());
		compile(directory);
		assertThat(named.keySet()).allSatisfy(
				(name) -> assertThat(trips(name, named.get(name), directory)).as("rule '%s' trips over its sin", name)
					.isTrue());
	}

	private boolean trips(String name, ArchRule rule, Path directory) {
		List<Path> classes = this.sins.get(name).stream().map((source) -> source.compiledIn(directory)).toList();
		return rule.evaluate(new ClassFileImporter().importPaths(classes)).hasViolation();
	}

	private Map<String, ArchRule> rules() {
		Map<String, ArchRule> rules = new LinkedHashMap<>();
		Object instance = newInstance();
		ReflectionUtils.doWithLocalFields(this.rules, (field) -> {
			if (field.isAnnotationPresent(ArchTest.class) && field.getType() == ArchRule.class) {
				rules.put(field.getName(), rule(field, instance));
			}
		});
		return rules;
	}

	private Object newInstance() {
		try {
			return ReflectionUtils.accessibleConstructor(this.rules).newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ArchRule rule(Field field, Object instance) {
		ReflectionUtils.makeAccessible(field);
		return (ArchRule) ReflectionUtils.getField(field, instance);
	}

	private void compile(Path directory) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		List<Source> sources = new ArrayList<>();
		this.sins.values().forEach(sources::addAll);
		List<String> options = List.of("-d", directory.toString(), "-classpath", System.getProperty("java.class.path"),
				"-proc:none");
		boolean compiled = compiler.getTask(messages, null, null, options, null, sources).call();
		assertThat(compiled).as(messages.toString()).isTrue();
	}

	/**
	 * The source of one class.
	 */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		private final String name;

		Source(String text) {
			super(URI.create("string:///" + name(text) + JavaFileObject.Kind.SOURCE.extension),
					JavaFileObject.Kind.SOURCE);
			this.text = text;
			this.name = name(text);
		}

		private static String name(String text) {
			return find(PACKAGE, text).replace('.', '/') + "/" + find(TYPE, text);
		}

		private static String find(Pattern pattern, String text) {
			Matcher matcher = pattern.matcher(text);
			Assert.isTrue(matcher.find(), () -> "No " + pattern + " in: " + text);
			return matcher.group(1);
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

		Path compiledIn(Path directory) {
			return directory.resolve(this.name + JavaFileObject.Kind.CLASS.extension);
		}

	}

}
