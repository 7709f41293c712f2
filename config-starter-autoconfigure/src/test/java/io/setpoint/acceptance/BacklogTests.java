package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.Snapshots;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptancePipeline} with long backlogs: what counts is how often a
 * type is bound, not how long that takes.
 */
@ExtendWith(OutputCaptureExtension.class)
class BacklogTests {

	private static final String PREFIX = "/config/own/";

	private static final int ENTRIES = 1000;

	private static final AtomicInteger bound = new AtomicInteger();

	private final TestLocation location = TestLocation.in(PREFIX);

	private long revision = 1;

	@BeforeEach
	void reset() {
		bound.set(0);
	}

	@Test
	void backlogThatIsValidIsBoundOnce() {
		run((context) -> {
			propose(context, puts(0, 4 * ENTRIES, "1"));
			assertThat(bound).hasValue(1);
			assertThat(big(context).entries()).hasSize(ENTRIES).containsEntry("k7", 1);
		});
	}

	@Test
	void backlogWithABadValueInTheMiddleIsBoundSeldomAndNamesItAlone(CapturedOutput output) {
		run((context) -> {
			List<Proposal> backlog = puts(0, ENTRIES, "1");
			backlog.addAll(puts(0, 1, "bad"));
			backlog.addAll(other("2"));
			backlog.addAll(puts(1, ENTRIES - 1, "2"));
			propose(context, backlog);
			assertThat(bound.get()).isLessThan(6);
			assertThat(big(context).entries()).hasSize(ENTRIES).containsEntry("k7", 1);
			assertThat(current(context, Other.class).number()).isEqualTo(2);
			assertThat(output)
				.contains("Refused revision " + (ENTRIES + 2) + " of etcd (keys [/config/own/big/entries/k0])");
			assertThat(output.toString().lines().filter((line) -> line.contains("Refused revision"))).hasSize(2);
			bound.set(0);
			propose(context, puts(0, 1, "3"));
			assertThat(bound).hasValue(1);
			assertThat(big(context).entries()).containsEntry("k0", 3).containsEntry("k7", 2);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
		});
	}

	@Test
	void backlogWithSeveralBadValuesThatAreRepairedIsBoundSeldom() {
		run((context) -> {
			List<Proposal> backlog = puts(0, ENTRIES, "1");
			backlog.addAll(puts(3, 1, "5000"));
			backlog.addAll(other("2"));
			backlog.addAll(puts(5, 1, "bad"));
			backlog.addAll(puts(1, ENTRIES - 1, "2"));
			propose(context, backlog);
			assertThat(bound.get()).isLessThan(10);
			assertThat(big(context).entries()).hasSize(ENTRIES).containsEntry("k3", 2).containsEntry("k5", 2);
			assertThat(current(context, Other.class).number()).isEqualTo(2);
		});
	}

	@Test
	void backlogThatBeginsBesideSomethingPendingAndRepairsItIsBoundSeldom() {
		run((context) -> {
			propose(context, puts(0, 1, "bad"));
			bound.set(0);
			List<Proposal> backlog = puts(1, ENTRIES, "1");
			backlog.addAll(puts(0, 1, "1"));
			propose(context, backlog);
			assertThat(bound.get()).isLessThan(5);
			assertThat(big(context).entries()).hasSize(ENTRIES);
		});
	}

	@Test
	void backlogThatRepairsAndBreaksAgainShowsTheStateInBetween(CapturedOutput output) {
		run((context) -> {
			propose(context, puts(0, 1, "bad"));
			bound.set(0);
			List<Proposal> backlog = puts(1, 500, "1");
			backlog.addAll(puts(0, 1, "2"));
			backlog.addAll(puts(1, 500, "2"));
			backlog.addAll(puts(7, 1, "5000"));
			backlog.addAll(puts(501, 400, "3"));
			propose(context, backlog);
			assertThat(bound.get()).isLessThan(80);
			assertThat(big(context).entries()).hasSize(501).containsEntry("k0", 2).containsEntry("k7", 2);
			assertThat(output.toString().lines().filter((line) -> line.contains("Refused revision"))).hasSize(3);
			propose(context, puts(7, 1, "7"));
			assertThat(big(context).entries()).hasSize(901).containsEntry("k7", 7).containsEntry("k600", 3);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
		});
	}

	@Test
	void backlogWithMoreRepairsThanAreLookedForLosesNothing() {
		run((context) -> {
			propose(context, puts(0, 1, "bad"));
			List<Proposal> backlog = new ArrayList<>();
			for (int i = 1; i <= 40; i++) {
				backlog.addAll(puts(0, 1, "" + i));
				backlog.addAll(puts(0, 1, "bad" + i));
				backlog.addAll(puts(i, 1, "1"));
			}
			propose(context, backlog);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isNotEmpty();
			propose(context, puts(0, 1, "100"));
			assertThat(big(context).entries()).hasSize(41).containsEntry("k0", 100);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
		});
	}

	@Test
	void backlogOverManyTypesWithABadValueLetsTheOthersGoOn() {
		run((context) -> {
			List<Proposal> backlog = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				backlog.addAll(puts(i, 1, (i == 250) ? "bad" : "1"));
				backlog.addAll(other("" + i));
			}
			propose(context, backlog);
			assertThat(bound.get()).isLessThan(6);
			assertThat(big(context).entries()).hasSize(250);
			assertThat(current(context, Other.class).number()).isEqualTo(499);
		});
	}

	@Test
	void refusalsOfManyInvalidEntriesAreBounded(CapturedOutput output) {
		run((context) -> {
			for (int i = 0; i < 100; i++) {
				propose(context, puts(5 * i, 5, "5000"));
			}
			List<Refusal> refusals = context.getBean(AcceptancePipeline.class).accepted().refusals();
			assertThat(refusals).hasSize(500);
			assertThat(refusals).allSatisfy((refusal) -> assertThat(refusal.reason()).hasSizeLessThan(2000));
			assertThat(output.toString().lines().filter((line) -> line.contains("Refused")))
				.allSatisfy((line) -> assertThat(line).hasSizeLessThan(4000));
		});
	}

	private static Big big(AssertableApplicationContext context) {
		return current(context, Big.class);
	}

	private static <T> T current(AssertableApplicationContext context, Class<T> type) {
		return context.getBean(Snapshots.class).current().get(type);
	}

	private static void propose(AssertableApplicationContext context, List<Proposal> backlog) {
		context.getBean(AcceptancePipeline.class).propose(backlog);
	}

	private List<Proposal> puts(int first, int count, String value) {
		List<Proposal> puts = new ArrayList<>();
		for (int i = first; i < first + count; i++) {
			puts.add(put("big/entries/k" + i % ENTRIES, value));
		}
		return puts;
	}

	private List<Proposal> other(String value) {
		return List.of(put("other/number", value));
	}

	private Proposal put(String key, String value) {
		this.revision++;
		KeyValue entry = new KeyValue(PREFIX + key, value.getBytes(StandardCharsets.UTF_8), this.revision,
				this.revision);
		return new Proposal(this.revision, Kind.REVISION, Map.of(PREFIX, List.of(new Change.Put(entry))));
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(this.location)
			.run((context) -> {
				bound.set(0);
				test.accept(context);
			});
	}

	@ConfigurationProperties("big")
	@Validated
	record Big(Map<String, @Max(1000) Integer> entries) {

		Big {
			bound.incrementAndGet();
			entries = (entries != null) ? entries : Map.of();
		}

	}

	@ConfigurationProperties("other")
	record Other(int number) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Big.class, Other.class })
	static class Types {

	}

}
