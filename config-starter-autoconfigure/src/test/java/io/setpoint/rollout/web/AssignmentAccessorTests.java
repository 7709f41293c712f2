package io.setpoint.rollout.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.setpoint.Live;
import io.setpoint.acceptance.Assignment;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.rollout.web.Shop.Pricing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AssignmentAccessor}: the side of a request on other threads.
 */
class AssignmentAccessorTests {

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(Types.class)
		.withInitializer(Shop.location());

	@AfterEach
	void stop() {
		this.thread.shutdownNow();
	}

	@Test
	void accessorIsFoundAsService() {
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.hasAtLeastOneElementOfType(AssignmentAccessor.class);
	}

	@Test
	void otherThreadWithoutPropagationHasTheStableSide() {
		inRequest(this.runner, (shop) -> assertThat(elsewhere(shop::discount)).isEqualTo(Shop.STABLE));
	}

	@Test
	void otherThreadWithSnapshotHasTheSideOfTheRequest() {
		inRequest(this.runner, (shop) -> {
			ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
			assertThat(elsewhere(() -> within(snapshot, shop::discount))).isEqualTo(Shop.CANDIDATE);
			assertThat(elsewhere(shop::discount)).isEqualTo(Shop.STABLE);
		});
	}

	@Test
	void otherThreadWithSnapshotHasItsOwnSideAgainAfterwards() {
		inRequest(this.runner, (shop) -> {
			ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
			try (Assignment other = shop.assign("basic")) {
				assertThat(elsewhere(() -> {
					Assignment before = other.enter();
					within(snapshot, shop::discount);
					int after = shop.discount();
					Assignment.restore(before);
					return after;
				})).isEqualTo(Shop.STABLE);
			}
		});
	}

	@Test
	void snapshotTakenOutsideOfRequestsClearsTheSideWhereWhatIsMissingIsCleared() {
		ContextSnapshot snapshot = ContextSnapshotFactory.builder().clearMissing(true).build().captureAll();
		inRequest(this.runner, (shop) -> {
			assertThat(within(snapshot, shop::discount)).isEqualTo(Shop.STABLE);
			assertThat(shop.discount()).isEqualTo(Shop.CANDIDATE);
		});
	}

	@Test
	void asyncMethodWithPropagatingDecoratorHasTheSideOfTheRequest() {
		inRequest(this.runner.withBean(TaskDecorator.class, ContextPropagatingTaskDecorator::new),
				(shop) -> assertThat(async(shop)).isEqualTo(Shop.CANDIDATE));
	}

	@Test
	void asyncMethodWithoutDecoratorHasTheStableSide() {
		inRequest(this.runner, (shop) -> assertThat(async(shop)).isEqualTo(Shop.STABLE));
	}

	private static int async(Shop shop) {
		return shop.context().getBean(AsyncReader.class).discount().join();
	}

	private int elsewhere(Supplier<Integer> reading) {
		return CompletableFuture.supplyAsync(reading, this.thread).join();
	}

	private static int within(ContextSnapshot snapshot, Supplier<Integer> reading) {
		try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
			return reading.get();
		}
	}

	private static void inRequest(ApplicationContextRunner runner, Consumer<Shop> test) {
		runner.run((context) -> {
			Shop shop = new Shop(context);
			shop.startRollout();
			try (Assignment assignment = shop.assign(Shop.VIP)) {
				@Nullable Assignment before = assignment.enter();
				try {
					test.accept(shop);
				}
				finally {
					Assignment.restore(before);
				}
			}
			shop.awaitAllAssignmentsClosed();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	@EnableAsync
	static class Types {

		@Bean
		AsyncReader asyncReader(Live<Pricing> pricing) {
			return new AsyncReader(pricing);
		}

	}

	static class AsyncReader {

		private final Live<Pricing> pricing;

		AsyncReader(Live<Pricing> pricing) {
			this.pricing = pricing;
		}

		@Async
		CompletableFuture<Integer> discount() {
			return CompletableFuture.completedFuture(this.pricing.get().discount());
		}

	}

}
