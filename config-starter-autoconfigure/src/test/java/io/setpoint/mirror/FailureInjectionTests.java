package io.setpoint.mirror;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.acceptance.StartState;
import io.setpoint.acceptance.TestIntake;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.loop.Loop;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same scenes again and again, each time with a failure at another call between the
 * stream and the last follower. Afterwards everything in etcd is accepted or pending, the
 * loop goes on, and what comes later comes through.
 */
class FailureInjectionTests {

	private static final String[] PREFIXES = { "/a/", "/b/" };

	private static final Injector injector = new Injector();

	private static AnnotationConfigApplicationContext context;

	private static BoundTypes types;

	private static TypeBinder binder;

	@BeforeAll
	static void start() {
		((Logger) LoggerFactory.getLogger("io.setpoint")).setLevel(Level.OFF);
		context = new AnnotationConfigApplicationContext(Types.class);
		types = BoundTypes.of(context.getBeanFactory());
		binder = new TypeBinder(context);
	}

	@AfterAll
	static void end() {
		context.close();
		((Logger) LoggerFactory.getLogger("io.setpoint")).setLevel(null);
	}

	@Test
	void changeThatComesByTheWatchIsNeverLostNorTorn() {
		injectEverywhere((scene) -> {
			scene.store.txn(Map.of("/a/one.yaml", "part: x\nnumber: 2", "/b/two/number", "2"));
			scene.loop.advanceMillis(50);
			scene.store.txn(Map.of("/a/one/number", "-1", "/b/two/number", "3"));
			scene.store.txn(Map.of("/b/unread", "3"));
			scene.loop.advanceMillis(50);
			scene.store.txn(Map.of("/a/one/number", "4", "/b/unread", ""));
			scene.loop.advanceMillis(50);
		});
	}

	@Test
	void changeThatIsFoundByAReadIsNeverLostNorTorn() {
		injectEverywhere((scene) -> {
			scene.store.watch("/a/").cut();
			scene.store.txn(Map.of("/a/one.yaml", "part: x\nnumber: 2", "/b/two/number", "2"));
			scene.store.txn(Map.of("/a/one/number", "5", "/b/two/number", "", "/b/unread", "3"));
			scene.store.compact(scene.store.revision);
			scene.loop.advanceMillis(500);
		});
	}

	@Test
	void changeThatIsFoundByARefreshIsNeverLostNorTorn() {
		injectEverywhere((scene) -> {
			scene.store.watch("/a/").hold();
			scene.store.txn(Map.of("/a/one.yaml", "part: x\nnumber: 2", "/b/two/number", "2"));
			CompletableFuture<RefreshOutcome> refresh = scene.refresh();
			scene.loop.advanceMillis(15_000);
			scene.store.watch("/a/").letGo();
			assertThat(refresh).as("refresh").isDone();
		});
	}

	private static void injectEverywhere(Scenario scenario) {
		List<Supplier<Throwable>> failures = List.of(() -> new OutOfMemoryError("injected"),
				() -> new IllegalStateException("injected"));
		for (Supplier<Throwable> failure : failures) {
			int point = 0;
			boolean reached = true;
			while (reached) {
				point++;
				reached = inject(scenario, point, failure);
			}
			System.out.println(point - 1 + " calls failed");
			assertThat(point).isGreaterThan(50);
		}
	}

	private static boolean inject(Scenario scenario, int point, Supplier<Throwable> failure) {
		Scene scene = new Scene();
		injector.arm(point, failure);
		try {
			scenario.play(scene);
			boolean reached = injector.disarm();
			scene.check();
			return reached;
		}
		catch (Throwable ex) {
			AssertionError error = new AssertionError("call " + point + ", " + injector.where + ": " + ex.getMessage(),
					ex);
			error.addSuppressed(injector.injected);
			throw error;
		}
		finally {
			injector.disarm();
		}
	}

	private static Clock injectedClock() {
		InstantSource source = () -> {
			injector.call("clock");
			return Instant.EPOCH;
		};
		return source.withZone(ZoneOffset.UTC);
	}

	@FunctionalInterface
	private interface Scenario {

		void play(Scene scene);

	}

	/**
	 * Fails once, at a chosen call.
	 */
	private static final class Injector {

		private int left;

		private Supplier<Throwable> failure = IllegalStateException::new;

		private String where = "";

		private Throwable injected = new IllegalStateException("nothing was injected");

