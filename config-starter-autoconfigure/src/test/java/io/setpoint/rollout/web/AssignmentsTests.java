package io.setpoint.rollout.web;

import java.util.function.Consumer;

import io.setpoint.acceptance.Assignment;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.rollout.web.Shop.Pricing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link Assignments}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AssignmentsTests {

	private static final String SAID = "The subject of a request could not be found out (java.lang."
			+ "IllegalStateException), so it has the stable side; this is said once for each kind of failure";

	@Test
	void assignWhenThereIsNoRolloutDoesNotAskTheResolver() {
		run((shop) -> assertThat(assignments(shop, (tier) -> fail("asked")).assign(Shop.VIP)).isNull());
	}

	@Test
	void assignWhenSubjectIsOfTheCohortGivesTheCandidate() {
		run((shop) -> {
			shop.startRollout();
			assertThatVariant(assignments(shop, Shop::subject), Shop.VIP, "candidate");
			assertThatVariant(assignments(shop, Shop::subject), "basic", "stable");
		});
	}

	@Test
	void assignWhenResolverReturnsNullGivesTheStableSideAndSaysNothing(CapturedOutput output) {
		run((shop) -> {
			shop.startRollout();
			assertThatVariant(assignments(shop, (tier) -> null), Shop.VIP, "stable");
			assertThat(output).doesNotContain("subject of a request");
		});
	}

	@Test
	void assignWhenResolverThrowsGivesTheStableSideAndSaysItOnceWithoutValues(CapturedOutput output) {
		run((shop) -> {
			shop.startRollout();
			Assignments<String> assignments = assignments(shop, (tier) -> {
				throw new IllegalStateException("s3cr3t");
			});
			assertThatVariant(assignments, Shop.VIP, "stable");
			assertThatVariant(assignments, Shop.VIP, "stable");
			assertThat(output).containsOnlyOnce(SAID).doesNotContain("s3cr3t");
		});
	}

	@Test
	void assignWhenResolverThrowsForSomeRequestsOnlySaysItOnce(CapturedOutput output) {
		run((shop) -> {
			shop.startRollout();
			Assignments<String> assignments = assignments(shop, (tier) -> {
				if (!tier.equals(Shop.VIP)) {
					throw new IllegalStateException(tier);
				}
				return Shop.subject(tier);
			});
			for (int i = 0; i < 2; i++) {
				assertThatVariant(assignments, "basic", "stable");
				assertThatVariant(assignments, Shop.VIP, "candidate");
			}
			assertThat(output).containsOnlyOnce(SAID);
		});
	}

	@Test
	void assignWhenResolverThrowsSomethingElseSaysThatToo(CapturedOutput output) {
		run((shop) -> {
			shop.startRollout();
			Assignments<String> assignments = assignments(shop, (tier) -> {
				if (tier.equals(Shop.VIP)) {
					throw new NoClassDefFoundError("s3cr3t");
				}
				throw new IllegalStateException("s3cr3t");
			});
			assertThatVariant(assignments, "basic", "stable");
			assertThatVariant(assignments, Shop.VIP, "stable");
			assertThat(output).containsOnlyOnce(SAID)
				.containsOnlyOnce("java.lang.NoClassDefFoundError")
				.doesNotContain("s3cr3t");
		});
	}

	private static Assignments<String> assignments(Shop shop, SubjectResolver<String> resolver) {
		return new Assignments<>(shop.pipeline()::assigner, resolver);
	}

	private static void assertThatVariant(Assignments<String> assignments, String request, String expected) {
		try (@Nullable
		Assignment assignment = assignments.assign(request)) {
			assertThat(Assignments.variant(assignment)).isEqualTo(expected);
			assertThat(Assignments.candidates(assignment)).isEqualTo(expected.equals("candidate") ? "shop" : "none");
		}
	}

	private static void run(Consumer<Shop> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(Shop.location())
			.run((context) -> {
				test.accept(new Shop(context));
				new Shop(context).awaitAllAssignmentsClosed();
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Types {

	}

}
