package io.setpoint.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Rollouts;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link RolloutsEndpoint} over HTTP: who asks, and what is lost on the
 * way.
 */
class RolloutsOverHttpTests {

	private static final String START = "{\"version\": \"v1\", \"preset\": \"linear\", \"approval\": \"required\"%s}";

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private Service run(Class<?> type, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=rollouts"));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		boolean reactive = List.of(properties)
			.stream()
			.anyMatch((property) -> property.matches(".*(reactive|webflux).*"));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(type)
			.web(reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET)
			.properties("management.endpoint.rollouts.access=unrestricted")
			.registerShutdownHook(false)
			.run(arguments.toArray(String[]::new));
		this.contexts.add(context);
		return new Service(context);
	}

	@Test
	void writeBehindSpringSecurityIsRefusedWithoutAPrincipal() throws Exception {
		Service service = run(Secured.class);
		for (RolloutAction action : RolloutAction.values()) {
			assertThat(service.post(null, action.text(), "{\"by\": \"bob\"}")).startsWith("401 ")
				.contains("Nobody is logged in");
		}
		assertThat(service.history()).isEmpty();
		assertThat(service.send("GET", "/shop/history", null, null, null)).startsWith("200 ");
	}

	@Test
	void nobodyApprovesWhatHeProposedWhateverHeCallsHimself() throws Exception {
		Service service = run(Secured.class);
		assertThat(service.post("alice", "start", START.formatted(""))).startsWith("200 ")
			.contains("\"author\":\"alice\"", "PROPOSED");
		assertThat(service.post("alice", "approve", "{}")).startsWith("409 ").contains("somebody else");
		assertThat(service.post("alice", "approve", "{\"by\": \"bob\"}")).startsWith("403 ")
			.contains("'alice' is logged in and cannot speak for somebody else");
		assertThat(service.post(null, "approve", "{\"by\": \"bob\"}")).startsWith("401 ");
		assertThat(service.post("Alice", "approve", "{}")).startsWith("409 ").contains("somebody else");
		assertThat(service.state()).isEqualTo(Phase.PROPOSED);
		assertThat(service.post("bob", "approve", "{\"by\": \" BOB\"}")).startsWith("200 ")
			.contains("\"approvedBy\":\"bob\"");
	}

	@Test
	void byIsAskedForWhereNobodyCanLogIn() throws Exception {
		Service service = run(Open.class);
		assertThat(service.post(null, "start", START.formatted(""))).startsWith("400 ").contains("'by' is missing");
		assertThat(service.post(null, "start", START.formatted(", \"by\": \" \""))).startsWith("400 ")
			.contains("'by' is missing: say who asks for it");
		assertThat(service.post(null, "start", START.formatted(", \"by\": \"alice\", \"reason\": \"a sale\"")))
			.startsWith("200 ");
		assertThat(service.post(null, "approve", "{\"by\": \"\\uFF21LICE \"}")).startsWith("409 ")
			.contains("somebody else");
		assertThat(service.history()).singleElement()
			.satisfies((entry) -> assertThat(entry.reason()).isEqualTo("a sale"));
	}