		void arm(int point, Supplier<Throwable> failure) {
			this.left = point;
			this.failure = failure;
			this.where = "";
		}

		boolean disarm() {
			boolean reached = this.left <= 0;
			this.left = 0;
			return reached;
		}

		void call(String where) {
			if (this.left > 0 && --this.left == 0) {
				this.where = where;
				this.injected = this.failure.get();
				sneak(this.injected);
			}
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void sneak(Throwable ex) throws T {
			throw (T) ex;
		}

	}

	private static final class Scene implements AcceptanceFollower {

		private final VirtualLoop loop = new VirtualLoop();

		private final ModelStore store = new ModelStore(this.loop);

		private final Map<String, Object> told = new HashMap<>();

		private final AcceptancePipeline pipeline;

		private final Mirrors mirrors;

		Scene() {
			this.store.txn(Map.of("/a/one/number", "1", "/b/two/number", "1"));
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.stream()
				.map((source) -> source.getName())
				.filter((name) -> name.startsWith("etcd:"))
				.toList()
				.forEach(sources::remove);
			Image image = this.store.image(PREFIXES);
			List<LocationPropertySource> locations = List.of(location(image, "/a/"), location(image, "/b/"));
			locations.forEach(sources::addLast);
			this.pipeline = new AcceptancePipeline(types, binder, locations, List.of(this), this::execute,
					injectedClock());
			this.pipeline.start(StartState.of(image.revision()));
			this.pipeline.completeStart();
			Loop injected = new InjectedLoop(this.loop);
			MirrorSettings settings = Setting.withReconcile(MirrorSettings.defaults(), Duration.ofSeconds(30));
			this.mirrors = new Mirrors(new InjectedStore(this.store), injected, settings, List.of(PREFIXES),
					InitialImage.live(image), new InjectedListener(TestIntake.of(this.pipeline, injected)), () -> {
						injector.call("randomness");
						return 0.5;
					});
			this.mirrors.start();
			this.loop.advanceMillis(50);
		}

		private static LocationPropertySource location(Image image, String prefix) {
			List<Change> puts = image.entries(prefix).stream().map((entry) -> (Change) new Change.Put(entry)).toList();
			return new LocationPropertySource("etcd:" + prefix,
					LocationContent.empty(prefix, "etcd:" + prefix).with(puts).content());
		}

		CompletableFuture<RefreshOutcome> refresh() {
			try {
				return this.mirrors.refresh();
			}
			catch (Throwable ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		private void execute(Runnable task) {
			injector.call("executor");
			task.run();
		}

		@Override
		public void accepted(AcceptedChange change) {
			change.types().forEach((type) -> this.told.put(type.beanName(), change.valueAfter(type)));
		}

		void check() {
			this.loop.advance(Duration.ofMinutes(10));
			checkHeld();
			this.store.txn(Map.of("/a/one.yaml", "part: later\nnumber: 7", "/a/one/number", "", "/b/two/number", "7"));
			this.loop.advanceMillis(200);
			checkHeld();
			assertThat(this.pipeline.accepted().refusals()).isEmpty();
			assertThat(this.pipeline.snapshots().current().get(One.class)).isEqualTo(new One(7, new Part("later")));
			assertThat(this.pipeline.snapshots().current().get(Two.class)).isEqualTo(new Two(7));
			types.forEach((type) -> assertThat(this.told.get(type.beanName())).as("told of " + type)
				.isEqualTo(this.pipeline.snapshots().current().get(type.type())));
		}

		private void checkHeld() {
			for (String prefix : PREFIXES) {
				Map<String, KeyValue> etcd = this.store.entries(prefix);
				assertThat(this.mirrors.status(prefix).state()).isEqualTo(MirrorStatus.State.LIVE);
				assertThat(this.mirrors.status(prefix).behind()).as("behind").isZero();
				assertThat(this.mirrors.entries(prefix)).as("copy").isEqualTo(etcd);
				Map<String, Long> expected = new TreeMap<>();
				etcd.forEach((key, entry) -> expected.put(key, entry.modRevision()));
				assertThat(TestIntake.held(this.pipeline, prefix)).as("accepted or pending").isEqualTo(expected);
			}
			LocationPropertySource.in(context.getEnvironment())
				.forEach((source) -> assertThat(source.content()).as("environment")
					.isSameAs(this.pipeline.accepted().content(source.content().prefix())));
		}

	}

	private record InjectedLoop(Loop delegate) implements Loop {

		@Override
		public void execute(Runnable task) {
			injector.call("loop.execute");
			this.delegate.execute(task);
		}

		@Override
		public Timer schedule(Runnable task, Duration delay) {
			injector.call("loop.schedule");
			return this.delegate.schedule(task, delay);
		}

		@Override
		public long nanoTime() {
			injector.call("loop.nanoTime");
			return this.delegate.nanoTime();
		}

		@Override
		public Instant now() {
			injector.call("loop.now");
			return this.delegate.now();
		}

	}

	private record InjectedListener(MirrorListener delegate) implements MirrorListener {

		@Override
		public void changed(List<Revision> revisions) {
			injector.call("before changed");
			this.delegate.changed(revisions);
			injector.call("after changed");
		}

		@Override
		public Map<String, Long> held(String prefix) {
			injector.call("held");
			return this.delegate.held(prefix);
		}

		@Override
		public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
			injector.call("phaseChanged");
		}

		@Override
		public void resynced(ResyncReason reason, long revision, int changes) {
			injector.call("resynced");
		}

		@Override
		public void reconnected(String prefix, StoreException cause) {
			injector.call("reconnected");
		}

	}

