package io.setpoint.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import io.setpoint.acceptance.scanned.ScannedProperties;
import jakarta.annotation.PostConstruct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/**
 * The ways of defining a properties bean: an application for each.
 */
@SuppressWarnings("unused")
public final class BeanWays {

	private BeanWays() {
	}

	private static <T extends Settings> T preset(T settings) {
		settings.setName("preset");
		settings.setSize(8);
		settings.getTags().put("preset", "1");
		settings.getNested().setDepth(80);
		return settings;
	}

	/**
	 * Tells all that it has.
	 */
	public interface Described {

		String describe();

	}

	/**
	 * Somebody who is injected.
	 */
	static class Dependency {

		private final String id = "dependency";

		String id() {
			return this.id;
		}

	}

	/**
	 * A class with setters.
	 */
	public static class Settings implements Described {

		private @Nullable String name;

		private int size = 1;

		private Duration timeout = Duration.ofSeconds(1);

		private Map<String, String> tags = new LinkedHashMap<>(Map.of("own", "0"));

		private final List<String> hosts = new ArrayList<>(List.of("none"));

		private final Nested nested = new Nested();

		private Nested limit = new Nested();

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = Objects.requireNonNull(timeout);
		}

		public Map<String, String> getTags() {
			return this.tags;
		}

		public void setTags(Map<String, String> tags) {
			this.tags = tags;
		}

		public List<String> getHosts() {
			return this.hosts;
		}

		public Nested getNested() {
			return this.nested;
		}

		public Nested getLimit() {
			return this.limit;
		}

		public void setLimit(Nested limit) {
			this.limit = limit;
		}

