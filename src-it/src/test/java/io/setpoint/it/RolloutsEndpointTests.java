package io.setpoint.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rollouts over HTTP: what is answered with which status, and what is never shown.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class RolloutsEndpointTests {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final String UNRESTRICTED = "--management.endpoint.rollouts.access=unrestricted";

	private static final String PLAN = "{stages: [{scope: instances, percent: 50, bake: 10m},"
			+ " {scope: instances, percent: 100, bake: 10m}]}";

	private final EtcdInMemory etcd;

	private ConfigurableApplicationContext context;

	RolloutsEndpointTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void start() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.etcd.deletePrefix("");
		run(UNRESTRICTED);
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	private void run(String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.import=rollout:shop", "--setpoint.etcd.endpoints=" + this.etcd.connectString(),
						"--server.port=0", "--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
						"--setpoint.snapshot.enabled=false", "--setpoint.rollout.controller=false",
						"--setpoint.instance.id=one", "--management.endpoints.web.exposure.include=*"));
		arguments.addAll(List.of(more));
		this.context = new SpringApplicationBuilder(ShopServer.class).registerShutdownHook(false)
			.run(arguments.toArray(String[]::new));
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(request(path).GET());
	}

	private HttpResponse<String> post(String action, Map<String, ?> body) throws Exception {
		return send(request("/shop/" + action).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(RolloutFormat.write(body))));
	}

	private HttpRequest.Builder request(String path) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/rollouts" + path))
			.timeout(Application.LIMIT);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return CLIENT.send(request.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> publish(String id, String document) throws Exception {
		return post("publish", Map.of("id", id, "document", document, "by", "alice"));
	}

	private HttpResponse<String> startRollout(String version) throws Exception {
		return post("start", Map.of("version", version, "plan", PLAN, "by", "alice"));
	}

	private static void assertThatItIs(HttpResponse<String> response, int status, String... texts) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(texts).allSatisfy((text) -> assertThat(response.body()).contains(text));
	}

	@Test
	void readWhenThereIsARolloutTellsEverythingButValues() throws Exception {
		assertThatItIs(publish("v1", "pricing: {discount: 77}"), 200, "\"id\":\"v1\"", "\"author\":\"alice\"");
		assertThatItIs(publish("v2", "pricing: {discount: 78}"), 200, "\"id\":\"v2\"");
		assertThatItIs(startRollout("v1"), 200, "\"phase\":\"RUNNING\"", "\"candidate\":\"v1\"");
		Map<String, String> answers = new LinkedHashMap<>();
		for (String path : List.of("", "/shop", "/shop/versions", "/shop/versions/v1", "/shop/history", "/shop/fleet",
				"/shop/compare?from=v1&to=v2")) {
			HttpResponse<String> response = get(path);
			assertThatItIs(response, 200);
			assertThat(response.body().replaceAll("\"(digest|createdAt|salt|since|stageSince|at)\":\"[^\"]*\"", ""))
				.doesNotContain("discount: 7")
				.doesNotContain("\"77\"")
				.doesNotContain("\"78\"");
			answers.put(path, response.body());
		}
		assertThat(answers.get("")).contains("\"shop\"", "RUNNING");
		assertThat(answers.get("/shop/versions")).contains("v1", "v2");
		assertThat(answers.get("/shop/history")).contains("\"action\":\"start\"");
		assertThat(answers.get("/shop/fleet")).contains("\"fleet\"");
		assertThat(answers.get("/shop/compare?from=v1&to=v2")).contains("pricing.discount", "CHANGED");
	}

	@Test
	void commandWhenThePhaseAllowsItIsDone() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		startRollout("v1");
		assertThatItIs(post("pause", Map.of("by", "bob", "reason", "lunch")), 200, "PAUSED", "lunch");
		assertThatItIs(post("resume", Map.of("by", "bob")), 200, "RUNNING");
		assertThatItIs(post("promote", Map.of("by", "bob")), 200, "\"stage\":1");
		assertThatItIs(post("promote", Map.of("by", "bob")), 200, "COMPLETED", "\"stable\":\"v1\"");
	}

	@Test
	void startWhenPresetIsNamedNeedsNoPlan() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		assertThatItIs(
				post("start",
						Map.of("version", "v1", "by", "alice", "preset", "linear", "percent", 25, "bake", "1m",
								"approval", "required")),
				200, "PROPOSED", "\"percent\":25", "\"percent\":75", "\"approval\":\"required\"");
	}

	@Test
	void requestWhenItIsWrongIsAnsweredWith400() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		assertThatItIs(publish("v2", "pricing: {discount: 95}\nleft: {counter: -77}"), 400, "\"problems\":[",
				"pricing.discount", "left.counter");
		assertThat(publish("v2", "pricing: {discount: 4711}").body()).doesNotContain("4711");
		assertThatItIs(publish("v1", "pricing: {discount: 20}"), 400, "choose another id");
		assertThatItIs(post("publish", Map.of("by", "alice")), 400, "'document' is missing");
		assertThatItIs(post("publish", Map.of("by", "alice", "document", "b: c", "tags", "[1, 2]")), 400, "no map");
		assertThatItIs(post("publish", Map.of("by", "alice", "document", "b: c", "reason", "why")), 400,
				"'publish' takes no 'reason'", "'description'");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "plan", PLAN, "approval", "required")), 400,
				"'approval' is given beside 'plan'");
		assertThatItIs(post("promote", Map.of("by", "alice", "version", "v1")), 400, "'promote' takes no 'version'");
		assertThatItIs(post("promote", Map.of("by", "alice", "comment", "why")), 400, "There is no 'comment'");
		assertThatItIs(post("pause", Map.of("by", "alice", "action", "abort")), 400, "There is no 'action'");
		assertThatItIs(post("pause", Map.of("reason", "lunch")), 400, "'by' is missing");
		assertThatItIs(post("release", Map.of("by", "alice\nroot", "version", "v1")), 400, "write it in one line");
		assertThatItIs(post("release", Map.of("by", "x".repeat(1_200_000), "version", "v1")), 400, "at most 200");
		assertThatItIs(post("start", Map.of("by", "alice")), 400, "'version' is missing");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1")), 400, "'plan' is missing");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "plan", "{stages: []}")), 400,
				"from 1 to 50 stages");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "plan", "nonsense")), 400, "no plan");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "plan", "")), 400);
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "preset", "none-such")), 400, "none-such");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "preset", "linear", "scope", "all")), 400);
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "preset", "linear", "percent", 0)), 400,
				"share");
		assertThatItIs(post("start", Map.of("by", "alice", "version", "v1", "preset", "linear", "bake", "soon")), 400);
		assertThatItIs(post("extend", Map.of("by", "alice")), 400, "There is no action 'extend'");
		assertThatItIs(get("/shop/compare?from=v1"), 400, "'to' is missing");
		assertThat(this.etcd.get(KEYS.state("shop"))).isNull();
	}

	@Test
	void requestWhenThereIsNoSuchThingIsAnsweredWith404() throws Exception {
		assertThatItIs(get("/other"), 404, "'other' is not imported here");
		assertThatItIs(get("/other/versions"), 404, "'other' is not imported here");
		assertThatItIs(get("/shop/versions/none"), 404, "has no version 'none'");
		assertThatItIs(get("/shop/compare?from=none&to=such"), 404, "has no version");
		assertThatItIs(get("/shop/none"), 404, "There is no 'none'", "versions, history");
		assertThatItIs(get("/shop/none/such"), 404, "There is no 'none/such'");
		assertThatItIs(get("/shop/none/such/thing"), 404, "There is nothing at this address");
		assertThatItIs(startRollout("none"), 404, "has no version 'none'");
		assertThatItIs(post("rollback", Map.of("by", "bob", "version", "none")), 404, "has no version 'none'");
	}

	@Test
	void commandWhenThePhaseDoesNotAllowItIsAnsweredWith409() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 20}");
		assertThatItIs(post("abort", Map.of("by", "bob")), 409, "none was ever started");
		assertThatItIs(post("rollback", Map.of("by", "bob")), 409, "no version was stable before");
		startRollout("v1");
		assertThatItIs(startRollout("v2"), 409, "one at a time");
		assertThatItIs(post("resume", Map.of("by", "bob")), 409, "RUNNING, not PAUSED");
		this.etcd.put(KEYS.state("shop"), "nonsense");
		HttpResponse<String> response = get("/shop");
		assertThatItIs(response, 409);
		assertThat(response.body()).doesNotContain("nonsense");
	}

	@Test
	void requestWhenEtcdIsGoneIsAnsweredWith503() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		this.etcd.stop();
		assertThatItIs(get("/shop"), 503, "etcd could not be asked");
		assertThatItIs(post("abort", Map.of("by", "bob")), 503, "etcd could not be asked");
		assertThatItIs(publish("v2", "pricing: {discount: 20}"), 503, "etcd could not be asked");
	}

	@Test
	void requestWhenEtcdIsKnownToBeAwayIsAnsweredWithoutAsking() throws Exception {
		this.etcd.stop();
		ConfigurationWatch watch = this.context.getBean(ConfigurationWatch.class);
		Application.await("that it is known", () -> watch.outage() != null);
		assertThatItIs(get("/shop"), 503, "known to be out of reach");
		assertThatItIs(post("abort", Map.of("by", "bob")), 503, "known to be out of reach");
		assertThatItIs(publish("v1", "pricing: {discount: 20}"), 503, "known to be out of reach");
		this.etcd.restart();
		Application.await("that it is back", () -> watch.outage() == null);
		assertThatItIs(publish("v1", "pricing: {discount: 20}"), 200);
	}

	@Test
	void publishedVersionNamesWhatNoTypeReads() throws Exception {
		assertThatItIs(publish("v1", "pricing: {discount: 20, discont: 10}\nother.name: x"), 200,
				"\"warnings\":[\"'other.name'"
						+ " is read by no properties class of this application: look how it is spelled, unless something else"
						+ " reads it\",\"'pricing.discont' is read by");
		assertThat(publish("v2", "pricing: {discount: 30, timeout: 5s}\ntext.body: y").body())
			.doesNotContain("warnings");
		assertThat(publish("v3", "text.body: ${base.text}\nbase.text: y").body()).doesNotContain("warnings");
	}

	@Test
	void writeWhenNothingGrantsItIsNotAllowed() throws Exception {
		this.context.close();
		run();
		assertThatItIs(publish("v1", "pricing: {discount: 10}"), 405,
				"management.endpoint.rollouts.access=unrestricted");
		assertThatItIs(post("abort", Map.of("by", "bob")), 405, "management.endpoint.rollouts.access=unrestricted");
		assertThatItIs(get("/shop"), 200, "COMPLETED", "No version was given to anybody yet");
		assertThat(get("/shop").body()).doesNotContain("1970");
		assertThat(this.etcd.getAll(KEYS.versions("shop"))).isEmpty();
	}

}
