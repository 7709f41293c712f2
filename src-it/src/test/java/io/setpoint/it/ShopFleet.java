package io.setpoint.it;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shops in processes of their own on a real etcd, and what can be read of their rollouts
 * there.
 */
final class ShopFleet implements AutoCloseable {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private final EtcdServer etcd = EtcdServer.start();

	private final List<Instance> instances = new ArrayList<>();

	/**
	 * Start a process without waiting for it.
	 * @param folder takes its output, under the id of the instance
	 * @param id the id of the instance
	 * @param options the options of its Java runtime
	 * @param controls whether it may conduct rollouts
	 * @return the process
	 */
	Instance start(Path folder, String id, List<String> options, boolean controls) {
		Instance instance = Instance.start(folder, id, options,
				List.of("spring.config.import=rollout:shop", "setpoint.etcd.endpoints=" + this.etcd.connectString(),
						"setpoint.snapshot.enabled=false", "setpoint.config.startup-timeout=60s",
						"setpoint.instance.labels.name=" + id, "setpoint.rollout.controller=" + controls,
						"setpoint.fleet.lease=3s", "setpoint.rollout.controller-lease=2s",
						"management.endpoints.web.exposure.include=*",
						"management.endpoint.rollouts.access=unrestricted"));
		this.instances.add(instance);
		return instance;
	}

	EtcdServer etcd() {
		return this.etcd;
	}

	/**
	 * Publish a version, whose document is none that was there before.
	 * @param instance does it
	 * @param version the id of the version
	 * @param discount what the document says
	 */
	void publish(Instance instance, String version, int discount) {
		command(instance, "publish", "{\"id\": \"" + version
				+ "\", \"by\": \"alice\", \"document\": \"pricing: {discount: " + discount + "} # " + version + "\"}");
	}

	void release(Instance instance, String version) {
		command(instance, "release", "{\"version\": \"" + version + "\", \"by\": \"alice\"}");
	}

	void rollOut(Instance instance, String version, String... stages) {
		propose(instance, version, "none", stages);
	}

	void propose(Instance instance, String version, String approval, String... stages) {
		command(instance, "start", "{" + start(version, approval, stages) + "}");
	}

	/**
	 * Return the fields of a start.
	 * @param version the version
	 * @param approval whether it has to be approved
	 * @param stages the stages of the plan
	 * @return the fields, as JSON
	 */
	static String start(String version, String approval, String... stages) {
		return "\"version\": \"" + version + "\", \"by\": \"alice\", \"plan\": \"{approval: " + approval + ", stages: ["
				+ String.join(", ", stages) + "]}\"";
	}

	void command(Instance instance, String action, String json) {
		HttpResponse<String> response = send(instance, action, json);
		assertThat(response.statusCode()).as(action + " " + json + ": " + response.body()).isBetween(200, 299);
	}

	HttpResponse<String> send(Instance instance, String action, String json) {
		return instance.post("/actuator/rollouts/shop/" + action, json);
	}

	RolloutState state() {
		String text = this.etcd.get(KEYS.state("shop"));
		return (text != null) ? read(text, RolloutState.class) : RolloutState.INITIAL;
	}

	void awaitState(String what, Predicate<RolloutState> condition) {
		Application.await(what + ", not " + state(), () -> condition.test(state()));
	}

	List<HistoryEntry> history() {
		List<HistoryEntry> entries = new ArrayList<>();
		this.etcd.getAll(KEYS.history("shop")).values().forEach((text) -> entries.add(read(text, HistoryEntry.class)));
		return entries;
	}

	List<FleetMember> members() {
		List<FleetMember> members = new ArrayList<>();
		this.etcd.getAll(KEYS.fleet("shop")).values().forEach((text) -> members.add(read(text, FleetMember.class)));
		return members;
	}

	String incarnation(String id) {
		return members().stream()
			.filter((member) -> member.instance().equals(id))
			.findFirst()
			.map(FleetMember::incarnation)
			.orElse("");
	}

	String awaitController() {
		Application.await("a controller", () -> this.etcd.get(KEYS.controller("shop")) != null);
		return String.valueOf(this.etcd.get(KEYS.controller("shop")));
	}

	private static <T> T read(String text, Class<T> type) {
		return RolloutFormat.read(text.getBytes(StandardCharsets.UTF_8), type);
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
		this.etcd.close();
	}

}
