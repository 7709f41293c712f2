package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When followers have followed is asked from any thread, also while they are being told.
 */
class FollowedTests {

	private static final String PREFIX = "/config/own/";

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Types.class);

	private final AtomicBoolean told = new AtomicBoolean();

	private final CompletableFuture<Boolean> toldWhenFollowed = new CompletableFuture<>();

	private final AcceptancePipeline pipeline = pipeline();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whoSeesAChangeAndAsksWaitsForItsFollowers() {
		this.pipeline.start(StartState.of(1));
		Change change = new Change.Put(new KeyValue(PREFIX + "box/text", "new".getBytes(StandardCharsets.UTF_8), 2, 2));
		this.pipeline.propose(List.of(new Proposal(2, Proposal.Kind.REVISION, Map.of(PREFIX, List.of(change)))));
		assertThat(this.toldWhenFollowed.join()).isTrue();
	}

	/**
	 * Ask on another thread, and go on when that has an answer or cannot have one yet.
	 */
	private void ask() {
		Thread asking = new Thread(
				() -> this.pipeline.followed().thenRun(() -> this.toldWhenFollowed.complete(this.told.get())),
				"asking");
		asking.start();
		while (asking.getState() != Thread.State.BLOCKED && asking.getState() != Thread.State.TERMINATED) {
			Thread.onSpinWait();
		}
	}

	private AcceptancePipeline pipeline() {
		LocationContent content = LocationContent.empty(PREFIX, "etcd:" + PREFIX);
		LocationPropertySource location = new LocationPropertySource("etcd:" + PREFIX, content);
		this.context.getEnvironment().getPropertySources().addFirst(location);
		return new AcceptancePipeline(BoundTypes.of(this.context.getBeanFactory()), new TypeBinder(this.context),
				List.of(location), List.of(new Follower()), Runnable::run, Clock.systemUTC());
	}

	private final class Follower implements AcceptanceFollower {

		@Override
		public boolean follows(AcceptedChange change) {
			ask();
			return true;
		}

		@Override
		public void accepted(AcceptedChange change) {
			FollowedTests.this.told.set(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Box.class)
	static class Types {

	}

	@ConfigurationProperties("box")
	record Box(String text) {

	}

}
