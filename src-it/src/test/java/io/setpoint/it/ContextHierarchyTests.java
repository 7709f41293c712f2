package io.setpoint.it;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.Live;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.acceptance.Refusal;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several application contexts in one JVM, above each other, beside each other and one
 * after the other: each starts, follows etcd and lists what is pending.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class ContextHierarchyTests {

	private final EtcdInMemory etcd;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	ContextHierarchyTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		this.etcd.deletePrefix("");
		this.etcd.put("/a/pricing/discount", "1");
		this.etcd.put("/a/stock/limit", "1");
		this.etcd.put("/b/stock/limit", "10");
	}

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext run(SpringApplicationBuilder application, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--setpoint.etcd.endpoints=" + this.etcd.connectString(), "--spring.main.banner-mode=off",
				"--setpoint.snapshot.enabled=false", "--spring.jmx.enabled=false",
				"--spring.main.register-shutdown-hook=false"));
		ConfigurableApplicationContext context = application.run(all.toArray(String[]::new));
		this.contexts.add(context);
		if (context.getParent() instanceof ConfigurableApplicationContext parent) {
			this.contexts.add(parent);
		}
		return context;
	}

	private static SpringApplicationBuilder parent(String... properties) {
		return new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE).properties(properties);
	}

	private static SpringApplicationBuilder child(SpringApplicationBuilder parent) {
		return parent.child(Child.class).web(WebApplicationType.NONE);
	}

	private static ConfigurableApplicationContext parentOf(ConfigurableApplicationContext context) {
		return (ConfigurableApplicationContext) context.getParent();
	}

	@SuppressWarnings("unchecked")
	private static <T> Live<T> live(ConfigurableApplicationContext context, Class<T> type) {
		return (Live<T>) context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, type)).getObject();
	}

	private static List<String> pending(ConfigurableApplicationContext context) {
		return context.getBean(AcceptancePipeline.class).accepted().refusals().stream().map(Refusal::key).toList();
	}

	private void assertFollows(ConfigurableApplicationContext context, String prefix) {
		assertThat(context.getBean(ConfigurationWatch.class).statuses()).containsKey(prefix);
		int limit = live(context, Stock.class).get().limit() + 1;
		this.etcd.put(prefix + "stock/limit", String.valueOf(limit));
		Application.await("limit", () -> live(context, Stock.class).get().limit() == limit);
		assertThat(context.getEnvironment().getProperty("stock.limit")).isEqualTo(String.valueOf(limit));
		this.etcd.put(prefix + "stock/limit", "91");
		Application.await("refusal", () -> pending(context).contains(prefix + "stock/limit"));
		assertThat(live(context, Stock.class).get().limit()).isEqualTo(limit);
		assertThat(context.getEnvironment().getProperty("stock.limit")).isEqualTo(String.valueOf(limit));
		this.etcd.put(prefix + "stock/limit", String.valueOf(limit + 1));
		Application.await("repair", () -> live(context, Stock.class).get().limit() == limit + 1);
		assertThat(pending(context)).isEmpty();
	}

	@Test
	void parentAndChildThatImportTheSameBothFollow() {
		ConfigurableApplicationContext child = run(child(parent()), "--spring.config.import=etcd:/a/");
		assertFollows(child, "/a/");
		this.etcd.put("/a/pricing/discount", "2");
		Application.await("parent", () -> live(parentOf(child), Pricing.class).get().discount() == 2);
		Application.await("child", () -> live(child, Pricing.class).get().discount() == 2);
		this.etcd.put("/a/pricing/discount", "91");
		Application.await("pending", () -> pending(parentOf(child)).contains("/a/pricing/discount"));
		assertThat(live(child, Pricing.class).get().discount()).isEqualTo(2);
	}

	@Test
	void childThatImportsMoreThanItsParentFollowsItsOwn() {
		SpringApplicationBuilder parent = parent("x=1");
		parent.run("--spring.config.import=etcd:/a/", "--setpoint.etcd.endpoints=" + this.etcd.connectString(),
				"--setpoint.snapshot.enabled=false");
		ConfigurableApplicationContext child = run(child(parent), "--spring.config.import=etcd:/b/");
		assertThat(live(child, Stock.class).get().limit()).isEqualTo(10);
		assertFollows(child, "/b/");
	}

	@Test
	void childThatImportsNothingFollowsWhatItsParentAccepts() {
		SpringApplicationBuilder parent = parent();
		ConfigurableApplicationContext above = parent.run("--spring.config.import=etcd:/a/",
				"--setpoint.etcd.endpoints=" + this.etcd.connectString(), "--setpoint.snapshot.enabled=false");
		ConfigurableApplicationContext child = run(child(parent));
		assertThat(child.getBean(ConfigurationWatch.class).statuses()).isEmpty();
		assertThat(live(child, Stock.class).get().limit()).isEqualTo(1);
		this.etcd.put("/a/stock/limit", "2");
		Application.await("limit", () -> live(child, Stock.class).get().limit() == 2);
		this.etcd.put("/a/stock/limit", "91");
		Application.await("parent", () -> "91".equals(above.getEnvironment().getProperty("stock.limit")));
		this.etcd.put("/a/pricing/discount", "3");
		Application.await("parent", () -> live(above, Pricing.class).get().discount() == 3);
		assertThat(live(child, Stock.class).get().limit()).isEqualTo(2);
		this.etcd.put("/a/stock/limit", "3");
		Application.await("repair", () -> live(child, Stock.class).get().limit() == 3);
	}

	@Test
	void parentThatImportsNothingDoesNotKeepItsChildFromFollowing() {
		SpringApplicationBuilder parent = parent();
		parent.run("--spring.main.banner-mode=off");
		ConfigurableApplicationContext child = run(child(parent), "--spring.config.import=etcd:/a/");
		assertFollows(child, "/a/");
	}

	@Test
	void contextsBesideEachOtherFollowEachItsOwn() {
		ConfigurableApplicationContext one = run(new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE),
				"--spring.config.import=etcd:/a/");
		ConfigurableApplicationContext other = run(
				new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE),
				"--spring.config.import=etcd:/b/");
		assertFollows(one, "/a/");
		assertFollows(other, "/b/");
		one.close();
		assertFollows(other, "/b/");
	}

	@Test
	void contextThatIsClosedAndRunAgainInTheSameEnvironmentFollows() {
		SpringApplication application = new SpringApplication(Child.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] arguments = { "--spring.config.import=etcd:/a/", "--setpoint.snapshot.enabled=false",
				"--setpoint.etcd.endpoints=" + this.etcd.connectString() };
		ConfigurableApplicationContext context = application.run(arguments);
		for (int i = 0; i < 2; i++) {
			ConfigurableEnvironment environment = context.getEnvironment();
			context.close();
			this.etcd.put("/a/stock/limit", String.valueOf(20 + i));
			application.setEnvironment(environment);
			context = application.run(arguments);
			this.contexts.add(context);
			assertThat(live(context, Stock.class).get().limit()).isEqualTo(20 + i);
			assertFollows(context, "/a/");
		}
	}

	@Test
	void bootstrapContextAsParentLetsTheApplicationFollow() {
		ConfigurableApplicationContext context = run(
				new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE)
					.properties("spring.cloud.bootstrap.enabled=true"),
				"--spring.cloud.bootstrap.enabled=true", "--spring.config.import=etcd:/a/");
		assertThat(context.getParent()).isNotNull();
		assertFollows(context, "/a/");
		LocationPropertySource source = LocationPropertySource.in(context.getEnvironment()).get(0);
		context.getBean(ContextRefresher.class).refresh();
		assertThat(LocationPropertySource.in(context.getEnvironment())).hasSize(1).first().isSameAs(source);
		assertFollows(context, "/a/");
		this.etcd.delete("/a/stock/limit");
		Application.await("delete", () -> live(context, Stock.class).get().limit() == 0);
		assertThat(context.getEnvironment().getProperty("stock.limit")).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pricing.class)
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Stock.class)
	static class Child {

	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@DefaultValue("0") @Max(90) int discount) {
	}

	@ConfigurationProperties("stock")
	@Validated
	record Stock(@DefaultValue("0") @Max(90) int limit) {
	}

}
