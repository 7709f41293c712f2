package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.Snapshots;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what arrives beside something refused, many changes at once: it is bound
 * again only if something new may make a difference.
 */
class StandingRefusalTests {

	private static final String WEAK = "/config/weak/";

	private static final String STRONG = "/config/strong/";

	private static final int MANY = 100;

	private static final int FEW = 20;

	private static final AtomicInteger converted = new AtomicInteger();

	private static final Map<String, Integer> words = new HashMap<>();

	private final Map<String, Object> outside = new HashMap<>();

	private long revision = 1;

	@BeforeEach
	void reset() {
		words.clear();
	}

	@Test
	void burstThatCannotBeTheRepairIsNotBound() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			converted.set(0);
			for (int i = 0; i < 10; i++) {
				propose(context, others());
			}
			assertThat(converted.get()).isLessThan(MANY);
			assertThat(pending(context)).hasSize(MANY + 1);
			propose(context, put(WEAK + "amounts/by-name/bad", "5"));
			assertThat(amounts(context).byName()).hasSize(MANY + 1).containsEntry("bad", new Amount(5));
			assertThat(pending(context)).isEmpty();
		});
	}

	@Test
	void shortBurstThatCannotBeTheRepairIsNotBound() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, others());
			converted.set(0);
			for (int i = 0; i < 10; i++) {
				propose(context, others().subList(0, FEW));
			}
			assertThat(converted.get()).isLessThan(MANY);
			assertThat(pending(context)).hasSize(MANY + 1);
		});
	}

	@Test
	void fewChangesAreBoundToFindAllThatIsWrong() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, put(WEAK + "amounts/by-name/worse", "none"));
			assertThat(reason(context, "amounts/by-name/worse")).contains("amounts.by-name.worse")
				.contains("cannot be converted");
		});
	}

	@Test
	void burstLeavesWhatElseIsWrongToBeFoundWhenItIsOver() {
		run((context) -> {
			AcceptancePipeline pipeline = pipeline(context);
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			assertThat(pipeline.isAnyReasonOpen()).isFalse();
			propose(context, burst(put(WEAK + "amounts/by-name/worse", "none")));
			assertThat(pipeline.isAnyReasonOpen()).isTrue();
			assertThat(reason(context, "amounts/by-name/worse")).contains("amounts.by-name.bad");
			pipeline.completeReasons();
			assertThat(pipeline.isAnyReasonOpen()).isFalse();
			assertThat(reason(context, "amounts/by-name/worse")).contains("amounts.by-name.worse");
		});
	}

	@Test
	void burstThatRewritesWhatIsBlamedReleasesIt() {
		runReleased(put(WEAK + "amounts/by-name/bad", "none"), put(WEAK + "amounts/by-name/bad", "1"));
	}

	@Test
	void burstThatDeletesWhatIsBlamedReleasesIt() {
		runReleased(put(WEAK + "amounts/by-name/bad", "none"), delete(WEAK + "amounts/by-name/bad"));
	}

	@Test
	void burstWithAStrongerKeyReleasesIt() {
		runReleased(put(WEAK + "amounts.yaml", "by-name.bad: none"), put(WEAK + "amounts/by-name/bad", "1"));
	}

	@Test
	void burstWithAStrongerLocationReleasesIt() {
		runReleased(put(WEAK + "amounts/by-name/bad", "none"), put(STRONG + "amounts/by-name/bad", "1"));
	}

	@Test
	void burstThatGivesBackTheStrongerKeyReleasesIt() {
		run((context) -> {
			propose(context, put(STRONG + "amounts/by-name/bad", "1"));
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, delete(STRONG + "amounts/by-name/bad"));
			assertThat(pending(context)).isNotEmpty();
			propose(context, burst(put(STRONG + "amounts/by-name/bad", "1")));
			assertThat(pending(context)).isEmpty();
			assertThat(amounts(context).byName()).hasSize(MANY + 1);
		});
	}

	@Test
	void burstThatChangesWhatIsReferredToReleasesIt() {
		runReleased(put(WEAK + "amounts/by-name/bad", "${somewhere}"), put(WEAK + "somewhere", "1"));
	}

	@Test
	void burstWithAListInTheStrongerLocationReleasesIt() {
		runReleased(put(WEAK + "amounts/in-order/0", "none"), put(STRONG + "amounts/in-order/0", "1"));
	}

	@Test
	void burstThatPutsAWholeInThePlaceOfPartsReleasesIt() {
		runReleased(put(WEAK + "amounts/pair/left", "none"), put(STRONG + "amounts/pair", "1-2"));
	}

	@Test
	void burstThatRepairsAConstraintOverSeveralPropertiesReleasesIt() {
		runReleased(put(WEAK + "amounts/low", "7"), put(WEAK + "amounts/high", "8"));
	}

	@Test
	void burstAfterAConstraintWasViolatedReleasesWhatTheConstructorMakesValid() {
		runReleased(put(WEAK + "amounts/capped", "2000"), put(WEAK + "amounts/cap", "1000"));
	}

	@Test
	void burstAfterAConverterHasLearnedReleasesIt() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "dozen"));
			assertThat(pending(context)).isNotEmpty();
			words.put("dozen", 12);
			propose(context, others());
			assertThat(pending(context)).isEmpty();
			assertThat(amounts(context).byName()).containsEntry("bad", new Amount(12));
		});
	}

	@Test
	void burstAfterAnotherSourceHasOverriddenWhatIsBlamedReleasesIt() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			this.outside.put("amounts.by-name.bad", "3");
			propose(context, others());
			assertThat(pending(context)).isEmpty();
			assertThat(amounts(context).byName()).containsEntry("bad", new Amount(3));
		});
	}

	@Test
	void burstAfterAnotherSourceHasReplacedTheWholeReleasesIt() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/pair/left", "none"));
			this.outside.put("amounts.pair", "1-2");
			propose(context, others());
			assertThat(pending(context)).isEmpty();
			assertThat(amounts(context).pair()).isEqualTo(new Pair(new Amount(1), new Amount(2)));
		});
	}

	@Test
	void burstThatRepairsAndBreaksAgainInTheSameWordsShowsTheStateInBetween() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			List<Proposal> backlog = others();
			backlog.add(put(WEAK + "amounts/by-name/bad", "1"));
			backlog.add(put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, backlog);
			assertThat(amounts(context).byName()).hasSize(MANY + 1).containsEntry("bad", new Amount(1));
			assertThat(pending(context)).containsOnlyKeys(WEAK + "amounts/by-name/bad");
		});
	}

	@Test
	void shortBurstThatOverridesAndTakesThatBackShowsTheStateInBetween() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			proposeOverridingAndTakingBack(context);
		});
	}

	@Test
	void shortBurstThatGivesBackTheStrongerKeyForAWhileShowsTheStateInBetween() {
		run((context) -> {
			propose(context, put(STRONG + "amounts/by-name/bad", "1"));
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, delete(STRONG + "amounts/by-name/bad"));
			proposeOverridingAndTakingBack(context);
		});
	}

	private void proposeOverridingAndTakingBack(AssertableApplicationContext context) {
		assertThat(pending(context)).isNotEmpty();
		List<Proposal> backlog = others().subList(0, FEW);
		backlog.add(put(STRONG + "amounts/by-name/bad", "1"));
		backlog.add(delete(STRONG + "amounts/by-name/bad"));
		propose(context, backlog);
		assertThat(amounts(context).byName()).hasSize(FEW + 1).containsEntry("bad", new Amount(1));
		assertThat(pending(context)).containsOnlyKeys(STRONG + "amounts/by-name/bad");
	}

	@Test
	void burstBringsAReferenceThatIsWaitedForFromThenOn() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, burst(put(WEAK + "amounts/by-name/far", "${somewhere:1}")));
			propose(context, put(WEAK + "somewhere", "2"));
			assertThat(pending(context)).containsKey(WEAK + "somewhere");
		});
	}

	@Test
	void shortBurstTakesAReferenceAwayThatIsWaitedForNoMore() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, put(WEAK + "amounts/by-name/far", "${somewhere:1}"));
			List<Proposal> backlog = others().subList(0, FEW);
			backlog.add(put(WEAK + "amounts/by-name/far", "2"));
			backlog.add(put(WEAK + "somewhere", "2"));
			propose(context, backlog);
			assertThat(pending(context)).hasSize(FEW + 2)
				.containsKey(WEAK + "amounts/by-name/far")
				.doesNotContainKey(WEAK + "somewhere");
		});
	}

	@Test
	void shortBurstTellsNoRefusalOfWhatItHasReleased() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			List<Proposal> backlog = others().subList(0, FEW);
			backlog.add(put(WEAK + "amounts/by-name/bad", "1"));
			backlog.add(put(WEAK + "amounts/by-name/k7", "none"));
			propose(context, backlog);
			assertThat(amounts(context).byName()).hasSize(FEW + 1).containsEntry("k7", new Amount(1));
			long refused = this.revision;
			propose(context, put(WEAK + "amounts/by-name/last", "none"));
			Rejections rejections = context.getBean(Rejections.class);
			Awaitility.await().untilAsserted(() -> assertThat(rejections.revisions).contains(this.revision));
			assertThat(rejections.revisions).containsExactly(2L, refused, this.revision);
		});
	}

	@Test
	void burstWithADocumentThatDoesNotParseNamesIt() {
		run((context) -> {
			propose(context, put(WEAK + "amounts/by-name/bad", "none"));
			propose(context, burst(put(WEAK + "amounts.yaml", "x: [")));
			assertThat(reason(context, "amounts.yaml")).contains("amounts.yaml").doesNotContain("by-name.bad");
		});
	}

	private void runReleased(Proposal mistake, Proposal repair) {
		run((context) -> {
			propose(context, mistake);
			assertThat(pending(context)).as("refused").isNotEmpty();
			propose(context, burst(repair));
			assertThat(pending(context)).as("released").isEmpty();
			assertThat(amounts(context).byName()).containsEntry("k7", new Amount(1));
		});
	}

	/**
	 * Put a change into the midst of others.
	 * @param proposal the change
	 * @return the backlog
	 */
	private List<Proposal> burst(Proposal proposal) {
		List<Proposal> backlog = others();
		backlog.add(MANY / 2, proposal);
		return backlog;
	}

	private List<Proposal> others() {
		List<Proposal> others = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			others.add(put(WEAK + "amounts/by-name/k" + i, "1"));
		}
		return others;
	}

	private Proposal put(String key, String value) {
		this.revision++;
		return proposal(new Change.Put(
				new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), this.revision, this.revision)));
	}

	private Proposal delete(String key) {
		this.revision++;
		return proposal(new Change.Delete(key, this.revision));
	}

	private Proposal proposal(Change change) {
		String prefix = change.key().startsWith(WEAK) ? WEAK : STRONG;
		return new Proposal(this.revision, Kind.REVISION, Map.of(prefix, List.of(change)));
	}

	private static void propose(AssertableApplicationContext context, Proposal proposal) {
		propose(context, List.of(proposal));
	}

	private static void propose(AssertableApplicationContext context, List<Proposal> backlog) {
		pipeline(context).propose(backlog);
	}

	private static AcceptancePipeline pipeline(AssertableApplicationContext context) {
		return context.getBean(AcceptancePipeline.class);
	}

	private static Amounts amounts(AssertableApplicationContext context) {
		return context.getBean(Snapshots.class).current().get(Amounts.class);
	}

	private static Map<String, String> pending(AssertableApplicationContext context) {
		Map<String, String> pending = new HashMap<>();
		pipeline(context).accepted().refusals().forEach((refusal) -> pending.put(refusal.key(), refusal.reason()));
		return pending;
	}

	private static @Nullable String reason(AssertableApplicationContext context, String key) {
		return pending(context).get(WEAK + key);
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer((context) -> {
				MutablePropertySources sources = context.getEnvironment().getPropertySources();
				sources.addFirst(new MapPropertySource("outside", this.outside));
				List.of(STRONG, WEAK)
					.forEach((prefix) -> sources.addLast(new LocationPropertySource("etcd:" + prefix,
							LocationContent.empty(prefix, "etcd:" + prefix))));
			})
			.run(test);
	}

	static class Rejections {

		private final List<Long> revisions = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ConfigurationRejectedEvent event) {
			this.revisions.add(event.getRevision());
		}

	}

	record Amount(int number) {
	}

	record Pair(@Nullable Amount left, @Nullable Amount right) {
	}

	@ConfigurationProperties("amounts")
	@Validated
	record Amounts(Map<String, Amount> byName, List<Amount> inOrder, @Nullable Pair pair, int low, int high, int cap,
			@Max(1000) int capped) {

		Amounts {
			byName = (byName != null) ? byName : Map.of();
			inOrder = (inOrder != null) ? inOrder : List.of();
			high = (high == 0) ? 5 : high;
			capped = (cap > 0) ? Math.min(cap, capped) : capped;
		}

		@AssertTrue
		boolean isOrdered() {
			return this.low <= this.high;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Amounts.class)
	@Import(Rejections.class)
	static class Types {

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Amount> amounts() {
			return new AmountConverter();
		}

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Pair> pairs() {
			return new PairConverter();
		}

	}

	static class AmountConverter implements Converter<String, Amount> {

		@Override
		public Amount convert(String text) {
			converted.incrementAndGet();
			Integer word = words.get(text);
			return new Amount((word != null) ? word : Integer.parseInt(text));
		}

	}

	static class PairConverter implements Converter<String, Pair> {

		@Override
		public Pair convert(String text) {
			String[] parts = text.split("-");
			return new Pair(new Amount(Integer.parseInt(parts[0])), new Amount(Integer.parseInt(parts[1])));
		}

	}

}
