package io.setpoint.it;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import io.setpoint.it.Shop.Pricing;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.BuildVerdict.Outcome;
import io.setpoint.rollout.BuildVerdict.Problem;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Two builds of an application are alive, and somebody without their classes asks them.
 */
@EtcdTest(mode = EtcdTest.Mode.REAL)
class FleetVerdictTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final EtcdServer etcd;

	private final List<Application> applications = new ArrayList<>();

	private WritableStore store;

	private Trials trials;

	FleetVerdictTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void start() {
		this.etcd.deletePrefix("");
		this.store = Stores.connect(EtcdConnection.to(this.etcd.endpoint()));
		this.trials = new Trials(this.store, KEYS, Pauses.on(ForkJoinPool.commonPool()), Clock.systemUTC());
		run(Shop.class, "old-1");
		run(Shop.class, "old-2");
		run(StricterShop.class, "new-1");
		run(StricterShop.class, "new-2");
		Application.await("the fleet", () -> this.etcd.getAll(KEYS.fleet("shop")).size() == 4);
	}

	private void run(Class<?> build, String id, String... profiles) {
		this.applications.add(Launch.of(build)
			.profiles(profiles)
			.etcd(this.etcd.endpoint())
			.imports("etcd:/config/shop/", "rollout:shop")
			.with("setpoint.instance.id=" + id, "setpoint.rollout.controller=false")
			.run());
	}

	@AfterEach
	void stop() {
		this.applications.forEach(Application::close);
		this.store.close();
	}

	private static <T> T get(CompletableFuture<T> result) throws Exception {
		try {
			return result.get(Application.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	private FleetVerdict ask(String document) throws Exception {
		return get(this.trials.ask("shop", document, "ann", TIMEOUT));
	}

	private void assertThatNothingIsLeft() {
		Application.await("the end of the trial", () -> this.etcd.getAll(KEYS.trials("shop")).isEmpty()
				&& this.etcd.getAll(KEYS.summons("shop")).isEmpty());
	}

	@Test
	void bothBuildsJudgeWithTheirOwnClassesAndNobodyHasIt() throws Exception {
		FleetVerdict verdict = ask("pricing:\n  discount: 60\n");
		assertThat(verdict.builds()).hasSize(2).allMatch((build) -> build.instances() == 2);
		assertThat(verdict.builds()).extracting(BuildVerdict::outcome)
			.containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.REFUSED);
		BuildVerdict refusing = verdict.builds()
			.stream()
			.filter((build) -> build.outcome() == Outcome.REFUSED)
			.findFirst()
			.orElseThrow();
		assertThat(refusing.judge()).startsWith("new-");
		assertThat(refusing.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).extracting(Problem::name, Problem::line, Problem::column)
				.containsExactly("pricing.discount", 2, 13));
		assertThat(refusing.changes()).containsExactly("pricing.discount");
		assertThat(refusing.types()).singleElement().asString().contains("StricterPricing ('pricing')");
		assertThat(verdict.problems()).isNotEmpty()
			.noneMatch((problem) -> problem.replaceAll("[0-9a-f]{12}", "build").contains("60"));
		assertThat(this.applications.get(0).get(Pricing.class).discount()).isZero();
		assertThat(ask("pricing:\n  discount: 50\n").isAccepted()).isTrue();
		assertThatNothingIsLeft();
	}

	@Test
	void nameThatNoTypeOfAnyBuildReadsIsNamed() throws Exception {
		FleetVerdict verdict = ask("pricing:\n  discount: 10\n  discuont: 20\nprcing:\n  discount: 30\n");
		assertThat(verdict.isAccepted()).isTrue();
		assertThat(verdict.unread()).containsExactly("prcing.discount", "pricing.discuont");
		KeyChanges changes = new KeyChanges(
				Map.of("/config/shop/pricing/discuont", "20", "/config/shop/pricing/discount", "10"), Set.of());
		assertThat(get(this.trials.ask(changes, "ann", TIMEOUT)).unread()).containsExactly("pricing.discuont");
	}

	@Test
	void instancesOfOneBuildWithOtherProfilesAnswerForThemselves() throws Exception {
		this.etcd.put("/config/shop,prod/limit", "95");
		run(Shop.class, "prod-1", "prod");
		Application.await("the fleet", () -> this.etcd.getAll(KEYS.fleet("shop")).size() == 5);
		FleetVerdict verdict = ask("pricing:\n  discount: ${limit:10}\n");
		assertThat(verdict.builds()).extracting(BuildVerdict::variant, BuildVerdict::instances)
			.containsExactlyInAnyOrder(tuple("without a profile", 2), tuple("with profiles 'prod'", 1), tuple(null, 2));
		assertThat(verdict.problems()).singleElement()
			.asString()
			.contains(" with profiles 'prod' (1 instance) refuses it: pricing.discount");
	}

	@Test
	void hostileDocumentsAreRefusedAndHarmNobody() throws Exception {
		for (String document : List.of("a: [", "\u0000", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n".repeat(2),
				"[".repeat(10_000), "a".repeat(1024) + ": {b: ${a}}")) {
			FleetVerdict verdict = ask(document);
			assertThat(verdict.builds()).hasSize(2)
				.allMatch((build) -> build.outcome() == Outcome.REFUSED || build.outcome() == Outcome.ACCEPTED);
		}
		assertThat(ask("text:\n  body: " + "x".repeat(1000 * 1000)).isAccepted()).isTrue();
		assertThatNothingIsLeft();
	}

	@Test
	void plainKeysAreJudgedByBothAndNothingIsWritten() throws Exception {
		KeyChanges changes = new KeyChanges(Map.of("/config/shop/pricing/discount", "60"), Set.of());
		FleetVerdict verdict = get(this.trials.ask(changes, "ann", TIMEOUT));
		assertThat(verdict.builds()).extracting(BuildVerdict::outcome)
			.containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.REFUSED);
		assertThat(this.etcd.getAll("/config/")).isEmpty();
		KeyChanges others = new KeyChanges(Map.of("/config/till/pricing/discount", "60"), Set.of());
		assertThat(get(this.trials.ask(others, "ann", TIMEOUT)).isUnjudged()).isTrue();
	}

	@Test
	void instanceOfOneBuildDoesNotPublishWhatTheOtherRefuses() throws Exception {
		Rollouts rollouts = this.applications.get(0).bean(Rollouts.class);
		NewVersion version = NewVersion.of("ann", "pricing: {discount: 60}").withId("v1");
		assertThatExceptionOfType(RefusedByFleetException.class)
			.isThrownBy(() -> get(rollouts.publish("shop", version)))
			.withMessageContaining("(2 instances) refuses it: pricing.discount");
		assertThat(this.etcd.getAll(KEYS.versions("shop"))).isEmpty();
		assertThat(get(rollouts.publish("shop", version, true)).id()).isEqualTo("v1");
		assertThat(get(rollouts.history("shop"))).singleElement()
			.satisfies((entry) -> assertThat(entry.unjudged()).isTrue());
	}

	/**
	 * The next build of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(StricterPricing.class)
	static class StricterShop {

	}

	@ConfigurationProperties("pricing")
	@Validated
	record StricterPricing(@Max(50) @DefaultValue("0") int discount) {
	}

}