		@Override
		public String describe() {
			return this.name + " " + this.size + " " + this.timeout + " " + new TreeMap<>(this.tags) + " " + this.hosts
					+ " " + this.nested.depth + " " + this.limit.depth;
		}

	}

	/**
	 * A nested class with setters.
	 */
	public static class Nested {

		@Max(100)
		private int depth;

		public int getDepth() {
			return this.depth;
		}

		public void setDepth(int depth) {
			this.depth = depth;
		}

	}

	@ConfigurationProperties("way")
	static class Enabled extends Settings {

	}

	@EnableConfigurationProperties(Enabled.class)
	static class ByEnabling {

	}

	@ConfigurationPropertiesScan(basePackageClasses = ScannedProperties.class)
	static class ByScan {

	}

	@Component
	@ConfigurationProperties("way")
	static class AsComponent extends Settings {

		private final Dependency dependency;

		AsComponent(Dependency dependency) {
			this.dependency = dependency;
		}

		@Override
		public String describe() {
			return super.describe() + this.dependency.id();
		}

	}

	@Import({ AsComponent.class, Dependency.class })
	static class ByComponentWithConstructor {

	}

	@Configuration
	@ConfigurationProperties("way")
	static class ByConfigurationClass extends Settings {

	}

	@ConfigurationProperties("way")
	record AsRecord(String name, int size, @DefaultValue("1s") Duration timeout) implements Described {

		@Override
		public String describe() {
			return toString();
		}

	}

	@EnableConfigurationProperties(AsRecord.class)
	static class ByRecord {

	}

	@ConfigurationProperties("way")
	static class AsConstructorBound implements Described {

		private final String name;

		private final int size;

		@ConstructorBinding
		AsConstructorBound(@DefaultValue("none") String name, int size) {
			this.name = name;
			this.size = size;
		}

		@Override
		public String describe() {
			return this.name + this.size;
		}

	}

	@EnableConfigurationProperties(AsConstructorBound.class)
	static class ByConstructor {

	}

	static class ByStaticMethod {

		@Bean
		@ConfigurationProperties("way")
		static Settings settings() {
			return preset(new Settings());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByMethod {

		@Bean
		@ConfigurationProperties("way")
		Settings settings() {
			return preset(new Settings());
		}

	}

	@Configuration
	static class ByMethodOfProxiedConfiguration {

		@Bean
		@ConfigurationProperties("way")
		Settings settings() {
			Settings settings = preset(new Settings());
			settings.setName(dependency().id());
			return settings;
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	@Import(Dependency.class)
	static class ByMethodWithParameter {

		@Bean
		@ConfigurationProperties("way")
		Settings settings(Dependency dependency) {
			Settings settings = preset(new Settings());
			settings.setName(dependency.id());
			return settings;
		}

	}

	@Validated
	static class Required extends Settings {

		@NotNull
		@Override
		public @Nullable String getName() {
			return super.getName();
		}

	}

	static class ByMethodThatSatisfiesConstraint {

		@Bean
		@ConfigurationProperties("way")
		Required settings() {
			return preset(new Required());
		}

	}

	static final class WithoutDefaultConstructor extends Settings {

		private final String id;

		WithoutDefaultConstructor(String id) {
			this.id = id;
		}

		@Override
		public String describe() {
			return this.id + super.describe();
		}

	}

	static class ByMethodOfClassWithoutDefaultConstructor {

		@Bean
		@ConfigurationProperties("way")
		WithoutDefaultConstructor settings() {
			return new WithoutDefaultConstructor("w1");
		}

	}

	/**
	 * A generic class.
	 *
	 * @param <T> what the box holds
	 */
	static class Box<T> implements Described {

		private @Nullable T timeout;

		private List<T> hosts = new ArrayList<>();

		private int size;

		@Nullable T getTimeout() {
			return this.timeout;
		}

		void setTimeout(@Nullable T timeout) {
			this.timeout = timeout;
		}

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

		@Override
		public String describe() {
			T timeout = this.timeout;
			return timeout + " " + ((timeout != null) ? timeout.getClass() : null) + this.size;
		}

	}

	static class ByGenericMethod {

		@Bean
		@ConfigurationProperties("way")
		Box<Duration> settings() {
			return new Box<>();
		}

	}

	@ConfigurationProperties("way")
	static class Boxed extends Box<Duration> {

		@Override
		void setTimeout(@Nullable Duration timeout) {
			super.setTimeout((timeout != null) ? timeout.plusSeconds(1) : null);
		}

	}

	@EnableConfigurationProperties(Boxed.class)
	static class ByGenericInheritance {

	}

	static class ByMethodOfInterface {

		@Bean
		@ConfigurationProperties("way")
		Described settings() {
			return preset(new Settings());
		}

	}

	@ConfigurationProperties("way")
	static class Fluent implements Described {

		private int size;

		private @Nullable String name;

		Fluent setSize(int size) {
			this.size = size;
			return this;
		}

		int getSize() {
			return this.size;
		}

		Fluent name(String name) {
			this.name = name;
			return this;
		}

		@Override
		public String describe() {
			return this.size + this.name;
		}

	}

	@EnableConfigurationProperties(Fluent.class)
	static class ByChainedSetters {

	}

	@ConfigurationProperties("way")
	private static final class PrivateSettings extends Settings {

		@NestedConfigurationProperty
		private Secret deep = new Secret();

		Secret getDeep() {
			return this.deep;
		}

		void setDeep(Secret deep) {
			this.deep = deep;
		}

		@Override
		public String describe() {
			return super.describe() + this.deep.word;
		}

		private static final class Secret {

			private String word = "none";

			String getWord() {
				return this.word;
			}

			void setWord(String word) {
				this.word = word;
			}

		}

	}

	@EnableConfigurationProperties(PrivateSettings.class)
	static class ByPrivateClass {

	}

	@ConfigurationProperties(prefix = "way", ignoreUnknownFields = false)
	static class Strict extends Settings {

	}

	@EnableConfigurationProperties(Strict.class)
	static class ByStrictClass {

	}

	@ConfigurationProperties("way")
	static class Hidden implements Described {

		private @Nullable String label;

		private List<String> hostNames = List.of("none");

		private int count = 3;

		@Name("timeout")
		private String renamed = "none";

		Optional<String> getName() {
			return Optional.ofNullable(this.label);
		}

		void setName(@Nullable String name) {
			this.label = (name != null) ? name.trim() : null;
		}

		void setHosts(List<String> hosts) {
			this.hostNames = List.copyOf(hosts);
		}

		void setSize(int size) {
			this.count = size;
		}

		String getRenamed() {
			return this.renamed;
		}

		void setRenamed(String renamed) {
			this.renamed = renamed;
		}

		@Override
		public String describe() {
			return this.label + " " + this.hostNames + " " + this.count + " " + this.renamed;
		}

	}

	@EnableConfigurationProperties(Hidden.class)
	static class BySettersThatCannotBeRead {

	}

	@ConfigurationProperties("way")
	static class Trimming implements Described {

		private @Nullable String name;

		private int size;

		Optional<String> getName() {
			return Optional.ofNullable(this.name);
		}

		void setName(String name) {
			this.name = name.trim();
		}

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

		@Override
		public String describe() {
			return this.name + " " + this.size;
		}

	}

	@EnableConfigurationProperties(Trimming.class)
	static class BySetterThatRefusesItsDefault {

	}

	static class ByBeansOfOneClass {

		@Bean
		@Primary
		@ConfigurationProperties("other")
		Settings others() {
			return new Settings();
		}

		@Bean
		@ConfigurationProperties("way")
		Settings settings() {
			return preset(new Settings());
		}

	}

	static class ByPrototype {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		@ConfigurationProperties("way")
		Settings settings() {
			return preset(new Settings());
		}

	}

	static class ByScopedProxy {

		@Bean
		@Scope(proxyMode = ScopedProxyMode.TARGET_CLASS)
		@ConfigurationProperties("way")
		Settings settings() {
			return preset(new Settings());
		}

	}

	@Import(Dependency.class)
	static class ByLazyMethod {

		@Bean
		@Lazy
		@ConfigurationProperties("way")
		Settings settings(Dependency dependency) {
			return preset(new Settings());
		}

	}

	@EnableConfigurationProperties(Enabled.class)
	static class ByProxy {

		@Bean
		static BeanPostProcessor proxying() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (!(bean instanceof Settings)) {
						return bean;
					}
					ProxyFactory proxyFactory = new ProxyFactory(bean);
					proxyFactory.setProxyTargetClass(true);
					return proxyFactory.getProxy();
				}

			};
		}

	}

	@EnableConfigurationProperties(Enabled.class)
	static class ByPostProcessor {

		@Bean
		static BeanPostProcessor customizing() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					if (bean instanceof Settings settings) {
						settings.setName("customized");
					}
					return bean;
				}

			};
		}

	}

	@ConfigurationProperties("way")
	static class Derived extends Settings implements InitializingBean {

		private @Nullable String half;

		private @Nullable String upper;

		private @Nullable String last;

		private @Autowired @Nullable Dependency dependency;

		@PostConstruct
		private void derive() {
			this.half = "half=" + getSize() / 2;
		}

		@Override
		public void afterPropertiesSet() {
			this.upper = Objects.toString(getName()).toUpperCase();
		}

		void complete() {
			this.last = getHosts().stream().map((host) -> host + "!").toList().toString();
		}

		@Override
		public String describe() {
			return super.describe() + Objects.requireNonNull(this.half) + Objects.requireNonNull(this.upper) + this.last
					+ Objects.requireNonNull(this.dependency).id();
		}

	}

	@Import(Dependency.class)
	static class ByInitialization {

		@Bean(initMethod = "complete")
		Derived settings() {
			return preset(new Derived());
		}

	}

	static class ByMethodOfRecord {

		@Bean
		@ConfigurationProperties("way")
		AsRecord settings() {
			return new AsRecord("fixed", 7, Duration.ZERO);
		}

	}

	@ConfigurationProperties("way")
	@Validated
	static class WithRecords implements Described {

		private @Valid Part part = new Part("none", 0);

		private List<Part> parts = List.of();

		private int size;

		Part getPart() {
			return this.part;
		}

		void setPart(Part part) {
			this.part = part;
		}

		List<Part> getParts() {
			return this.parts;
		}

		void setParts(List<Part> parts) {
			this.parts = parts;
		}

		void setSize(int size) {
			this.size = size;
		}

		@Override
		public String describe() {
			return this.part + " " + this.parts + " " + this.size;
		}

		record Part(@DefaultValue("none") String label, @Max(100) int count) {
		}

	}

	@EnableConfigurationProperties(WithRecords.class)
	static class ByNestedRecords {

	}

	static class OneInstance {

		private final Settings settings = new Settings();

		@Bean
		@ConfigurationProperties("way")
		Settings settings() {
			return this.settings;
		}

	}

	static class Closeable extends Settings implements AutoCloseable {

		@Override
		public void close() {
		}

	}

	static class RunningThing {

		@Bean
		@ConfigurationProperties("way")
		Closeable settings() {
			return new Closeable();
		}

	}

	static class SettingsFactory extends Settings implements FactoryBean<Dependency> {

		@Override
		public Dependency getObject() {
			return new Dependency();
		}

		@Override
		public Class<?> getObjectType() {
			return Dependency.class;
		}

	}

	static class ByFactoryBean {

		@Bean
		@ConfigurationProperties("way")
		SettingsFactory settings() {
			return new SettingsFactory();
		}

	}

	static class Starting extends Settings {

		static int started;

		@PostConstruct
		void begin() {
			started++;
		}

	}

	static class ByMoreThanDerivation {

		@Bean
		@ConfigurationProperties("way")
		Starting settings() {
			return new Starting();
		}

	}

	@ConfigurationProperties("way")
	static class Undeclared extends Settings {

	}

	static class ByMethodThatDeclaresNothing {

		@Bean
		Described settings() {
			return new Undeclared();
		}

	}

}
