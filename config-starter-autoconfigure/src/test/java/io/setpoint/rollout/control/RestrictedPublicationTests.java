package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.StoredRollouts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a restriction would keep out of a version is not published.
 */
class RestrictedPublicationTests {

	private final SimulatedFleet fleet = new SimulatedFleet(new Random(7));

	private final StoredRollouts operator = this.fleet.operator(this.fleet.etcd.new Link());

	private CompletableFuture<Version> publish(String document) {
		this.fleet.restriction = Restriction.of(List.of("pricing"), List.of("pricing.secret"), true);
		CompletableFuture<Version> published = this.operator.publish("shop", NewVersion.of("ann", document));
		this.fleet.pass(Duration.ofMillis(500));
		assertThat(published).isDone();
		return published;
	}

	@Test
	void versionThatWouldLosePartsIsRefusedWithEachOfThem() {
		CompletableFuture<Version> published = publish("""
				pricing: {discount: 1, Secret: s3cr3t}
				server.port: 1
				management: {a: s3cr3t}
				""");
		assertThat(catchThrowable(published::join)).hasCauseInstanceOf(InvalidVersionException.class)
			.cause()
			.satisfies((ex) -> assertThat(((InvalidVersionException) ex).getProblems()).hasSize(3)
				.allSatisfy((problem) -> assertThat(problem).contains("would be lost", "'setpoint.restrict'")
					.doesNotContain("s3cr3t"))
				.anySatisfy((problem) -> assertThat(problem).startsWith("'pricing.Secret' in line 1"))
				.anySatisfy((problem) -> assertThat(problem).startsWith("'server.port' in line 2"))
				.anySatisfy((problem) -> assertThat(problem).startsWith("'management.a' in line 3")));
	}

	@Test
	void versionThatSaysWhatItMayIsPublished() {
		assertThat(publish("pricing: {discount: 1}")).isCompleted();
	}

}