	private record InjectedStore(ModelStore delegate) implements Store {

		@Override
		public CompletableFuture<Image> read(List<String> prefixes) {
			injector.call("read");
			return this.delegate.read(prefixes);
		}

		@Override
		public CompletableFuture<Image> readAt(List<String> prefixes, long revision) {
			injector.call("readAt");
			return this.delegate.readAt(prefixes, revision);
		}

		@Override
		public CompletableFuture<Index> readIndex(String prefix, long revision) {
			injector.call("readIndex");
			return this.delegate.readIndex(prefix, revision);
		}

		@Override
		public CompletableFuture<Boolean> touched(String prefix, long revision) {
			injector.call("touched");
			return this.delegate.touched(prefix, revision);
		}

		@Override
		public Watch watch(String prefix, long revision, WatchListener listener) {
			injector.call("watch");
			return this.delegate.watch(prefix, revision, new StoreThread(listener));
		}

		@Override
		public void renew(Watch failed) {
			injector.call("renew");
			this.delegate.renew(failed);
		}

		@Override
		public boolean isProgressTrusted() {
			injector.call("isProgressTrusted");
			return this.delegate.isProgressTrusted();
		}

		@Override
		public void close() {
		}

	}

	/**
	 * A watch whose listener has failed is over, as in the real store.
	 */
	private static final class StoreThread implements WatchListener {

		private final WatchListener listener;

		private boolean over;

		StoreThread(WatchListener listener) {
			this.listener = listener;
		}

		private void deliver(Runnable call) {
			if (this.over) {
				return;
			}
			try {
				call.run();
			}
			catch (Throwable ex) {
				this.over = true;
				this.listener.ended(new StoreException("not taken", ex));
			}
		}

		@Override
		public void created(Header header) {
			deliver(() -> this.listener.created(header));
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			deliver(() -> this.listener.changed(header, changes));
		}

		@Override
		public void progressed(Header header) {
			deliver(() -> this.listener.progressed(header));
		}

		@Override
		public void ended(StoreException cause) {
			deliver(() -> this.listener.ended(cause));
		}

	}

	/**
	 * Part of a value.
	 *
	 * @param text its text
	 */
	record Part(String text) {

		@Override
		public boolean equals(Object other) {
			injector.call("equals");
			return other instanceof Part part && part.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

	static class PartConverter implements Converter<String, Part> {

		@Override
		public Part convert(String source) {
			injector.call("converter");
			return new Part(source);
		}

	}

	@ConfigurationProperties("one")
	@Validated
	@Positive
	record One(int number, @DefaultValue("none") Part part) {

		One {
			injector.call("constructor");
		}

	}

	@ConfigurationProperties("two")
	record Two(int number) {
	}

	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Constraint(validatedBy = PositiveValidator.class)
	@interface Positive {

		String message() default "must be positive";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	static class PositiveValidator implements ConstraintValidator<Positive, One> {

		@Override
		public boolean isValid(One value, ConstraintValidatorContext context) {
			injector.call("validator");
			return value.number() >= 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ One.class, Two.class })
	static class Types {

		@Bean
		@ConfigurationPropertiesBinding
		static PartConverter partConverter() {
			return new PartConverter();
		}

	}

}
