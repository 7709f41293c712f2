package io.setpoint.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random revisions against the {@link ReferenceModel}: after each step the pipeline has
 * accepted and refused the same. A failure names its seed; {@code -Dsetpoint.seed=} runs
 * that one alone, {@code -Dsetpoint.runs=} more of them.
 */
class PipelineModelTests {

	private static final String OWN = "/config/own/";

	private static final String SHARED = "/config/shared/";

	private static final String VERSIONS = "/versions/";

	private static final List<String> PREFIXES = List.of(OWN, SHARED);

	private static final Keys ALL = new Keys(
			List.of("a/x", "a/y", "b/z", "c/low", "c/high", "d/items/0", "d/items/1", "limit", "e/one/deep", "e/two"),
			List.of("application.yaml", "a.yaml", "a/application.yaml", "c.yaml", "d.yaml", "e.yaml", "e/one.yaml"),
			List.of("a.x", "a.y", "b.z", "c.low", "c.high", "d.items", "limit", "e.one.deep", "e.two"), List.of("1",
					"2", "3", "4", "5", "40", "91", "-1", "bad", "${limit}", "${limit:3}", "${outside:7}", "${ghost}"));

	/**
	 * Keys that are in each other's way.
	 */
	private static final Keys FEW = new Keys(List.of("a/x"),
			List.of("application.yaml", "a.yaml", "a/application.yaml"), List.of("a.x"),
			List.of("1", "2", "40", "91", "bad"));

	private static AnnotationConfigApplicationContext context;

	private static BoundTypes types;

	private static TypeBinder binder;

	@BeforeAll
	static void start() {
		logger().setLevel(Level.OFF);
		context = new AnnotationConfigApplicationContext(Types.class);
		types = BoundTypes.of(context.getBeanFactory());
		binder = new TypeBinder(context);
	}

	@AfterAll
	static void end() {
		context.close();
		logger().setLevel(null);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(AcceptancePipeline.class);
	}

	@Test
	void pipelineAcceptsAndRefusesWhatTheModelDoes() {
		runAll(1, 25, ALL, false, 2);
	}

	@Test
	void pipelineInBurstsAcceptsAndRefusesWhatTheModelDoes() {
		runAll(3_000_001, 10, ALL, false, 32);
	}

	@Test
	void pipelineOverKeysThatShadowEachOtherAcceptsAndRefusesWhatTheModelDoes() {
		runAll(2_000_001, 25, FEW, false, 2);
	}

	@Test
	void pipelineAfterLongBacklogsHoldsWhatAnApplicationThatStartsNowWouldHold() {
		runAll(1_000_001, 6, ALL, true, 92);
	}

	private static void runAll(long first, int runs, Keys keys, boolean longBacklogs, int most) {
		Long seed = Long.getLong("setpoint.seed");
		int count = Integer.getInteger("setpoint.runs", runs);
		for (long next = first; next < first + count; next++) {
			if (seed == null || seed == next) {
				run(next, keys, longBacklogs, most);
			}
		}
	}

	private static void run(long seed, Keys keys, boolean longBacklogs, int most) {
		Run run = new Run(new Random(seed), keys, longBacklogs, most);
		try {
			run.run();
		}
		catch (Throwable ex) {
			throw new AssertionError("seed " + seed + ": " + ex.getMessage() + "\n" + String.join("\n", run.log), ex);
		}
	}

	private static final class Run {

		private final Random random;

		private final Keys keys;

		private final boolean longBacklogs;

		private final int most;

		private final List<String> log = new ArrayList<>();

		private final Map<String, KeyValue> etcd = new TreeMap<>();

		private final Map<String, KeyValue> delivered = new TreeMap<>();

		private final Map<String, Object> outside = new HashMap<>();

		private final AcceptancePipeline pipeline;

		private final ReferenceModel model;

		private final Map<String, Instant> since = new TreeMap<>();

		private final Set<String> still = new HashSet<>();

		private long revision = 1;

		private long now;

		private KeyValue version;

		Run(Random random, Keys keys, boolean longBacklogs, int most) {
			this.random = random;
			this.keys = keys;
			this.longBacklogs = longBacklogs;
			this.most = most;
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.stream()
				.filter((source) -> source.getName().startsWith("test-"))
				.map((source) -> source.getName())
				.toList()
				.forEach(sources::remove);
			List<LocationPropertySource> locations = locations(Map.of());
			locations.forEach(sources::addLast);
			sources.addLast(new MapPropertySource("test-outside", this.outside));
			InstantSource clock = () -> Instant.ofEpochSecond(this.now);
			this.pipeline = pipeline(locations, clock.withZone(ZoneOffset.UTC));
			this.pipeline.start(StartState.of(1));
			this.model = new ReferenceModel(PREFIXES, VERSIONS, types, binder);
		}

