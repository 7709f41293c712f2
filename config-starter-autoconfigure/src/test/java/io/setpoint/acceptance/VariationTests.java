package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import io.setpoint.Subject;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for candidates that some subjects have beside what is accepted.
 */
class VariationTests {

	private static final String PREFIX = "/rollouts/shop/versions/";

	private static final String OTHER = "/rollouts/other/versions/";

	private static final String PLAIN = "/config/shop/";

	private static final Subject VIP = Subject.of("ada").with("tier", "vip");

	private static final Subject OTHERS = Subject.of("bob");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Types.class);

	@Test
	void variationIsSeenByItsSubjectsOnly() {
		run((application) -> {
			assertThat(application.vary("pricing: {discount: 20}")).isEmpty();
			assertThat(application.live().get()).isEqualTo(new Pricing(10, 1));
			assertThat(application.live().get(OTHERS)).isEqualTo(new Pricing(10, 1));
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 1));
			assertThat(application.context().getEnvironment().getProperty("pricing.discount")).isEqualTo("10");
		});
	}

	@Test
	void variationThatIsNotValidIsRefusedAndSeenByNobody() {
		run((application) -> {
			assertThat(application.vary("pricing: {discount: 95}")).singleElement()
				.asString()
				.contains("must be less than or equal to 90");
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(10, 1));
		});
	}

	@Test
	void variationThatEndsIsSeenByNobody() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			application.pipeline().variations().vary(PREFIX, null);
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(10, 1));
			assertThat(application.pipeline().assigner().isVaried()).isFalse();
		});
	}

	@Test
	void changeOfAnotherLocationIsSeenOnBothSides() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			application.propose(5, PLAIN, "pricing/minimum", "7");
			assertThat(application.live().get()).isEqualTo(new Pricing(10, 7));
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 7));
		});
	}

	@Test
	void candidateThatIsNotValidBesideALaterChangeKeepsItsLastGoodValueAndIsReported() {
		run((application) -> {
			application.propose(3, PLAIN, "base", "3");
			assertThat(application.vary("pricing: {discount: 20, minimum: '${base}'}")).isEmpty();
			application.propose(5, PLAIN, "base", "none");
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 3));
			assertThat(application.pipeline().variations().problems(PREFIX)).singleElement()
				.asString()
				.contains("cannot be converted to int");
			application.propose(6, PLAIN, "base", "6");
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 6));
			assertThat(application.pipeline().variations().problems(PREFIX)).isEmpty();
		});
	}

	@Test
	void typeThatChangesWhileARequestIsUnderWayIsReadFastAgainAfterwards() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			Assignment assignment = application.pipeline().assigner().assign(OTHERS);
			assertThat(assignment).isNotNull();
			application.propose(5, PLAIN, "pricing/minimum", "7");
			application.pipeline().variations().vary(PREFIX, null);
			assignment.close();
			assertThat(application.live()).extracting("value").isEqualTo(new Pricing(10, 7));
		});
	}

	@Test
	void requestKeepsItsSideWhenVariationEnds() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			Assignment assignment = application.pipeline().assigner().assign(VIP);
			assertThat(assignment).isNotNull();
			Assignment before = assignment.enter();
			application.pipeline().variations().vary(PREFIX, null);
			assertThat(application.live().get().discount()).isEqualTo(20);
			assertThat(application.context().getBean(Snapshots.class).current().get(Pricing.class).discount())
				.isEqualTo(20);
			Assignment.restore(before);
			assertThat(application.live().get().discount()).isEqualTo(10);
			assignment.close();
			assertThat(application.live().get().discount()).isEqualTo(10);
		});
	}

	@Test
	void requestKeepsTheStableSideWhenCandidateIsPromoted() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			Assignment assignment = application.pipeline().assigner().assign(OTHERS);
			assertThat(assignment).isNotNull();
			Assignment before = assignment.enter();
			application.propose(6, PREFIX, "v1", "pricing: {discount: 20}");
			application.pipeline().variations().vary(PREFIX, null);
			assertThat(application.live().get().discount()).isEqualTo(10);
			Assignment.restore(before);
			assignment.close();
			assertThat(application.live().get().discount()).isEqualTo(20);
		});
	}

	@Test
	void requestThatGoesOnAfterItsEndKeepsItsSide() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			Assignment assignment = application.pipeline().assigner().assign(VIP);
			assertThat(assignment).isNotNull();
			application.pipeline().variations().vary(PREFIX, null);
			assignment.close();
			assignment.reopen();
			Assignment before = assignment.enter();
			application.propose(5, PLAIN, "pricing/minimum", "7");
			assertThat(application.live().get()).isEqualTo(new Pricing(20, 1));
			Assignment.restore(before);
			assertThat(application.live().get()).isEqualTo(new Pricing(10, 7));
			assignment.close();
			assertThat(application.live()).extracting("value").isEqualTo(new Pricing(10, 7));
		});
	}

	@Test
	void requestThatIsReopenedTwiceEndsOnce() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			Assignment assignment = application.pipeline().assigner().assign(VIP);
			assertThat(assignment).isNotNull();
			assignment.reopen();
			application.pipeline().variations().vary(PREFIX, null);
			assignment.close();
			assignment.reopen();
			assignment.reopen();
			assignment.close();
			assertThat(application.live()).extracting("value").isEqualTo(new Pricing(10, 1));
		});
	}

	@Test
	void requestsThatRaceWithPublicationsSeeOneSideAndLeaveTheBeansFast() {
		run((application) -> {
			AtomicBoolean over = new AtomicBoolean();
			List<CompletableFuture<Integer>> readers = Stream.of(VIP, OTHERS, VIP)
				.map((subject) -> CompletableFuture.supplyAsync(() -> requests(application, subject, over),
						(task) -> new Thread(task, "requests").start()))
				.toList();
			for (int i = 2; i < 600; i++) {
				application.vary("pricing: {discount: " + i % 90 + "}");
				application.propose(i + 10L, i);
				if (i % 3 == 0) {
					application.pipeline().variations().vary(PREFIX, null);
				}
			}
			application.pipeline().variations().vary(PREFIX, null);
			over.set(true);
			readers.forEach((reader) -> assertThat(reader.orTimeout(30, TimeUnit.SECONDS).join()).isPositive());
			assertThat(application.live()).extracting("value").isEqualTo(new Pricing(10, 599));
			assertThat(application.live(Shipping.class)).extracting("value").isEqualTo(new Shipping(599));
		});
	}

	private static int requests(Application application, Subject subject, AtomicBoolean over) {
		Live<Pricing> pricing = application.live();
		Live<Shipping> shipping = application.live(Shipping.class);
		Snapshots snapshots = application.context().getBean(Snapshots.class);
		int requests = 0;
		while (!over.get()) {
			Assignment assignment = application.pipeline().assigner().assign(subject);
			if (assignment == null) {
				continue;
			}
			Pricing first = read(assignment, pricing, shipping, snapshots);
			assignment.close();
			assignment.reopen();
			assertThat(read(assignment, pricing, shipping, snapshots)).isSameAs(first);
			assignment.close();
			assertThat(first.discount() == 10 || subject == VIP).isTrue();
			requests++;
		}
		return requests;
	}

	private static Pricing read(Assignment assignment, Live<Pricing> pricing, Live<Shipping> shipping,
			Snapshots snapshots) {
		Assignment before = assignment.enter();
		try {
			Pricing value = pricing.get();
			Thread.yield();
			assertThat(shipping.get().fee()).isEqualTo(value.minimum());
			assertThat(pricing.get()).isSameAs(value);
			assertThat(snapshots.current().get(Pricing.class)).isSameAs(value);
			return value;
		}
		finally {
			Assignment.restore(before);
		}
	}

	@Test
	void derivedValueIsOfTheStableSideThoughBuiltInsideARequest() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			Assignment assignment = application.pipeline().assigner().assign(VIP);
			assertThat(assignment).isNotNull();
			Assignment before = assignment.enter();
			Live<String> derived = application.live().map((pricing) -> "discount " + pricing.discount());
			assertThat(application.context().getBean(Pricing.class).discount()).isEqualTo(10);
			Assignment.restore(before);
			assertThat(derived.get()).isEqualTo("discount 10");
		});
	}

	@Test
	void variationOfATypeThatHasOneAlreadyIsRefused() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			assertThat(application.pipeline().variations().vary(OTHER, variation(OTHER, "pricing: {minimum: 3}")))
				.singleElement()
				.asString()
				.contains("another candidate already", "'" + PREFIX + "'");
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 1));
		});
	}

	@Test
	void variationThatWasRefusedForAnotherOneIsShownWhenThatEnds() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			application.pipeline().variations().vary(OTHER, variation(OTHER, "pricing: {minimum: 3}"));
			application.pipeline().variations().vary(PREFIX, null);
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(10, 3));
			assertThat(application.pipeline().variations().problems(OTHER)).isEmpty();
			assertThat(application.pipeline().variations().isShown(OTHER)).isTrue();
			assertThat(application.pipeline().variations().isShown(PREFIX)).isFalse();
		});
	}

	@Test
	void variationThatChangesItsSubjectsKeepsItsTypesThoughAnotherOneWaitsForThem() {
		run((application) -> {
			application.vary("pricing: {discount: 20}");
			application.pipeline().variations().vary(OTHER, variation(OTHER, "pricing: {minimum: 3}"));
			assertThat(application.vary("pricing: {discount: 30}")).isEmpty();
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(30, 1));
			assertThat(application.pipeline().variations().problems(OTHER)).hasSize(1);
		});
	}

	@Test
	void variationThatWasNotValidIsShownWhenWhatItRefersToIsRepaired() {
		run((application) -> {
			application.propose(3, PLAIN, "base", "none");
			assertThat(application.vary("pricing: {discount: 20, minimum: '${base}'}")).hasSize(1);
			application.propose(5, PLAIN, "base", "5");
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 5));
			assertThat(application.pipeline().variations().problems(PREFIX)).isEmpty();
		});
	}

	@Test
	void variationThatATypeMadeInvalidFollowsWhenThatTypeRefersToItNoLonger() {
		run((application) -> {
			assertThat(application.vary("limit: none")).isEmpty();
			application.propose(5, PLAIN, "shipping/fee", "${limit:3}");
			assertThat(application.pipeline().variations().problems(PREFIX)).hasSize(1);
			application.propose(6, PLAIN, "shipping/fee", "4");
			assertThat(application.pipeline().variations().problems(PREFIX)).isEmpty();
		});
	}

	@Test
	void typeThatComesToReferToAVariationIsSeenThere() {
		run((application) -> {
			application.pipeline().variations().vary(OTHER, variation(OTHER, "shipping: {fee: 3}"));
			application.propose(5, PLAIN, "pricing/minimum", "${shipping.fee:1}");
			assertThat(application.live().get()).isEqualTo(new Pricing(10, 1));
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(10, 3));
		});
	}

	@Test
	void variationThatComesToTouchATypeOfAnotherOneIsRefusedUntilThatEnds() {
		run((application) -> {
			application.pipeline().variations().vary(OTHER, variation(OTHER, "shipping: {fee: 3}"));
			application.vary("pricing: {discount: 20}");
			application.propose(5, PLAIN, "pricing/minimum", "${shipping.fee:1}");
			assertThat(application.pipeline().variations().problems(OTHER)).singleElement()
				.asString()
				.contains("another candidate already", "'" + PREFIX + "'");
			assertThat(application.pipeline().variations().isShown(OTHER)).isTrue();
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 1));
			application.pipeline().variations().vary(PREFIX, null);
			assertThat(application.pipeline().variations().problems(OTHER)).isEmpty();
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(10, 3));
		});
	}

	@Test
	void variationThatTouchesATypeNoLongerMakesWayForAnotherOne() {
		run((application) -> {
			application.pipeline().variations().vary(OTHER, variation(OTHER, "shipping: {fee: 3}"));
			application.vary("pricing: {discount: 20}");
			application.propose(5, PLAIN, "pricing/minimum", "${shipping.fee:1}");
			application.propose(6, PLAIN, "pricing/minimum", "7");
			assertThat(application.pipeline().variations().problems(OTHER)).isEmpty();
			assertThat(application.live().get(VIP)).isEqualTo(new Pricing(20, 7));
		});
	}

	@Test
	void randomValueOfACandidateStaysThoughManyOthersComeAndGo() {
		run((application) -> {
			application.vary("notes: {own: '${random.uuid}'}");
			String drawn = application.live(Notes.class).get(VIP).own();
			assertThat(drawn).hasSize(36);
			for (int i = 0; i < 3; i++) {
				StringBuilder passing = new StringBuilder();
				for (int number = 0; number < 500; number++) {
					passing.append("texts.t").append(i).append('-').append(number).append(": ${random.uuid}\n");
				}
				application.propose(5 + i, PLAIN, "passing.yaml", passing.toString());
			}
			application.propose(9, PLAIN, "notes/other", "1");
			assertThat(application.live(Notes.class).get(VIP)).isEqualTo(new Notes(drawn, "1"));
		});
	}

	private void run(Consumer<Application> test) {
		LocationPropertySource rollout = source("rollout:shop", LocationContent.ofVersions(PREFIX, "rollout:shop")
			.with(List.of(put(PREFIX, "v1", "pricing: {discount: 10}", 1))));
		LocationPropertySource other = source("rollout:other",
				LocationContent.ofVersions(OTHER, "rollout:other").with(List.of()));
		LocationPropertySource plain = source("etcd:" + PLAIN,
				LocationContent.empty(PLAIN, "etcd:" + PLAIN).with(List.of()));
		this.runner.withInitializer((context) -> {
			RandomValuePropertySource.addToEnvironment(context.getEnvironment());
			context.getEnvironment().getPropertySources().addLast(rollout);
			context.getEnvironment().getPropertySources().addLast(other);
			context.getEnvironment().getPropertySources().addLast(plain);
		}).run((context) -> test.accept(new Application(context)));
	}

	private static LocationPropertySource source(String name, LocationContent.Update update) {
		return new LocationPropertySource(name, update.content());
	}

	private static Change.Put put(String prefix, String key, String value, long revision) {
		return new Change.Put(new KeyValue(prefix + key, value.getBytes(StandardCharsets.UTF_8), revision, revision));
	}

	private static Variation variation(String prefix, String document) {
		return new Variation("v2", put(prefix, "v2", document, 4).entry(), 4,
				(subject) -> "vip".equals(subject.attributes().get("tier")));
	}

	private record Application(AssertableApplicationContext context) {

		AcceptancePipeline pipeline() {
			return this.context.getBean(AcceptancePipeline.class);
		}

		List<String> vary(String document) {
			return pipeline().variations().vary(PREFIX, variation(PREFIX, document));
		}

		void propose(long revision, String prefix, String key, String value) {
			pipeline().propose(List
				.of(new Proposal(revision, Kind.REVISION, Map.of(prefix, List.of(put(prefix, key, value, revision))))));
		}

		void propose(long revision, int value) {
			pipeline().propose(List.of(new Proposal(revision, Kind.REVISION,
					Map.of(PLAIN, List.of(put(PLAIN, "pricing/minimum", "" + value, revision),
							put(PLAIN, "shipping/fee", "" + value, revision))))));
		}

		Live<Pricing> live() {
			return live(Pricing.class);
		}

		@SuppressWarnings("unchecked")
		<T> Live<T> live(Class<T> type) {
			return (Live<T>) this.context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, type))
				.getObject();
		}

	}

	@ConfigurationProperties("notes")
	record Notes(String own, String other) {
	}

	@ConfigurationProperties("passing")
	record Passing(Map<String, String> texts) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Shipping.class, Notes.class, Passing.class })
	static class Types {

	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Min(0) @Max(90) int discount, @DefaultValue("1") int minimum) {
	}

	@ConfigurationProperties("shipping")
	record Shipping(@DefaultValue("1") int fee) {
	}

}
