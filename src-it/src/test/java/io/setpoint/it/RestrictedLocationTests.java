package io.setpoint.it;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.setpoint.it.Shop.Pricing;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Rollouts;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who publishes prices publishes prices: at start, by a change, when everything is read
 * again, and as a version.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
@ExtendWith(OutputCaptureExtension.class)
class RestrictedLocationTests {

	private static final String PREFIX = "/config/prices/";

	private final EtcdInMemory etcd;

	RestrictedLocationTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void clear() {
		this.etcd.deletePrefix("");
	}

	private Application run() {
		return Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports("etcd:" + PREFIX, "rollout:shop")
			.with("setpoint.restrict.denied-names=management,spring", "setpoint.restrict.placeholders=none",
					"setpoint.restrict.locations[rollout:shop].allowed-names=pricing",
					"setpoint.restrict.locations[etcd:/config/price/].allowed-names=pricing", "secret.word=s3cr3t")
			.run();
	}

	private static String ignored(String property) {
		return "Property '" + property + "' of key '" + PREFIX;
	}

	@Test
	void namesThatAreDeniedAreLeftOutFromStartOnAndLater(CapturedOutput output) throws Exception {
		this.etcd.put(PREFIX + "management/x", "1");
		this.etcd.put(PREFIX + "application.yaml", "{Spring.y: 1, pricing.discount: 10}");
		try (Application application = run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(10);
			assertThat(output).contains(ignored("management.x"), ignored("Spring.y"),
					"'setpoint.restrict.locations[etcd:/config/price/]' restricts nothing");
			this.etcd.put(PREFIX + "management.yaml", "z: 2");
			application.awaitRevision(this.etcd.put(PREFIX + "pricing/discount", "20"));
			assertThat(application.get(Pricing.class).discount()).isEqualTo(20);
			application.refresh();
			assertThat(output).contains(ignored("management.z"));
			for (String name : new String[] { "management.x", "management.z", "spring.y", "Spring.y" }) {
				assertThat(application.property(name)).as(name).isNull();
			}
		}
	}

	@Test
	void placeholderIsRefusedByAChangeAndAtStart(CapturedOutput output) {
		try (Application application = run()) {
			this.etcd.put(PREFIX + "pricing/currency", "${secret.word}");
			Application.await("the refusal", () -> !application.refusals().isEmpty());
			assertThat(application.refusedKeys()).containsExactly(PREFIX + "pricing/currency");
			assertThat(application.refusals().get(0).reason())
				.contains("property 'pricing.currency' has a placeholder or an expression", "'setpoint.restrict'");
			assertThat(application.property("pricing.currency")).isNull();
			assertThat(application.get(Pricing.class).currency()).isEqualTo("CHF");
		}
		assertThatException().isThrownBy(() -> run().close());
		assertThat(output).contains("property 'pricing.currency' has a placeholder or an expression")
			.doesNotContain("s3cr3t");
	}

	@Test
	void versionThatWouldLosePartsOrHasAPlaceholderIsNotPublished() {
		try (Application application = run()) {
			Rollouts rollouts = application.bean(Rollouts.class);
			assertThat(refusal(rollouts, "{pricing.discount: 10, server.port: 1, spring.a: 1, Management: {b: 2}}")
				.getProblems()).hasSize(3)
				.allSatisfy((problem) -> assertThat(problem).contains("would be lost", "'setpoint.restrict'"));
			assertThat(refusal(rollouts, "pricing.currency: ${secret.word}").getProblems()).singleElement()
				.asString()
				.contains("property 'pricing.currency' has a placeholder or an expression")
				.doesNotContain("s3cr3t");
			assertThat(rollouts.publish("shop", NewVersion.of("ann", "pricing.discount: 10")))
				.succeedsWithin(Application.LIMIT);
		}
	}

	private static InvalidVersionException refusal(Rollouts rollouts, String document) {
		Throwable[] refusal = new Throwable[1];
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> rollouts.publish("shop", NewVersion.of("ann", document))
				.get(Application.LIMIT.toSeconds(), TimeUnit.SECONDS))
			.satisfies((ex) -> refusal[0] = ex.getCause());
		assertThat(refusal[0]).isInstanceOf(InvalidVersionException.class);
		return (InvalidVersionException) refusal[0];
	}

}