		private static AcceptancePipeline pipeline(List<LocationPropertySource> locations, Clock clock) {
			return new AcceptancePipeline(types, binder, locations, List.of(), Runnable::run, clock);
		}

		private static List<LocationPropertySource> locations(Map<String, LocationContent> contents) {
			List<LocationPropertySource> locations = new ArrayList<>();
			locations
				.add(new LocationPropertySource("test-rollout:", LocationContent.ofVersions(VERSIONS, "rollout:")));
			PREFIXES.forEach((prefix) -> locations.add(new LocationPropertySource("test-etcd:" + prefix,
					contents.getOrDefault(prefix, LocationContent.empty(prefix, "etcd:" + prefix)))));
			return locations;
		}

		void run() {
			for (int i = 0; i < 40; i++) {
				begin();
				switch (this.random.nextInt(12)) {
					case 0 -> changeOutside();
					case 1 -> reread();
					case 2 -> burst(2 + this.random.nextInt(6));
					case 3 -> burst(2 + this.random.nextInt(this.most - 1));
					case 4 -> vary();
					default -> burst(1);
				}
				check();
			}
			begin();
			repair();
			check();
			assertThat(this.pipeline.accepted().refusals()).isEmpty();
		}

		private void begin() {
			this.now++;
			this.still.clear();
			this.still.addAll(this.since.keySet());
		}

		private void step(Map<String, Change> changes) {
			this.model.step(changes);
			this.still.retainAll(this.model.pending().keySet());
		}

		private void burst(int size) {
			List<Proposal> backlog = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				Map<String, Change> changes = write();
				backlog.add(new Proposal(this.revision, Kind.REVISION, byPrefix(changes)));
				changes.values().forEach((change) -> apply(this.delivered, change));
				step(changes);
			}
			this.log.add("proposed up to " + this.revision);
			this.pipeline.propose(backlog);
		}

		/**
		 * Lose some revisions and find the difference.
		 */
		private void reread() {
			int lost = this.random.nextInt(6);
			for (int i = 0; i < lost; i++) {
				write();
			}
			Map<String, Change> found = new LinkedHashMap<>();
			Map<Long, Map<String, Change>> parts = new TreeMap<>();
			this.etcd.forEach((key, entry) -> {
				if (!entry.equals(this.delivered.get(key))) {
					found.put(key, new Change.Put(entry));
					parts.computeIfAbsent(entry.modRevision(), (part) -> new LinkedHashMap<>())
						.put(key, new Change.Put(entry));
				}
			});
			parts.values().forEach(this::step);
			this.delivered.keySet().stream().filter((key) -> !this.etcd.containsKey(key)).forEach((key) -> {
				found.put(key, new Change.Delete(key, this.revision));
				step(Map.of(key, new Change.Delete(key, this.revision)));
			});
			this.delivered.clear();
			this.delivered.putAll(this.etcd);
			this.log.add("re-read at " + this.revision);
			this.pipeline.propose(List.of(new Proposal(this.revision, Kind.REREAD, byPrefix(found))));
		}

		private void changeOutside() {
			String value = pick(this.keys.values);
			this.log.add("outside=" + value);
			if (this.random.nextInt(4) == 0 || value.contains("outside")) {
				this.outside.remove("outside");
			}
			else {
				this.outside.put("outside", value);
			}
			Set<ConfigurationPropertyName> names = Set.of(ConfigurationPropertyName.of("outside"));
			this.pipeline.rebind(names);
			this.model.rebind(names);
		}

		private void vary() {
			this.revision++;
			String document = document(OWN + "application.yaml");
			this.version = (this.random.nextInt(4) > 0) ? new KeyValue(VERSIONS + "v" + this.revision,
					document.getBytes(StandardCharsets.UTF_8), this.revision, this.revision) : null;
			this.log.add("variation " + ((this.version != null) ? document.replace("\n", "|") : "ends"));
			this.pipeline.variations()
				.vary(VERSIONS, (this.version != null)
						? new Variation("v" + this.revision, this.version, this.revision, (subject) -> true) : null);
		}

