package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.setpoint.ConfigurationChangedEvent;
import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.Live;
import io.setpoint.LiveOrigin;
import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.ResolvableType;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AcceptancePipeline}.
 */
class AcceptancePipelineTests {

	private static final String SHARED = "/config/shared/";

	private static final String OWN = "/config/own/";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Types.class);

	@Test
	void proposeWhenValidShowsValueEverywhere() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(2, "a/x", "2");
			assertThat(application.live(A.class).get().x()).isEqualTo(2);
			assertThat(application.bean(A.class).x()).isEqualTo(2);
			assertThat(application.snapshot().get(A.class).x()).isEqualTo(2);
			assertThat(application.environment("a.x")).isEqualTo("2");
			assertThat(application.live(A.class).origin().revision()).isEqualTo(2);
		});
	}

	@Test
	void warmUpShowsAndTellsNothing() {
		run(Map.of("a/x", "1", "b/y", "1"), (application) -> {
			awaitCompletedStart();
			List<Integer> seen = new CopyOnWriteArrayList<>();
			application.live(A.class).onChange((before, after) -> seen.add(after.x()));
			application.propose(2, "b/y", "bad");
			Snapshot before = application.snapshot();
			application.pipeline().warmUp();
			assertThat(application.snapshot()).isSameAs(before);
			assertThat(application.refusedRevisions()).containsExactly("b/y@2");
			application.propose(3, "b/y", "3");
			Snapshot after = application.snapshot();
			application.pipeline().warmUp();
			application.awaitFollowed();
			assertThat(application.snapshot()).isSameAs(after);
			assertThat(application.values()).isEqualTo("a=1 b=3 c=0");
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
			assertThat(seen).isEmpty();
		});
	}

	/**
	 * Where nothing is mirrored the rest of the types is bound by a thread of its own.
	 */
	private static void awaitCompletedStart() {
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("setpoint-start")));
	}

	@Test
	void liveIsFoundByItsTypeWhileAnotherThreadCreatesIt() {
		ResolvableType type = ResolvableType.forClassWithGenerics(Live.class, A.class);
		List<String> found = new CopyOnWriteArrayList<>();
		this.runner.withInitializer((context) -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessBeforeInitialization(Object bean, String beanName) {
				if (bean instanceof Live<?>) {
					found.addAll(List.of(context.getBeanFactory().getBeanNamesForType(type, true, false)));
				}
				return bean;
			}

		})).run((context) -> {
			assertThat(context.getBeanProvider(type).getObject()).isInstanceOf(Live.class);
			assertThat(found).hasSize(1);
		});
	}

	@Test
	void proposeWhenRevisionIsInvalidHoldsItBackWithLaterChangesOfItsTypesUntilRepaired() {
		run(Map.of("a/x", "1", "b/y", "1", "c/z", "1"), (application) -> {
			application.propose(5, "a/x", "bad", "b/y", "5");
			application.propose(6, "c/z", "6");
			assertThat(application.values()).isEqualTo("a=1 b=1 c=6");
			assertThat(application.environment("a.x")).isEqualTo("1");
			assertThat(application.environment("b.y")).isEqualTo("1");
			assertThat(application.refusedRevisions()).containsExactlyInAnyOrder("a/x@5", "b/y@5");
			assertThat(application.pipeline().accepted().refusals())
				.allSatisfy((refusal) -> assertThat(refusal.reason())
					.isEqualTo("a.x (etcd:/config/own/ key '/config/own/a/x' revision 5) cannot be converted to int"));
			application.propose(7, "a/x", "7");
			assertThat(application.values()).isEqualTo("a=7 b=5 c=6");
			assertThat(application.live(A.class).origin().revision()).isEqualTo(7);
			assertThat(application.live(B.class).origin().revision()).isEqualTo(7);
			assertThat(application.live(C.class).origin().revision()).isEqualTo(6);
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
		});
	}

	@Test
	void proposeWhenLaterRevisionTouchesRefusedTypeHoldsItBackWhole() {
		run(Map.of("a/x", "1", "b/y", "1", "c/z", "1"), (application) -> {
			application.propose(5, "a/x", "bad", "b/y", "5");
			application.propose(6, "b/y", "6", "c/z", "6");
			assertThat(application.values()).isEqualTo("a=1 b=1 c=1");
			application.propose(7, "a/x", "7");
			assertThat(application.values()).isEqualTo("a=7 b=6 c=6");
		});
	}

	@Test
	void proposeWhenOvertakenByRepairNeverShowsOvertakenValue() {
		run(Map.of("a/x", "1"), (application) -> {
			List<Integer> seen = new CopyOnWriteArrayList<>();
			application.live(A.class).onChange((before, after) -> seen.add(after.x()));
			application.propose(2, "a/x", "91");
			application.propose(3, "a/x", "-1");
			application.propose(4, "a/x", "4");
			application.awaitFollowed();
			assertThat(application.live(A.class).get().x()).isEqualTo(4);
			Awaitility.await().until(() -> seen.contains(4));
			assertThat(seen).containsExactly(4);
		});
	}

	@Test
	void proposeWhenRefusedKeyIsDeletedReleasesIt() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(2, "a/x", "91", "b/y", "2");
			assertThat(application.values()).isEqualTo("a=1 b=0 c=0");
			application.propose(3, "a/x", null);
			assertThat(application.values()).isEqualTo("a=7 b=2 c=0");
		});
	}

	@Test
	void proposeWhenKeyIsDeletedFallsBackToNextSourceThenDefault() {
		run(Map.of("a/x", "1"), (application) -> {
			application.proposeShared(2, "a/x", "2");
			assertThat(application.live(A.class).get().x()).isEqualTo(1);
			application.propose(3, "a/x", null);
			assertThat(application.live(A.class).get().x()).isEqualTo(2);
			application.proposeShared(4, "a/x", null);
			assertThat(application.live(A.class).get().x()).isEqualTo(7);
		});
	}

	@Test
	void proposeWhenDocumentDoesNotParseTouchesOnlyTypesThatReadIt() {
		run(Map.of("a.yaml", "x: 1", "c/z", "1"), (application) -> {
			application.propose(2, "a.yaml", "x: [");
			application.propose(3, "c/z", "3");
			assertThat(application.values()).isEqualTo("a=1 b=0 c=3");
			assertThat(application.pipeline().accepted().refusals()).singleElement()
				.satisfies((refusal) -> assertThat(refusal.reason()).contains("'/config/own/a.yaml' at revision 2",
						"line 1, column "));
			application.propose(4, "a.yaml", "x: 4");
			assertThat(application.values()).isEqualTo("a=4 b=0 c=3");
		});
	}

	@Test
	void proposeWhenPlaceholderIsChangedRebindsTypeThatRefersToIt() {
		run(Map.of("a/x", "${limits.default:3}"), (application) -> {
			assertThat(application.live(A.class).get().x()).isEqualTo(3);
			application.proposeShared(2, "limits/default", "12");
			assertThat(application.live(A.class).get().x()).isEqualTo(12);
			application.proposeShared(3, "limits/default", "99");
			assertThat(application.live(A.class).get().x()).isEqualTo(12);
			assertThat(application.pipeline().accepted().refusals()).hasSize(1);
			application.proposeShared(4, "limits/default", "13");
			assertThat(application.live(A.class).get().x()).isEqualTo(13);
		});
	}

	@Test
	void proposeWhenBoundValueIsEqualChangesNothing() {
		run(Map.of("a/x", "1"), (application) -> {
			A before = application.live(A.class).get();
			LiveOrigin origin = application.live(A.class).origin();
			application.propose(2, "a/x", "0001");
			application.awaitFollowed();
			assertThat(application.live(A.class).get()).isSameAs(before);
			assertThat(application.live(A.class).origin()).isEqualTo(origin);
			assertThat(application.environment("a.x")).isEqualTo("0001");
		});
	}

	@Test
	void proposeWhenNobodyReadsKeyAcceptsIt() {
		run(Map.of(), (application) -> {
			application.propose(2, "unread/key", "2");
			assertThat(application.environment("unread.key")).isEqualTo("2");
			assertThat(application.snapshot().revision()).isEqualTo(2);
		});
	}

	@Test
	void proposeWhenTwoLocationsChangeInOneRevisionShowsThemTogether() {
		run(Map.of("a/x", "1"), (application) -> {
			application.proposeBoth(2, Map.of("a/x", "2"), Map.of("b/y", "bad"));
			assertThat(application.values()).isEqualTo("a=1 b=0 c=0");
			application.proposeBoth(3, Map.of(), Map.of("b/y", "3"));
			assertThat(application.values()).isEqualTo("a=2 b=3 c=0");
		});
	}

	@Test
	void proposeWhenBacklogIsLongAcceptsItsLastState() {
		run(Map.of("a/x", "1"), (application) -> {
			List<Proposal> backlog = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				backlog
					.add(new Proposal(i + 2, Kind.REVISION, Map.of(OWN, List.of(put(OWN, "a/x", "" + i % 80, i + 2)))));
			}
			application.pipeline().propose(backlog);
			assertThat(application.live(A.class).get().x()).isEqualTo(999 % 80);
			assertThat(application.snapshot().revision()).isEqualTo(1001);
		});
	}

	@Test
	void proposeWhenPartOfRereadIsInvalidHoldsBackOnlyItsRevision() {
		run(Map.of("a/x", "1", "b/y", "1", "c/z", "1"), (application) -> {
			application.pipeline()
				.propose(List.of(new Proposal(9, Kind.REREAD, Map.of(OWN,
						List.of(put(OWN, "a/x", "91", 7), put(OWN, "b/y", "7", 7), put(OWN, "c/z", "8", 8))))));
			assertThat(application.values()).isEqualTo("a=1 b=1 c=8");
			assertThat(application.refusedRevisions()).containsExactlyInAnyOrder("a/x@7", "b/y@7");
			assertThat(application.snapshot().revision()).isEqualTo(9);
			application.propose(10, "a/x", "10");
			assertThat(application.values()).isEqualTo("a=10 b=7 c=8");
		});
	}

	@Test
	void proposeWhenRereadIsRefusedInPartIsRepairedByWhatItsPlaceholderStandsFor() {
		run(Map.of("limit", "99"), (application) -> {
			application.pipeline()
				.propose(List.of(new Proposal(6, Kind.REREAD,
						Map.of(OWN, List.of(put(OWN, "d/low", "3", 5), put(OWN, "d/high", "${limit}", 6))))));
			assertThat(application.bean(D.class)).isEqualTo(new D(3, 0));
			assertThat(application.refusedRevisions()).containsExactly("d/high@6");
			application.propose(7, "limit", "8");
			assertThat(application.bean(D.class)).isEqualTo(new D(3, 8));
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
		});
	}

	@Test
	void proposeWhenRepairIsShadowedByWhatWaitsReleasesIt() {
		run(Map.of("a.yaml", "x: 10", "a/x", "20"), (application) -> {
			application.propose(2, "a/x", null, "a.yaml", "x: 999");
			assertThat(application.values()).isEqualTo("a=20 b=0 c=0");
			application.propose(3, "a/application.yaml", "x: 30");
			assertThat(application.values()).isEqualTo("a=30 b=0 c=0");
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
		});
	}

	@Test
	void proposeWhenTypeHasComeToReadWhatWaitsHoldsItBackWithIt() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(2, "limit", "2", "b/y", "bad");
			application.propose(3, "a/x", "${limit:3}");
			application.propose(4, "a.yaml", "x: 4", "c/z", "4");
			assertThat(application.values()).isEqualTo("a=3 b=0 c=0");
			application.propose(5, "b/y", "5");
			assertThat(application.values()).isEqualTo("a=2 b=5 c=4");
		});
	}

	@Test
	void proposeWhenTypeComesToReadWhatWaitsInABacklogHoldsBackWhatComesAfterIt() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(2, "limit", "2", "b/y", "bad");
			application.pipeline()
				.propose(List.of(proposal(3, "a/x", "${limit:3}"), proposal(4, "a.yaml", "x: 4", "c/z", "4")));
			assertThat(application.values()).isEqualTo("a=3 b=0 c=0");
		});
	}

	@Test
	void retryWhenWhatWasRefusedIsValidNowAcceptsIt() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(2, "a/x", "${outside}");
			assertThat(application.live(A.class).get().x()).isEqualTo(1);
			assertThat(application.pipeline().retry()).isEmpty();
			System.setProperty("outside", "22");
			try {
				assertThat(application.pipeline().retry()).containsExactly("a.x");
				assertThat(application.live(A.class).get().x()).isEqualTo(22);
				assertThat(application.pipeline().accepted().refusals()).isEmpty();
			}
			finally {
				System.clearProperty("outside");
			}
		});
	}

	@Test
	void proposeWhenStoreWasReplacedStartsRevisionsAgain() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(50, "a/x", "2");
			application.pipeline()
				.propose(List.of(new Proposal(3, Kind.REPLACED, Map.of(OWN, List.of(put(OWN, "a/x", "3", 3))))));
			assertThat(application.snapshot().revision()).isEqualTo(3);
			assertThat(application.live(A.class).get().x()).isEqualTo(3);
		});
	}

	@Test
	void proposeWhenStoreWasReplacedTakesNoRevisionFromWhatWaitedBefore() {
		run(Map.of("a/x", "1", "b/y", "1"), (application) -> {
			application.propose(50, "a/x", "bad");
			application.propose(51, "b/y", "bad");
			application.pipeline()
				.propose(List.of(new Proposal(3, Kind.REPLACED, Map.of(OWN, List.of(put(OWN, "a/x", "worse", 3))))));
			application.propose(4, "a/x", "4");
			assertThat(application.snapshot().revision()).isEqualTo(4);
			assertThat(application.live(A.class).origin().revision()).isEqualTo(4);
			application.propose(5, "b/y", "5");
			assertThat(application.snapshot().revision()).isEqualTo(5);
			assertThat(application.live(B.class).origin().revision()).isEqualTo(5);
		});
	}

	@Test
	void proposeWhenLocationHasRoomAgainTakesUpWhatWasTooMuch() {
		String document = sixMillionCharactersOfNames();
		run(Map.of("d0.json", document, "d1.json", document), (application) -> {
			application.propose(2, "d2.json", document);
			assertThat(application.reason("d2.json")).contains("of the location would have more than 16777216");
			application.propose(3, "d0.json", null);
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
			assertThat(application.keys()).containsExactly("d1.json", "d2.json");
		});
	}

	@Test
	void proposeWhenTransactionMakesRoomForItselfTakesItUp() {
		String document = sixMillionCharactersOfNames();
		run(Map.of("d0.json", document, "d1.json", document), (application) -> {
			application.propose(2, "d2.json", document, "d1.json", null);
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
			assertThat(application.keys()).containsExactly("d0.json", "d2.json");
		});
	}

	@Test
	void proposeWhenWhatIsReleasedMakesRoomTakesUpWhatWasTooMuch() {
		String document = sixMillionCharactersOfNames();
		run(Map.of("d0.json", document, "d1.json", document), (application) -> {
			application.propose(2, "d2.json", document);
			application.propose(3, "a/x", "${outside}", "d0.json", null);
			assertThat(application.refusedRevisions()).containsExactlyInAnyOrder("d2.json@2", "a/x@3", "d0.json@3");
			System.setProperty("outside", "3");
			try {
				application.pipeline().retry();
			}
			finally {
				System.clearProperty("outside");
			}
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
			assertThat(application.keys()).containsExactly("a/x", "d1.json", "d2.json");
		});
	}

	@Test
	void proposeWhenWhatWasTooMuchIsTakenUpReleasesWhatHasWaitedForIt() {
		String document = sixMillionCharactersOfNames();
		run(Map.of("d0.json", document, "d1.json", document), (application) -> {
			application.propose(2, "d2.json", document.replace("]}", "], \"limit\": 5}"));
			application.propose(3, "a/x", "${d2.limit}");
			assertThat(application.refusedRevisions()).containsExactlyInAnyOrder("d2.json@2", "a/x@3");
			application.propose(4, "d0.json", null);
			assertThat(application.pipeline().accepted().refusals()).isEmpty();
			assertThat(application.values()).startsWith("a=5 ");
		});
	}

	private static String sixMillionCharactersOfNames() {
		return " ".repeat(200_000) + "{\"" + "n".repeat(3000) + "\": [" + "1, ".repeat(1999) + "1]}";
	}

	@Test
	void proposeWhenNewKeyCouldNotBeEvaluatedHoldsBackLaterChangesOfItsTypes() {
		run(Map.of("e/first", "1"), (application) -> {
			E.exhausted = true;
			application.propose(2, "e/second", "2");
			E.exhausted = false;
			application.propose(3, "e/third", "3");
			assertThat(application.bean(E.class)).isEqualTo(new E("1", "2", "3"));
			E.exhausted = true;
			application.propose(4, "e/second", null);
			application.propose(5, "e/second", "5");
			application.propose(6, "b/y", "6");
			E.exhausted = false;
			assertThat(application.values()).isEqualTo("a=7 b=6 c=0");
			application.pipeline().retryFailed();
			assertThat(application.bean(E.class)).isEqualTo(new E("1", "5", "3"));
		});
	}

	@Test
	void proposeWhenWhatWaitsIsTakenBackForgetsIt() {
		run(Map.of("a/x", "1"), (application) -> {
			application.propose(2, "a/x", "bad");
			for (int i = 0; i < 100; i++) {
				application.propose(3 + 2 * i, "a/note" + i, "${reference" + i + "}");
				application.propose(4 + 2 * i, "a/note" + i, null);
				assertThat(application.refusedRevisions()).containsExactly("a/x@2");
			}
			assertThat(application.pipeline().accepted().held(OWN)).containsOnlyKeys(OWN + "a/x");
			application.propose(300, "a/x", "3");
			assertThat(application.keys()).containsExactly("a/x");
		});
	}

	@Test
	void proposeWhenAcceptedKeyIsDeletedWithSomethingInvalidLetsTheDeleteWait() {
		run(Map.of("a/x", "1", "b/y", "1"), (application) -> {
			application.propose(2, "a/x", "bad", "b/y", null);
			application.propose(3, "b/y", null);
			assertThat(application.refusedRevisions()).containsExactlyInAnyOrder("a/x@2", "b/y@3");
			application.propose(4, "a/x", "4");
			assertThat(application.values()).isEqualTo("a=4 b=0 c=0");
		});
	}

	@Test
	void proposeWhenManyConstraintsAreViolatedNamesEachWhereItIsWithoutValues() {
		run(Map.of(), (application) -> {
			application.propose(2, "d/low", "-4711", "d/high", "815815");
			assertThat(application.reason("d/low")).contains("d.low (etcd:/config/own/")
				.contains("must be greater than or equal to 0")
				.doesNotContain("d.high", "4711", "815815");
			assertThat(application.reason("d/high")).contains("d.high (etcd:/config/own/")
				.contains("must be less than or equal to 9")
				.doesNotContain("d.low", "4711", "815815");
		});
	}

	@Test
	void eventsWhenAcceptedAndRefusedCarryNamesAndReasonsButNoValues() {
		run(Map.of("a/x", "1"), (application) -> {
			Events events = application.bean(Events.class);
			application.propose(2, "a/x", "secret-4711");
			application.propose(3, "a/x", "3");
			Awaitility.await().until(() -> events.changed.size() == 1 && events.rejected.size() == 1);
			assertThat(events.rejected.get(0).toString()).doesNotContain("4711").contains("cannot be converted to int");
			assertThat(events.rejected.get(0).getKeys()).containsExactly(OWN + "a/x");
			assertThat(events.rejected.get(0).getTypes()).containsExactly(A.class);
			assertThat(events.changed.get(0).getPropertyNames()).containsExactly("a.x");
			assertThat(events.changed.get(0).getTypes()).containsExactly(A.class);
			assertThat(events.changed.get(0).getRevision()).isEqualTo(3);
		});
	}

	@Test
	void snapshotWhenTypeIsUnknownSaysSo() {
		run(Map.of(),
				(application) -> assertThatExceptionOfType(IllegalArgumentException.class)
					.isThrownBy(() -> application.snapshot().get(String.class))
					.withMessage("java.lang.String is not a @ConfigurationProperties bean"));
	}

	private void run(Map<String, String> initial, Consumer<Application> test) {
		LocationPropertySource shared = new LocationPropertySource("etcd:" + SHARED,
				LocationContent.empty(SHARED, "etcd:" + SHARED));
		List<Change> changes = new ArrayList<>();
		initial.forEach((key, value) -> changes.add(put(OWN, key, value, 1)));
		LocationPropertySource own = new LocationPropertySource("etcd:" + OWN,
				LocationContent.empty(OWN, "etcd:" + OWN).with(changes).content());
		this.runner.withInitializer((context) -> {
			context.getEnvironment().getPropertySources().addLast(own);
			context.getEnvironment().getPropertySources().addLast(shared);
		}).run((context) -> test.accept(new Application(context)));
	}

	private static Change put(String prefix, String key, String value, long revision) {
		return new Change.Put(new KeyValue(prefix + key, value.getBytes(StandardCharsets.UTF_8), revision, revision));
	}

	private static Proposal proposal(long revision, String... keysAndValues) {
		return new Proposal(revision, Kind.REVISION, Map.of(OWN, changes(OWN, revision, keysAndValues)));
	}

	private static List<Change> changes(String prefix, long revision, String... keysAndValues) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			String value = keysAndValues[i + 1];
			changes.add((value != null) ? put(prefix, keysAndValues[i], value, revision)
					: new Change.Delete(prefix + keysAndValues[i], revision));
		}
		return changes;
	}

	private record Application(AssertableApplicationContext context) {

		AcceptancePipeline pipeline() {
			return this.context.getBean(AcceptancePipeline.class);
		}

		void propose(long revision, String... keysAndValues) {
			pipeline().propose(List.of(proposal(revision, keysAndValues)));
		}

		void proposeShared(long revision, String... keysAndValues) {
			pipeline().propose(List
				.of(new Proposal(revision, Kind.REVISION, Map.of(SHARED, changes(SHARED, revision, keysAndValues)))));
		}

		void proposeBoth(long revision, Map<String, String> own, Map<String, String> shared) {
			pipeline().propose(List.of(new Proposal(revision, Kind.REVISION,
					Map.of(OWN, changes(OWN, revision, flat(own)), SHARED, changes(SHARED, revision, flat(shared))))));
		}

		private static String[] flat(Map<String, String> entries) {
			List<String> flat = new ArrayList<>();
			entries.forEach((key, value) -> flat.addAll(Arrays.asList(key, value)));
			return flat.toArray(String[]::new);
		}

		@SuppressWarnings("unchecked")
		<T> Live<T> live(Class<T> type) {
			return (Live<T>) this.context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, type))
				.getObject();
		}

		<T> T bean(Class<T> type) {
			return this.context.getBean(type);
		}

		Snapshot snapshot() {
			return this.context.getBean(Snapshots.class).current();
		}

		String environment(String name) {
			return this.context.getEnvironment().getProperty(name);
		}

		String values() {
			return "a=" + live(A.class).get().x() + " b=" + live(B.class).get().y() + " c=" + live(C.class).get().z();
		}

		Set<String> refusedRevisions() {
			return pipeline().accepted()
				.refusals()
				.stream()
				.map((refusal) -> refusal.key().substring(OWN.length()) + "@" + refusal.revision())
				.collect(Collectors.toSet());
		}

		List<String> keys() {
			return pipeline().accepted()
				.content(OWN)
				.entries()
				.stream()
				.map((entry) -> entry.key().substring(OWN.length()))
				.toList();
		}

		String reason(String key) {
			return pipeline().accepted()
				.refusals()
				.stream()
				.filter((refusal) -> refusal.key().equals(OWN + key))
				.map(Refusal::reason)
				.collect(Collectors.joining());
		}

		void awaitFollowed() {
			try {
				pipeline().followed().get(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException | ExecutionException | TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@ConfigurationProperties("a")
	@Validated
	record A(@Min(0) @Max(90) @DefaultValue("7") int x) {
	}

	@ConfigurationProperties("b")
	record B(int y) {
	}

	@ConfigurationProperties("c")
	record C(int z) {
	}

	@ConfigurationProperties("d")
	@Validated
	record D(@Min(0) int low, @Max(9) int high) {
	}

	@ConfigurationProperties("e")
	record E(String first, String second, String third) {

		private static boolean exhausted;

		E {
			if (exhausted) {
				throw new OutOfMemoryError("Java heap space");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ A.class, B.class, C.class, D.class, E.class })
	static class Types {

		@Bean
		Events events() {
			return new Events();
		}

	}

	static class Events {

		private final List<ConfigurationChangedEvent> changed = new CopyOnWriteArrayList<>();

		private final List<ConfigurationRejectedEvent> rejected = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ConfigurationChangedEvent event) {
			this.changed.add(event);
		}

		@EventListener
		void on(ConfigurationRejectedEvent event) {
			this.rejected.add(event);
		}

	}

}
