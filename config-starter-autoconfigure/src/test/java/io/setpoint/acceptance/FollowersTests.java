package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.setpoint.ConfigurationChangedEvent;
import io.setpoint.Live;
import io.setpoint.acceptance.AcceptanceFollower.Turn;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.binding.BoundTypes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Followers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FollowersTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.executor.shutdown();
	}

	@Test
	void rejectedWhenFollowerNeverReturnsKeepsABoundedNumberAndCountsAll() {
		List<Rejection> told = new CopyOnWriteArrayList<>();
		CountDownLatch entered = new CountDownLatch(1);
		Followers followers = new Followers(List.of(new AcceptanceFollower() {

			@Override
			public void rejected(Rejection rejection) {
				told.add(rejection);
				entered.countDown();
				await(FollowersTests.this.release);
			}

		}), this.executor);
		int count = 50 * FollowerLane.CAPACITY;
		for (int i = 0; i < count; i++) {
			followers
				.rejected(new Rejection(i, Set.of("/config/key" + i), Set.of(), List.of("Problem " + i + " of many")));
		}
		await(entered);
		this.release.countDown();
		followers.followed().join();
		assertThat(told).hasSizeLessThanOrEqualTo(FollowerLane.CAPACITY + 1);
		assertThat(told.stream().mapToInt(Rejection::count).sum()).isEqualTo(count);
		Rejection last = told.get(told.size() - 1);
		assertThat(last.revision()).isEqualTo(count - 1);
		assertThat(last.keys()).hasSize(100).contains("/config/key" + (count - 1));
		assertThat(last.problems()).hasSize(100).contains("Problem " + (count - 1) + " of many");
	}

	@Test
	void rejectedWhenOneFollowerBlocksTellsTheOthers() {
		List<Long> told = new CopyOnWriteArrayList<>();
		Followers followers = new Followers(List.of(new AcceptanceFollower() {

			@Override
			public void rejected(Rejection rejection) {
				await(FollowersTests.this.release);
			}

		}, new AcceptanceFollower() {

			@Override
			public void rejected(Rejection rejection) {
				told.add(rejection.revision());
			}

		}), this.executor);
		followers.rejected(new Rejection(1, Set.of(), Set.of(), List.of()));
		followers.rejected(new Rejection(2, Set.of(), Set.of(), List.of()));
		Awaitility.await().untilAsserted(() -> assertThat(told).containsExactly(1L, 2L));
	}

	@Test
	void whoTakesNoteIsToldByTheThreadThatPublishesAndItsFailureIsItsOwn(CapturedOutput output) {
		List<Object> told = new ArrayList<>();
		Executor nobody = (task) -> {
			throw new AssertionError("No thread is needed");
		};
		Followers followers = new Followers(List.of(new NotesNothing(), new Notes(told), new NotesRefusals(told)),
				nobody);
		AcceptedChange change = change(7);
		followers.accepted(change);
		Rejection rejection = new Rejection(8, Set.of(), Set.of(), List.of());
		followers.rejected(rejection);
		assertThat(told).containsExactly(change, rejection, rejection);
		assertThat(followers.followed()).isCompleted();
		assertThat(output).contains("NotesNothing has not taken note of what is visible").doesNotContain("s3cr3t");
	}

	private static AcceptedChange change(long revision) {
		Publication before = Publication.empty(BoundTypes.of(new DefaultListableBeanFactory()));
		return new AcceptedChange(before, before.with(revision, List.of(), Variants.NONE), List.of(), List.of());
	}

	@Test
	void acceptedWhenItFailsHalfWayIsToldAgainWithoutAnotherChange() {
		AtomicInteger asked = new AtomicInteger();
		Latest starved = new Latest(Turn.AFTER_BEANS) {

			@Override
			public boolean follows(AcceptedChange change) {
				if (asked.incrementAndGet() == 1) {
					throw new OutOfMemoryError("Java heap space");
				}
				return true;
			}

		};
		Followers followers = new Followers(List.of(starved), this.executor);
		AcceptedChange change = change(7);
		Outbox outbox = new Outbox();
		outbox.replace(outbox.with(List.of(() -> followers.accepted(change))));
		outbox.tell();
		assertThat(outbox.isEmpty()).isFalse();
		outbox.tell();
		assertThat(outbox.isEmpty()).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(starved.revision).isEqualTo(7));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void acceptedWhenAnyThreadCannotBeHadLeavesNobodyDeaf(int failing) {
		AtomicInteger calls = new AtomicInteger();
		Executor starving = (task) -> {
			if (calls.incrementAndGet() == failing) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			this.executor.execute(task);
		};
		List<Latest> all = Stream.of(Turn.SCOPES, Turn.APART, Turn.AFTER_BEANS, Turn.AFTER_BEANS)
			.map(Latest::new)
			.toList();
		Followers followers = new Followers(List.copyOf(all), starving);
		Publication publication = Publication.empty(BoundTypes.of(new DefaultListableBeanFactory()));
		for (long revision = 1; revision <= 3; revision++) {
			Publication next = publication.with(revision, List.of(), Variants.NONE);
			followers.accepted(new AcceptedChange(publication, next, List.of(), List.of()));
			publication = next;
		}
		Awaitility.await().untilAsserted(() -> assertThat(all).allSatisfy((latest) -> {
			assertThat(latest.revision).isEqualTo(3);
			assertThat(latest.count).hasValue(3);
		}));
	}

	@Test
	void acceptedWhenSetterIsSlowTellsEverybodyElse() {
		run((context, location) -> {
			Told told = context.getBean(Told.class);
			Slow slow = context.getBean(Slow.class);
			slow.gate = this.release;
			context.getBean(AcceptancePipeline.class).propose(location.proposal("slow/text", "2"));
			context.getBean(AcceptancePipeline.class)
				.propose(location.proposal("quick/text", "2", "fast/text", "2", "logging/level/io.setpoint.some",
						"trace"));
			Awaitility.await().untilAsserted(() -> {
				assertThat(told.listeners).containsExactly("2");
				assertThat(told.mapped.get()).isEqualTo("mapped 2");
				assertThat(told.events).containsExactly("slow.text",
						"fast.text,logging.level.io.setpoint.some,quick.text");
				assertThat(context.getBean(Fast.class).getText()).isEqualTo("2");
				assertThat(context.getBean(LoggingSystem.class)
					.getLoggerConfiguration("io.setpoint.some")
					.getLevelConfiguration()
					.getLevel()).isEqualTo(LogLevel.TRACE);
			});
			assertThat(slow.getText()).isEqualTo("1");
			this.release.countDown();
			Awaitility.await().until(() -> slow.getText().equals("2"));
		});
	}

	@Test
	void acceptedWhenBeansFollowTellsListenersAndEventsAfterThem() {
		run((context, location) -> {
			Told told = context.getBean(Told.class);
			for (int i = 2; i < 200; i++) {
				location.change(context, "fast/text", Integer.toString(i), "quick/text", Integer.toString(i));
			}
			Awaitility.await().until(() -> told.events.size() == 198 && told.listeners.size() == 198);
			assertThat(told.stale).hasValue(0);
		});
	}

	@Test
	void closeWhenEverythingBlocksEnds() {
		run((context, location) -> {
			Told told = context.getBean(Told.class);
			told.gate = this.release;
			context.getBean(Slow.class).gate = this.release;
			context.getBean(AcceptancePipeline.class)
				.propose(location.proposal("slow/text", "2", "quick/text", "2", "fast/text", "2"));
			Awaitility.await().until(() -> told.entered.get() == 3);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close, this.executor);
			Awaitility.await().until(closed::isDone);
			assertThat(this.release.getCount()).isEqualTo(1);
		});
	}

	private static void run(Scenario scenario) {
		TestLocation location = TestLocation.with("slow/text", "1", "quick/text", "1", "fast/text", "1");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Beans.class)
			.withInitializer(location)
			.run((context) -> scenario.play(context, location));
	}

	private static void await(CountDownLatch latch) {
		boolean interrupted = false;
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static class Latest implements AcceptanceFollower {

		private final Turn turn;

		private final AtomicInteger count = new AtomicInteger();

		private volatile long revision;

		Latest(Turn turn) {
			this.turn = turn;
		}

		@Override
		public Turn turn() {
			return this.turn;
		}

		@Override
		public void accepted(AcceptedChange change) {
			this.count.addAndGet(change.count());
			this.revision = change.revision();
		}

	}

	private static class Notes implements AcceptanceFollower {

		private final List<Object> told;

		Notes(List<Object> told) {
			this.told = told;
		}

		@Override
		public Turn turn() {
			return Turn.AT_ONCE;
		}

		@Override
		public void accepted(AcceptedChange change) {
			this.told.add(change);
		}

		@Override
		public void rejected(Rejection rejection) {
			this.told.add(rejection);
		}

	}

	private static final class NotesRefusals extends Notes {

		NotesRefusals(List<Object> told) {
			super(told);
		}

		@Override
		public boolean follows(AcceptedChange change) {
			return false;
		}

	}

	private static final class NotesNothing extends Notes {

		NotesNothing() {
			super(List.of());
		}

		@Override
		public void accepted(AcceptedChange change) {
			throw new IllegalStateException("s3cr3t");
		}

	}

	interface Scenario {

		void play(AssertableApplicationContext context, TestLocation location) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Quick.class, Slow.class, Fast.class })
	static class Beans {

		@Bean(destroyMethod = "")
		LoggingSystem loggingSystem() {
			return LoggingSystem.get(getClass().getClassLoader());
		}

		@Bean
		Told told(Live<Quick> quick, Fast fast) {
			return new Told(quick, fast);
		}

	}

	static class Told {

		private final List<String> listeners = new CopyOnWriteArrayList<>();

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final AtomicInteger stale = new AtomicInteger();

		private final AtomicInteger entered = new AtomicInteger();

		private final Fast fast;

		private final Live<String> mapped;

		private volatile CountDownLatch gate = new CountDownLatch(0);

		Told(Live<Quick> quick, Fast fast) {
			this.fast = fast;
			quick.onChange((before, after) -> {
				pass();
				look(Integer.parseInt(after.text()));
				this.listeners.add(after.text());
			});
			this.mapped = quick.map((value) -> {
				if (!value.text().equals("1")) {
					pass();
				}
				return "mapped " + value.text();
			});
		}

		private void look(long revision) {
			if (Integer.parseInt(this.fast.getText()) < revision) {
				this.stale.incrementAndGet();
			}
		}

		private void pass() {
			this.entered.incrementAndGet();
			await(this.gate);
		}

		@EventListener
		void changed(ConfigurationChangedEvent event) {
			pass();
			look(event.getRevision());
			this.events.add(String.join(",", new TreeSet<>(event.getPropertyNames())));
		}

	}

	@ConfigurationProperties("quick")
	record Quick(String text) {
	}

	@ConfigurationProperties("fast")
	public static class Fast {

		private volatile String text = "";

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

	}

	@ConfigurationProperties("slow")
	public static class Slow {

		private CountDownLatch gate = new CountDownLatch(0);

		private volatile String text = "";

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			await(this.gate);
			this.text = text;
		}

	}

}
