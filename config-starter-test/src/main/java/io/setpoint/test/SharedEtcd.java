package io.setpoint.test;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.setpoint.test.EtcdTest.Mode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * The etcd of one test class. Config data is loaded long before the test framework could
 * hand anything to the application, so an application context finds its etcd by the
 * thread that runs the test class, or, on another thread, because it is the only one.
 */
final class SharedEtcd implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdTest.class);

	private static final String SOURCE = "setpointTestEtcd";

	private static final Map<Class<?>, SharedEtcd> OPEN = new ConcurrentHashMap<>();

	/**
	 * What the test class that runs on a thread has: none is something else than unknown.
	 */
	private static final ThreadLocal<@Nullable Optional<SharedEtcd>> BOUND = new ThreadLocal<>();

	private final Class<?> testClass;

	private final Template template;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private @Nullable Etcd etcd;

	private volatile boolean adopted;

	private SharedEtcd(Class<?> testClass, Template template) {
		this.testClass = testClass;
		this.template = template;
	}

	static SharedEtcd forTestClass(Class<?> testClass, Template fallback) {
		return find(testClass)
			.orElseGet(() -> OPEN.computeIfAbsent(testClass, (owner) -> new SharedEtcd(owner, fallback)));
	}

	/**
	 * Find the etcd of a test class or of the one around it.
	 * @param testClass the test class
	 * @return the etcd, unless the class does not want one
	 */
	static Optional<SharedEtcd> find(Class<?> testClass) {
		for (Class<?> owner = testClass; owner != null; owner = owner.getEnclosingClass()) {
			Template template = template(owner);
			if (OPEN.containsKey(owner) || template != null) {
				return Optional.of(OPEN.computeIfAbsent(owner, (type) -> new SharedEtcd(type, require(template))));
			}
		}
		return Optional.empty();
	}

	static Optional<SharedEtcd> current() {
		Optional<SharedEtcd> bound = BOUND.get();
		if (bound != null && (bound.isEmpty() || OPEN.containsValue(bound.get()))) {
			return bound;
		}
		List<SharedEtcd> open = OPEN.values().stream().filter((shared) -> shared.adopted).toList();
		return (open.size() == 1) ? Optional.of(open.get(0)) : Optional.empty();
	}

	void bindToThread() {
		BOUND.set(Optional.of(this));
	}

	/**
	 * Keep the etcd of another test class, which runs on another thread, from a class
	 * that wants none.
	 */
	static void bindNoneToThread() {
		BOUND.set(Optional.empty());
	}

	/**
	 * Take notice that somebody will close this.
	 */
	void adopt() {
		this.adopted = true;
	}

	synchronized Etcd etcd() {
		Etcd current = this.etcd;
		if (current == null) {
			current = this.template.start();
			this.etcd = current;
		}
		return current;
	}

	/**
	 * Add the properties behind what the test sets and before all the rest.
	 * @param environment the environment of the application
	 */
	void addProperties(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.contains(SOURCE)) {
			return;
		}
		MapPropertySource source = new MapPropertySource(SOURCE, this.template.properties(etcd()));
		if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addLast(source);
		}
	}

	synchronized void use(ConfigurableApplicationContext context) {
		this.contexts.add(context);
	}

	@Override
	public synchronized void close() {
		OPEN.remove(this.testClass, this);
		BOUND.remove();
		this.contexts.forEach(ConfigurableApplicationContext::close);
		if (this.etcd != null) {
			this.etcd.close();
		}
	}

	private static Template require(@Nullable Template template) {
		if (template == null) {
			throw new IllegalStateException("The test class was closed meanwhile.");
		}
		return template;
	}

	private static @Nullable Template template(Class<?> testClass) {
		List<Template> found = new ArrayList<>();
		ReflectionUtils.doWithFields(testClass, (field) -> {
			ReflectionUtils.makeAccessible(field);
			if (ReflectionUtils.getField(field, null) instanceof EtcdExtension extension) {
				found.add(extension.template());
			}
		}, (field) -> field.getType() == EtcdExtension.class && Modifier.isStatic(field.getModifiers()));
		EtcdTest annotation = AnnotatedElementUtils.findMergedAnnotation(testClass, EtcdTest.class);
		if (found.isEmpty() && annotation != null) {
			found.add(Template.of(annotation));
		}
		return found.isEmpty() ? null : found.get(0);
	}

	/**
	 * What an etcd is started with and what the application is told about it.
	 */
	static final class Template {

		private final Supplier<? extends Etcd> starter;

		private final Map<String, String> values = new LinkedHashMap<>();

		private final Map<String, Function<? super Etcd, String>> properties = new LinkedHashMap<>();

		Template(Supplier<? extends Etcd> starter) {
			this.starter = starter;
			property("setpoint.enabled", (etcd) -> "true");
			property("setpoint.etcd.endpoints", Etcd::connectString);
		}

		static Template of(EtcdTest annotation) {
			Template template = new Template(starter(annotation));
			for (String entry : annotation.put()) {
				int separator = entry.indexOf('=');
				if (separator < 1) {
					throw new IllegalArgumentException("@EtcdTest(put) takes entries of the form key=value.");
				}
				template.put(entry.substring(0, separator), entry.substring(separator + 1));
			}
			return template;
		}

		private static Supplier<? extends Etcd> starter(EtcdTest annotation) {
			Mode mode = annotation.mode();
			return switch (annotation.members()) {
				case 1 -> () -> start(mode);
				case 3 -> {
					Assert.isTrue(mode != Mode.IN_MEMORY,
							"@EtcdTest(members = 3) cannot be in memory: " + "the etcd in the JVM has one member.");
					yield EtcdCluster::start;
				}
				default -> throw new IllegalArgumentException(
						"@EtcdTest(members) is 1 or 3, not " + annotation.members() + ".");
			};
		}

		private static Etcd start(Mode mode) {
			boolean real = mode == Mode.REAL
					|| mode == Mode.ANY && EtcdBinary.isWanted(System.getProperties(), System.getenv());
			Etcd etcd = real ? EtcdServer.start() : EtcdInMemory.start();
			logger.info(LogMessage.format("The test runs on %s%s", etcd,
					(mode == Mode.ANY && !real) ? ": no etcd binary was found on this machine" : ""));
			return etcd;
		}

		void put(String key, String value) {
			this.values.put(key, value);
		}

		void property(String name, Function<? super Etcd, String> value) {
			this.properties.put(name, value);
		}

		Etcd start() {
			Etcd etcd = this.starter.get();
			etcd.client().putAll(this.values);
			return etcd;
		}

		Map<String, Object> properties(Etcd etcd) {
			Map<String, Object> resolved = new LinkedHashMap<>();
			this.properties.forEach((name, value) -> resolved.put(name, value.apply(etcd)));
			return resolved;
		}

	}

}
