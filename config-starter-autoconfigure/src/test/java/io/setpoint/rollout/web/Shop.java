package io.setpoint.rollout.web;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.setpoint.Live;
import io.setpoint.Subject;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Assignment;
import io.setpoint.acceptance.Proposal;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.acceptance.Variation;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Share;
import io.setpoint.rollout.follow.RequestCohort;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shop whose discount is rolled out over requests, without etcd: VIPs have the
 * candidate.
 *
 * @param context the application
 */
record Shop(ApplicationContext context) {

	static final int STABLE = 10;

	static final int CANDIDATE = 20;

	static final String TIER = "X-Tier";

	static final String VIP = "vip";

	static final String UNRESOLVABLE = "unresolvable";

	private static final String PREFIX = "/rollouts/shop/versions/";

	private static final String LOCATION = "rollout:shop";

	private static final KeyValue FIRST = version("v1", STABLE, 1);

	private static final KeyValue SECOND = version("v2", CANDIDATE, 2);

	/**
	 * Put the location into the environment, as an import does.
	 * @return the initializer
	 */
	static ApplicationContextInitializer<ConfigurableApplicationContext> location() {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.addLast(new LocationPropertySource(LOCATION,
					LocationContent.ofVersions(PREFIX, LOCATION).with(List.of(new Change.Put(FIRST))).content()));
	}

	/**
	 * Start an application on a port of its own, while etcd is out of reach.
	 * @param type its type
	 * @param application the application
	 * @param properties its settings
	 * @return the context
	 */
	static ConfigurableApplicationContext start(WebApplicationType type, Class<?> application, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "spring.config.import=optional:" + LOCATION,
					"setpoint.etcd.endpoints=http://127.0.0.1:1", "setpoint.snapshot.enabled=false")
			.properties(properties)
			.run();
		new Shop(context).propose(FIRST);
		return context;
	}

	private static KeyValue version(String id, int discount, long revision) {
		byte[] document = ("pricing: {discount: " + discount + "}").getBytes(StandardCharsets.UTF_8);
		return new KeyValue(PREFIX + id, document, revision, revision);
	}

	/**
	 * Find out whom a request is for.
	 * @param tier what the request says
	 * @return the subject, {@code null} if it says nothing
	 */
	static @Nullable Subject subject(@Nullable String tier) {
		if (UNRESOLVABLE.equals(tier)) {
			throw new IllegalArgumentException(tier);
		}
		return (tier != null) ? Subject.of("ada").with("tier", tier) : null;
	}

	AcceptancePipeline pipeline() {
		return this.context.getBean(AcceptancePipeline.class);
	}

	@SuppressWarnings("unchecked")
	Live<Pricing> pricing() {
		return (Live<Pricing>) this.context
			.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Pricing.class))
			.getObject();
	}

	int discount() {
		return pricing().get().discount();
	}

	private void propose(KeyValue version) {
		pipeline().propose(List
			.of(new Proposal(version.modRevision(), Kind.REVISION, Map.of(PREFIX, List.of(new Change.Put(version))))));
	}

	void startRollout() {
		assertThat(pipeline().variations()
			.vary(PREFIX,
					new Variation("v2", SECOND, 2,
							new RequestCohort("salt",
									List.of(new Cohort.Rule(Scope.REQUESTS, Share.ALL, Map.of("tier", VIP)))))))
			.isEmpty();
	}

	void endRollout() {
		pipeline().variations().vary(PREFIX, null);
	}

	/**
	 * Begin a request.
	 * @param tier whom it is for
	 * @return its assignment, to be closed
	 */
	Assignment assign(String tier) {
		Assignment assignment = pipeline().assigner().assign(subject(tier));
		assertThat(assignment).isNotNull();
		return assignment;
	}

	/**
	 * Send a request.
	 * @param path the path
	 * @param tier whom it is for, {@code null} to say nothing
	 * @return the status
	 */
	int get(String path, @Nullable String tier) {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		return RestClient.create("http://localhost:" + port)
			.get()
			.uri(path)
			.headers((headers) -> headers.addAll(TIER, (tier != null) ? List.of(tier) : List.of()))
			.exchange((request, response) -> response.getStatusCode().value());
	}

	private Collection<Timer> requests() {
		return this.context.getBean(MeterRegistry.class).find("http.server.requests").timers();
	}

	/**
	 * Requests are measured when they have been answered.
	 * @param path the path of the requests
	 * @param variants the sides that requests of it are tagged with
	 */
	void awaitTags(String path, String... variants) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(requests()).filteredOn((timer) -> path.equals(timer.getId().getTag("uri")))
				.extracting((timer) -> timer.getId().getTag("config.variant"))
				.containsOnly(variants));
	}

	void assertThatAllRequestsAreTagged() {
		assertThat(requests()).isNotEmpty()
			.extracting((timer) -> timer.getId().getTag("config.variant"))
			.isSubsetOf("candidate", "stable", "none");
	}

	/**
	 * Live values are kept at hand again when there is no rollout and the last request
	 * that was assigned has ended.
	 */
	void awaitAllAssignmentsClosed() {
		endRollout();
		Awaitility.await().untilAsserted(() -> assertThat(pricing()).extracting("value").isNotNull());
	}

	@ConfigurationProperties("pricing")
	record Pricing(@DefaultValue("0") int discount) {
	}

}