		private Map<String, Change> write() {
			this.revision++;
			Map<String, Change> changes = new LinkedHashMap<>();
			int keys = 1 + this.random.nextInt(3);
			for (int i = 0; i < keys; i++) {
				boolean leaf = this.random.nextInt(3) > 0;
				String key = pick(PREFIXES) + pick(leaf ? this.keys.leaves : this.keys.documents);
				changes.put(key, (this.random.nextInt(4) == 0) ? new Change.Delete(key, this.revision)
						: put(key, leaf ? pick(this.keys.values) : document(key)));
			}
			changes.values()
				.removeIf((change) -> change instanceof Change.Delete && !this.etcd.containsKey(change.key()));
			changes.values().forEach((change) -> {
				this.log.add(this.revision + " " + text(change));
				apply(this.etcd, change);
			});
			return changes;
		}

		private static String text(Change change) {
			return (change instanceof Change.Put put)
					? put.key() + "=" + new String(put.entry().value(), StandardCharsets.UTF_8).replace("\n", "|")
					: "delete " + change.key();
		}

		private Change put(String key, String value) {
			KeyValue before = this.etcd.get(key);
			return new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8),
					(before != null) ? before.createRevision() : this.revision, this.revision));
		}

		private String document(String key) {
			if (this.random.nextInt(12) == 0) {
				return "x: [";
			}
			String folder = key.substring(key.indexOf('/', 8) + 1)
				.replace("application.yaml", "")
				.replace(".yaml", "/")
				.replace('/', '.');
			StringBuilder document = new StringBuilder();
			for (String name : this.keys.names) {
				if (name.startsWith(folder) && this.random.nextInt(3) == 0) {
					String value = name.equals("d.items")
							? "['" + pick(this.keys.values) + "', '" + pick(this.keys.values) + "']"
							: "'" + pick(this.keys.values) + "'";
					document.append(name.substring(folder.length())).append(": ").append(value).append('\n');
				}
			}
			return document.isEmpty() ? "{}" : document.toString();
		}

		private String pick(List<String> values) {
			return values.get(this.random.nextInt(values.size()));
		}

		private static void apply(Map<String, KeyValue> state, Change change) {
			if (change instanceof Change.Put put) {
				state.put(put.key(), put.entry());
			}
			else {
				state.remove(change.key());
			}
		}

		private static Map<String, List<Change>> byPrefix(Map<String, Change> changes) {
			return changes.values()
				.stream()
				.collect(Collectors.groupingBy((change) -> change.key().startsWith(OWN) ? OWN : SHARED));
		}

		/**
		 * Delete all and write something valid.
		 */
		private void repair() {
			this.outside.remove("outside");
			this.revision++;
			Map<String, Change> changes = new LinkedHashMap<>();
			this.etcd.keySet().forEach((key) -> changes.put(key, new Change.Delete(key, this.revision)));
			changes.put(OWN + "a/x", put(OWN + "a/x", "8"));
			changes.values().forEach((change) -> {
				apply(this.etcd, change);
				apply(this.delivered, change);
			});
			this.pipeline.propose(List.of(new Proposal(this.revision, Kind.REVISION, byPrefix(changes))));
			this.pipeline.rebind(Set.of(ConfigurationPropertyName.of("outside")));
			step(changes);
			this.model.rebind(Set.of(ConfigurationPropertyName.of("outside")));
		}

		private void check() {
			Map<String, Long> accepted = new TreeMap<>();
			Map<String, KeyValue> entries = new TreeMap<>();
			this.pipeline.accepted().contents().values().forEach((content) -> content.entries().forEach((entry) -> {
				accepted.put(entry.key(), entry.modRevision());
				entries.put(entry.key(), entry);
			}));
			Map<String, Long> pending = new TreeMap<>();
			this.pipeline.accepted().refusals().forEach((refusal) -> pending.put(refusal.key(), refusal.revision()));
			checkCovered(accepted, pending);
			checkValues(entries);
			checkVariation(entries);
			if (!this.longBacklogs) {
				Map<String, Long> expected = new TreeMap<>();
				this.model.accepted.forEach((key, entry) -> expected.put(key, entry.modRevision()));
				assertThat(accepted).as("accepted").isEqualTo(expected);
				assertThat(pending).as("pending").isEqualTo(this.model.pending());
				checkSince();
				for (BoundType type : this.model.types()) {
					assertThat(this.pipeline.liveValues().value(type)).as(type.toString())
						.isEqualTo(this.model.values.get(type));
				}
			}
			if (this.model.isValid(this.delivered)) {
				assertThat(pending).as("pending, though all of etcd is valid").isEmpty();
				checkFreshStart();
			}
		}

		/**
		 * A key that was accepted in the midst of a burst, and refused again, may have
		 * waited on: nobody has seen the state in between.
		 */
		private void checkSince() {
			Instant now = Instant.ofEpochSecond(this.now);
			Map<String, Instant> before = new TreeMap<>(this.since);
			this.since.clear();
			for (Refusal refusal : this.pipeline.accepted().refusals()) {
				Instant first = before.getOrDefault(refusal.key(), now);
				assertThat(refusal.since()).as("since of " + refusal.key())
					.isIn(this.still.contains(refusal.key()) ? List.of(first) : List.of(now, first));
				this.since.put(refusal.key(), refusal.since());
			}
		}

		private void checkCovered(Map<String, Long> accepted, Map<String, Long> pending) {
			this.delivered.forEach((key, entry) -> {
				Long held = pending.getOrDefault(key, accepted.get(key));
				assertThat(held).as(key).isEqualTo(entry.modRevision());
			});
			accepted.keySet()
				.stream()
				.filter((key) -> !this.delivered.containsKey(key))
				.forEach((key) -> assertThat(pending).as("deleted " + key).containsKey(key));
		}

		private void checkValues(Map<String, KeyValue> entries) {
			Map<String, LocationContent> contents = this.model.contents(entries);
			for (BoundType type : this.model.types()) {
				if (this.model.bind(type, contents) instanceof io.setpoint.binding.Outcome.Bound bound) {
					assertThat(this.pipeline.liveValues().value(type)).as(type + " from scratch")
						.isEqualTo(bound.value());
				}
			}
			LocationPropertySource.in(context.getEnvironment())
				.forEach((source) -> assertThat(source.content())
					.isSameAs(this.pipeline.accepted().content(source.content().prefix())));
		}

		/**
		 * Where a source other than etcd makes a type invalid, nobody can say from
		 * scratch what it shows.
		 */
		private void checkVariation(Map<String, KeyValue> entries) {
			List<String> problems = this.pipeline.variations().problems(VERSIONS);
			if (this.version == null) {
				assertThat(problems).isEmpty();
				assertThat(this.pipeline.assigner().isVaried()).isFalse();
			}
			else if (this.model.isValid(entries)) {
				Map<BoundType, Object> varied = this.model.varied(entries, this.version);
				assertThat(problems.isEmpty()).as("variation follows, " + problems).isEqualTo(varied != null);
				if (varied != null) {
					Variants shown = this.pipeline.liveValues().publications().publication().variants();
					varied.forEach((type, value) -> assertThat(shown.value(type.index(), -1)).as(type + " of some")
						.isEqualTo(value));
				}
			}
		}

		private void checkFreshStart() {
			AcceptancePipeline fresh = pipeline(locations(this.model.contents(this.delivered)), Clock.systemUTC());
			fresh.start(StartState.of(this.revision));
			for (BoundType type : this.model.types()) {
				assertThat(this.pipeline.liveValues().value(type)).as(type + " of a fresh start")
					.isEqualTo(fresh.liveValues().value(type));
			}
		}

	}

	/**
	 * What is written.
	 *
	 * @param leaves keys with a value
	 * @param documents keys with a document
	 * @param names the names in the documents
	 * @param values the values of both
	 */
	private record Keys(List<String> leaves, List<String> documents, List<String> names, List<String> values) {
	}

	@ConfigurationProperties("a")
	@Validated
	record A(@Min(0) @Max(90) @DefaultValue("7") int x, @DefaultValue("1") int y) {
	}

	@ConfigurationProperties("b")
	record B(int z) {
	}

	@ConfigurationProperties("c")
	@Validated
	@Ordered
	record C(@DefaultValue("0") int low, @DefaultValue("50") int high) {
	}

	@ConfigurationProperties("d")
	record D(List<Integer> items) {
	}

	@ConfigurationProperties("e.one")
	@Validated
	record Inner(@Max(90) int deep) {
	}

	@ConfigurationProperties("e")
	record Outer(Map<String, Object> one, int two) {
	}

	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Constraint(validatedBy = OrderedValidator.class)
	@interface Ordered {

		String message() default "must be in order";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	static class OrderedValidator implements ConstraintValidator<Ordered, C> {

		@Override
		public boolean isValid(C value, ConstraintValidatorContext context) {
			return value.low() <= value.high();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ A.class, B.class, C.class, D.class, Inner.class, Outer.class })
	static class Types {

	}

}