	@Test
	void plainKeysAreTriedAndThoseThatNobodyImportsAreNamed() throws Exception {
		Service service = run(Open.class);
		String keys = "{\"by\": \"alice\", \"keys\": {\"/config/shop/a\": 15, \"/config/shop/b\": null}%s}";
		assertThat(service.post(null, "try", keys.formatted(""))).startsWith("200 ")
			.contains("\"unheard\":[\"/config/shop/a\",\"/config/shop/b\"]",
					"No live instance announces a location of /config/shop/a, /config/shop/b, so no classes have judged");
		assertThat(service.post(null, "try", keys.formatted(", \"document\": {\"a\": 1}"))).startsWith("400 ")
			.contains("'document' and 'keys' are both given");
		assertThat(service.post(null, "try", "{\"by\": \"alice\"}")).startsWith("400 ")
			.contains("'document' is missing", "'keys'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "management.server.port=0", "server.servlet.context-path=/app",
			"spring.mvc.servlet.path=/mvc", "management.endpoints.web.base-path=/",
			"management.endpoints.web.path-mapping.rollouts=releases", "spring.main.web-application-type=reactive",
			"spring.webflux.base-path=/app" })
	void requestOfWhichSomethingWouldBeLostIsRefusedWherever(String property) throws Exception {
		Service service = property.isEmpty() ? run(Open.class) : run(Open.class, property);
		assertThat(service.post(null, "start", START.formatted(", \"by\": \"alice\""))).startsWith("200 ");
		assertThat(service.post(null, "abort", "{\"by\": \"ann\", \"by\": \"bob\"}")).startsWith("400 ")
			.contains("'by' is given more than once");
		assertThat(service.send("POST", "/shop/abort", null, "{\"by\": \"ann\", \"by\": \"bob\"}", "Application/JSON"))
			.startsWith("400 ")
			.contains("'by' is given more than once");
		assertThat(service.post(null, "pause", "{\"by\": \"ann\", \"action\": \"abort\"}")).startsWith("400 ")
			.contains("There is no 'action'");
		assertThat(service.post(null, "pause", "{\"by\": \"ann\", \"configuration\": \"other\"}")).startsWith("400 ");
		assertThat(service.post(null, "abort?by=bob", "{\"by\": \"ann\"}")).startsWith("400 ")
			.contains("'by' is given more than once");
		assertThat(service.post(null, "abort?by=bob&by=ann", "{}")).startsWith("400 ")
			.contains("'by' is given more than once");
		assertThat(service.post(null, "abort?by=bob&comment=x", "{}")).startsWith("400 ")
			.contains("There is no 'comment'");
		assertThat(service.post(null, "abort", "{\"by\": \"bob\", \"reason\": {}}")).startsWith("400 ")
			.contains("'reason' is no text");
		assertThat(service.post(null, "abort", "{\"by\": ")).startsWith("400 ").contains("cannot be read as JSON");
		assertThat(service.post(null, "abort", "x".repeat(RolloutBody.MAX_BYTES + 1))).startsWith("400 ")
			.contains("more than");
		assertThat(service.history()).hasSize(1);
		assertThat(service.post(null, "abort?by=bob", null)).startsWith("200 ").contains("ABORTED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void planAndDocumentMayBeNestedOrHaveLineBreaks(String type) throws Exception {
		Service service = run(Open.class, "spring.main.web-application-type=" + type);
		assertThat(service.post(null, "publish",
				"{\"id\": \"v2\", \"by\": \"alice\", \"document\":"
						+ " {\"pricing\": {\"percent\": 5}}, \"tags\": {\"ticket\": \"S-1\"}}"))
			.startsWith("200 ")
			.contains("S-1");
		assertThat(service.post(null, "start",
				"{\"version\": \"v1\", \"by\": \"alice\", \"plan\": {\"stages\":"
						+ " [{\"scope\": \"everyone\", \"percent\": 100}]}}"))
			.startsWith("400 ")
			.contains("It is no plan: 'everyone' is none of instances, requests (stages[0].scope)");
		assertThat(
				service.post(null, "start",
						"{\"version\": \"v1\", \"by\": \"alice\", \"plan\": {\"stages\":"
								+ " [{\"scope\": \"instances\", \"percent\": 100}]}}"))
			.startsWith("200 ")
			.contains("RUNNING");
		assertThat(service.post(null, "abort", "{\"by\": \"alice\"}")).startsWith("200 ");
		assertThat(service.post(null, "start", "{\"version\": \"v1\", \"by\": \"alice\", \"plan\":"
				+ " \"stages:\n- scope: instances\n  percent: 100\n\"}"))
			.startsWith("200 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void statusIsAnsweredWithASentence(String type) throws Exception {
		String web = "spring.main.web-application-type=" + type;
		Service service = run(Open.class, web);
		assertThat(service.send("GET", "/shop/none", null, null, null)).startsWith("404 ")
			.contains("There is no 'none'");
		assertThat(service.send("GET", "/a/b/c/d", null, null, null)).startsWith("404 ").contains("nothing at this");
		assertThat(service.send("GET", "/shop/versions?form=v1", null, null, null)).startsWith("400 ")
			.contains("There is no 'form'");
		assertThat(service.send("DELETE", "/shop/abort", null, null, null)).startsWith("405 ")
			.contains("Read with GET");
		assertThat(service.send("POST", "/shop/abort", null, "by=bob", "application/x-www-form-urlencoded"))
			.startsWith("415 ")
			.contains("Only JSON is read");
		assertThat(service.post(null, "explode", "{\"by\": \"bob\"}")).startsWith("400 ")
			.contains("There is no action 'explode'");
		Service unexposed = run(Open.class, web, "management.endpoints.web.exposure.exclude=rollouts");
		assertThat(unexposed.send("GET", "/shop", null, null, null)).startsWith("404 ")
			.contains("add 'rollouts' to 'management.endpoints.web.exposure.include'");
		assertThat(unexposed.post(null, "abort", "{\"by\": \"bob\"}")).startsWith("404 ").contains("not exposed");
		Service reading = run(Open.class, web, "management.endpoint.rollouts.access=read-only");
		assertThat(reading.post(null, "abort", "{\"by\": \"bob\"}")).startsWith("405 ")
			.contains("management.endpoint.rollouts.access=unrestricted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void endpointThatIsNamedAndHasNothingToImportSaysWhatToImport(String type) throws Exception {
		Service service = run(Importless.class, "spring.main.web-application-type=" + type);
		assertThat(service.send("GET", "/shop", null, null, null)).startsWith("404 ")
			.contains("No configuration is imported here: add 'rollout:{configuration}' to 'spring.config.import'");
		assertThat(service.post(null, "publish", "{\"by\": \"bob\"}")).startsWith("404 ")
			.contains("No configuration is imported here");
	}

	/**
	 * A service with the endpoint.
	 *
	 * @param context its context
	 */
	private record Service(ConfigurableApplicationContext context) {

		String post(String user, String action, String body) throws IOException, InterruptedException {
			return send("POST", "/shop/" + action, user, body, "application/json");
		}

		/**
		 * Ask with a client for each request, so over a connection of its own: Reactor
		 * Netty may stop reading one that is kept alive when an answer was made at once
		 * (reactor-netty issue 4361).
		 */
		String send(String method, String path, String user, String body, String type)
				throws IOException, InterruptedException {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
				.timeout(Duration.ofMinutes(1))
				.method(method, (body != null) ? BodyPublishers.ofString(body, StandardCharsets.UTF_8)
						: BodyPublishers.noBody());
			if (type != null) {
				request.header("Content-Type", type);
			}
			if (user != null) {
				request.header("Authorization", "Basic "
						+ Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
			}
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
			return response.statusCode() + " " + response.body();
		}

		private String address() {
			Environment environment = this.context.getEnvironment();
			boolean apart = environment.containsProperty("management.server.port");
			String base = environment.getProperty("management.endpoints.web.base-path", "/actuator");
			return "http://127.0.0.1:"
					+ environment.getRequiredProperty(apart ? "local.management.port" : "local.server.port")
					+ environment.getProperty("server.servlet.context-path", "")
					+ environment.getProperty("spring.mvc.servlet.path", "")
					+ environment.getProperty("spring.webflux.base-path", "") + (base.equals("/") ? "" : base) + "/"
					+ environment.getProperty("management.endpoints.web.path-mapping.rollouts", "rollouts");
		}

		List<HistoryEntry> history() {
			return this.context.getBean(Rollouts.class).history("shop").join();
		}

		Phase state() {
			return this.context.getBean(Rollouts.class).state("shop").join().phase();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Importless {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Open {

		@Bean
		Rollouts rollouts() {
			return new MemorisedRollouts();
		}

		@Bean
		RolloutsEndpoint rolloutsEndpoint(Rollouts rollouts, ListableBeanFactory beanFactory) {
			return new RolloutsEndpoint(() -> rollouts, beanFactory);
		}

		@Bean
		RolloutFieldsAdvisor rolloutFieldsAdvisor() {
			return new RolloutFieldsAdvisor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class Secured extends Open {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

		@Bean
		UserDetailsService users() {
			InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
			List.of("alice", "bob")
				.forEach((name) -> users.createUser(User.withUsername(name).password("{noop}secret").build()));
			return users;
		}

		@Bean
		FilterRegistrationBean<Filter> securityFilter(Filter springSecurityFilterChain) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(springSecurityFilterChain);
			registration.setOrder(-100);
			return registration;
		}

	}

}
