package io.setpoint.it;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value that is tried, published, refused and accepted is in no log, meter,
 * observation, answer or exception of the applications that judge it.
 */
@EtcdTest(mode = EtcdTest.Mode.REAL)
@ExtendWith(OutputCaptureExtension.class)
class SecretOfTrialTests {

	private static final String SECRET = "korrekt-pferd-batterie";

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final List<Observation.Context> OBSERVED = new CopyOnWriteArrayList<>();

	private final EtcdServer etcd;

	private final List<String> said = new ArrayList<>();

	SecretOfTrialTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@AfterEach
	void logNothingSpecial() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		OBSERVED.clear();
	}

	private Application run(Class<?> build, String id) {
		return Launch.of(build)
			.etcd(this.etcd.endpoint())
			.imports("etcd:/config/shop/", "rollout:shop")
			.with("setpoint.instance.id=" + id, "setpoint.rollout.controller=false", "logging.level.root=TRACE")
			.run();
	}

	private void say(CompletableFuture<?> result) {
		StringWriter text = new StringWriter();
		try {
			text.append(String.valueOf(result.get(Application.LIMIT.toSeconds(), TimeUnit.SECONDS)));
		}
		catch (Exception ex) {
			ex.printStackTrace(new PrintWriter(text));
		}
		this.said.add(text.toString());
	}

	private static String document(String code) {
		return "vault:\n  code: " + code + "\n";
	}

	@Test
	void valueThatIsJudgedIsInNoLogMeterObservationOrAnswer(CapturedOutput output) throws Exception {
		this.etcd.deletePrefix("");
		try (Application lenient = run(LenientBuild.class, "old-1");
				Application strict = run(StrictBuild.class, "new-1");
				WritableStore store = Stores.connect(EtcdConnection.to(this.etcd.endpoint()))) {
			Application.await("the fleet",
					() -> this.etcd.getAll(KEYS.fleet("shop"))
						.values()
						.stream()
						.filter((entry) -> entry.contains("\"build\""))
						.count() == 2);
			tryOut(new Trials(store, KEYS, Pauses.on(ForkJoinPool.commonPool()), Clock.systemUTC()));
			publish(lenient.bean(Rollouts.class));
			Application.await("the value", () -> lenient.get(LenientVault.class).code().equals(SECRET));
			Application.await("the refusal",
					() -> this.etcd.getAll(KEYS.fleet("shop"))
						.values()
						.stream()
						.anyMatch((entry) -> entry.contains(FleetMember.Verdict.REFUSED.name())));
			say(lenient.bean(Rollouts.class).fleet("shop"));
			say(lenient.bean(Rollouts.class).history("shop"));
			meters(lenient.bean(MeterRegistry.class));
			meters(strict.bean(MeterRegistry.class));
		}
		OBSERVED.forEach((context) -> this.said.add(context + " " + context.getAllKeyValues()));
		assertThat(OBSERVED).isNotEmpty();
		assertThat(this.said).anyMatch((text) -> text.contains("refuses it"))
			.anyMatch((text) -> text.contains("was not published"))
			.anyMatch((text) -> text.contains("setpoint."))
			.noneMatch((text) -> text.contains(SECRET));
		assertThat(output).doesNotContain(SECRET);
	}

	private void tryOut(Trials trials) {
		say(trials.ask("shop", document(SECRET), "ann", TIMEOUT));
		say(trials.ask("shop", document("[" + SECRET), "ann", TIMEOUT));
		say(trials.ask(new KeyChanges(Map.of("/config/shop/vault/code", SECRET), Set.of()), "ann", TIMEOUT));
		say(trials.ask(new KeyChanges(Map.of("/config/shop/vault.yaml", "[" + SECRET), Set.of()), "ann", TIMEOUT));
	}

	private void publish(Rollouts rollouts) {
		say(rollouts.publish("shop", NewVersion.of("ann", document(SECRET)).withId("v1")));
		say(rollouts.publish("shop", NewVersion.of("ann", document(SECRET.repeat(9))).withId("v2"), true));
		say(rollouts.tryOut("shop", document(SECRET), "ann"));
		say(rollouts.publish("shop", NewVersion.of("ann", document(SECRET)).withId("v1"), true));
		say(rollouts.execute("shop", new Command.Release("v1"), "ann", null));
	}

	private void meters(MeterRegistry registry) {
		registry.getMeters().forEach((meter) -> this.said.add(meter.getId() + " " + meter.getId().getDescription()));
	}

	/**
	 * Keeps what is observed.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Observed {

		@Bean
		ObservationHandler<Observation.Context> keepingHandler() {
			return new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					OBSERVED.add(context);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(LenientVault.class)
	static class LenientBuild extends Observed {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(StrictVault.class)
	static class StrictBuild extends Observed {

	}

	@ConfigurationProperties("vault")
	@Validated
	record LenientVault(@Size(max = 40) @DefaultValue("") String code) {
	}

	@ConfigurationProperties("vault")
	@Validated
	record StrictVault(@Size(max = 5) @DefaultValue("") String code) {
	}

}
