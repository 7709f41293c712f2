package io.setpoint.configdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.InvalidConfigurationException;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.instance.Identity;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.rollout.imports.ImportedRollouts;
import io.setpoint.rollout.imports.RolloutLocation;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import jakarta.validation.constraints.Max;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ImportSession} where it imports versioned configurations.
 */
@ExtendWith(OutputCaptureExtension.class)
class ImportSessionTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final String STATE = KEYS.state("shop");

	private static final String PREFIX = KEYS.versions("shop");

	private static final String UNREADABLE = "pricing: {discount: 1";

	private static final long CLUSTER = 7;

	private static final long REVISION = 9;

	@TempDir
	Path folder;

	private final RolloutLocation location = new RolloutLocation("shop", KEYS);

	private final Map<String, KeyValue> etcd = new HashMap<>();

	private final LocationSources sources = new LocationSources();

	private final ScriptedReader reader = new ScriptedReader();

	@AfterEach
	void close() {
		this.reader.close();
	}

	private static RolloutState next(RolloutState state, Command command) {
		return Transition.of(state, command, "alice", Instant.EPOCH, null).state();
	}

	private static KeyValue entry(String key, byte[] value) {
		return new KeyValue(key, value, 3, 3);
	}

	private static KeyValue shown(String id, String document) {
		return entry(PREFIX + id, document.getBytes(StandardCharsets.UTF_8));
	}

	private void write(String key, byte[] value) {
		this.etcd.put(key, entry(key, value));
	}

	private void publish(String id, String document) {
		write(PREFIX + id, RolloutFormat.write(Version.of(id, "alice", null, Map.of(), null, Instant.EPOCH, document)));
	}

	private void release(String version) {
		write(STATE, RolloutFormat.write(next(RolloutState.INITIAL, new Command.Release(version))));
	}

	private void startOnThisInstance(String stable, String candidate) {
		Plan plan = Plan.of(Stage.instances(50, Duration.ofMinutes(1)), Stage.instances(100, Duration.ofMinutes(1)));
		RolloutState state = next(next(RolloutState.INITIAL, new Command.Release(stable)),
				new Command.Start(candidate, plan, "salt"));
		write(STATE, RolloutFormat
			.write(next(state, new Command.Extend(new Cohort(Set.of("one"), Set.of("one"), List.of())))));
	}

	private void save(long cluster, KeyValue... entries) throws IOException {
		snapshots().write(new SavedState(cluster, 2, Instant.EPOCH, Map.of(PREFIX, List.of(entries))));
	}

	private SnapshotFile snapshots() {
		return new SnapshotFile(this.folder, "shop");
	}

	private static Settings settings() {
		return new Settings(SetpointProperties.DEFAULTS, "shop");
	}

	private ImportSession load() {
		ImportSession session = new ImportSession(this.sources, settings(), () -> new Identity("one", Map.of()),
				EtcdConnection.to("http://127.0.0.1:1"), this.reader, snapshots(), LogFactory.getLog(getClass()));
		session.load(this.location, false);
		return session;
	}

	/**
	 * Start an application from what was imported.
	 * @param session what has imported it
	 * @return the discount that it starts with
	 */
	private int start(ImportSession session) {
		LocationPropertySource source = this.sources.get(this.location, settings());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			context.refresh();
			context.getEnvironment().getPropertySources().addLast(source);
			AcceptancePipeline pipeline = new AcceptancePipeline(BoundTypes.of(context.getBeanFactory()),
					new TypeBinder(context), List.of(source), List.of(), Runnable::run, Clock.systemUTC());
			pipeline.start(session.startState());
			return pipeline.snapshots().current().get(Pricing.class).discount();
		}
	}

	@Test
	void plainLocationIsReadWithoutAskingWhoTheInstanceIs() {
		write("/config/shop/pricing/discount", "10".getBytes(StandardCharsets.UTF_8));
		Location plain = new Location("/config/shop/", false);
		new ImportSession(this.sources, settings(), () -> {
			throw new AssertionError("The name of the host is looked up for nothing");
		}, EtcdConnection.to("http://127.0.0.1:1"), this.reader, snapshots(), LogFactory.getLog(getClass())).load(plain,
				false);
		assertThat(this.sources.get(plain, settings()).getProperty("pricing.discount")).hasToString("10");
	}

	@Test
	void candidateIsTaken() {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 20}");
		startOnThisInstance("v1", "v2");
		assertThat(start(load())).isEqualTo(20);
	}

	@Test
	void candidateWhenItDoesNotBindGivesWayToTheStableVersion() {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 95}");
		startOnThisInstance("v1", "v2");
		assertThat(start(load())).isEqualTo(10);
	}

	@Test
	void candidateWhenItIsNotValidForATypeOfItsOwnGivesWayToTheStableVersion() {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "shipping: {fee: none}");
		startOnThisInstance("v1", "v2");
		assertThat(start(load())).isEqualTo(10);
	}

	@Test
	void candidateWhenItCannotBeReadGivesWayToTheStableVersion() {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", UNREADABLE);
		startOnThisInstance("v1", "v2");
		assertThat(start(load())).isEqualTo(10);
	}

	@Test
	void candidateWhenNeitherVersionCanBeReadFailsTheStartWithBothReasons() {
		publish("v1", UNREADABLE);
		publish("v2", UNREADABLE);
		startOnThisInstance("v1", "v2");
		assertThatExceptionOfType(UnreadableLocationException.class).isThrownBy(this::load)
			.satisfies((ex) -> assertThat(ex.getProblems()).hasSize(2)
				.anySatisfy((problem) -> assertThat(problem).contains(PREFIX + "v1"))
				.anySatisfy((problem) -> assertThat(problem).contains(PREFIX + "v2")));
	}

	@Test
	void candidateWhenItDoesNotBindAndTheStableVersionCannotBeReadFailsTheStart() {
		publish("v1", UNREADABLE);
		publish("v2", "pricing: {discount: 95}");
		startOnThisInstance("v1", "v2");
		ImportSession session = load();
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> start(session))
			.withMessageContaining("must be less than or equal to 90")
			.withMessageContaining(PREFIX + "v1");
	}

	@Test
	void candidateWhenItDoesNotBindAndTheStableVersionCannotBeReadGivesWayToTheLastGoodState() throws Exception {
		publish("v1", UNREADABLE);
		publish("v2", "pricing: {discount: 95}");
		startOnThisInstance("v1", "v2");
		save(CLUSTER, shown("v0", "pricing: {discount: 5}"));
		assertThat(start(load())).isEqualTo(5);
	}

	@Test
	void candidateWhenOnlyTheStableVersionCannotBeReadIsTakenAndThatIsSaid(CapturedOutput output) {
		publish("v1", UNREADABLE);
		publish("v2", "pricing: {discount: 20}");
		startOnThisInstance("v1", "v2");
		assertThat(start(load())).isEqualTo(20);
		assertThat(output).contains("The stable version of rollout:shop cannot be read, so there is nothing in etcd to"
				+ " fall back to: ");
	}

	@Test
	void stateWhenItWasDeletedIsSaidAndTheLastGoodVersionStays(CapturedOutput output) throws Exception {
		publish("v1", "pricing: {discount: 10}");
		save(CLUSTER, shown("v1", "pricing: {discount: 10}"));
		ImportSession session = load();
		assertThat(start(session)).isEqualTo(10);
		assertThat(ImportedRollouts.of(session).all()).singleElement()
			.isEqualTo(new ImportedRollout("shop", PREFIX, STATE, REVISION, List.of(), null));
		assertThat(output).contains("The state of rollout:shop ('" + STATE + "') cannot be used: it starts from the",
				"It was deleted: put it back, or release a version");
	}

	@Test
	void stateWhenItWasDeletedAndThereIsNoLastGoodStateStartsEmpty() {
		publish("v1", "pricing: {discount: 10}");
		assertThat(start(load())).isZero();
	}

	@Test
	void stateWhenItIsMissingInAnotherEtcdThanThatOfTheLastGoodStateStartsEmpty() throws Exception {
		save(CLUSTER + 1, shown("v1", "pricing: {discount: 10}"));
		assertThat(start(load())).isZero();
	}

	@Test
	void stateWhenItIsNonsenseTakesTheLastGoodState() throws Exception {
		write(STATE, new byte[] { 'x' });
		save(CLUSTER, shown("v1", "pricing: {discount: 10}"));
		assertThat(start(load())).isEqualTo(10);
	}

	@Test
	void stateWhenItIsNonsenseDoesNotTakeTheLastGoodStateOfAnotherEtcd() throws Exception {
		write(STATE, new byte[] { 'x' });
		save(CLUSTER + 1, shown("v1", "pricing: {discount: 10}"));
		assertThatExceptionOfType(UnreadableLocationException.class).isThrownBy(this::load);
	}

	@Test
	void stateWhenItWasReadIsImported() {
		publish("v1", "pricing: {discount: 10}");
		release("v1");
		assertThat(ImportedRollouts.of(load()).all()).singleElement()
			.isEqualTo(new ImportedRollout("shop", PREFIX, STATE, REVISION, List.of(this.etcd.get(STATE)),
					shown("v1", "pricing: {discount: 10}")));
	}

	/**
	 * Reads what the test has written.
	 */
	private final class ScriptedReader extends StartupReader {

		ScriptedReader() {
			super(EtcdConnection.to("http://127.0.0.1:1"), Duration.ofSeconds(1), true);
		}

		@Override
		Image read(List<String> ranges, boolean required) {
			Map<String, List<KeyValue>> entries = new HashMap<>();
			for (String range : ranges) {
				entries.put(range,
						ImportSessionTests.this.etcd.values()
							.stream()
							.filter((entry) -> isIn(range, entry.key()))
							.toList());
			}
			return new Image(CLUSTER, REVISION, entries);
		}

		private static boolean isIn(String range, String key) {
			return range.endsWith("/") ? key.startsWith(range)
					: key.equals(StringUtils.trimTrailingCharacter(range, '*'));
		}

		@Override
		long revision() {
			return REVISION;
		}

		@Override
		long clusterId() {
			return CLUSTER;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Shipping.class })
	static class Application {

	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@DefaultValue("0") @Max(90) int discount) {
	}

	@ConfigurationProperties("shipping")
	record Shipping(@DefaultValue("1") int fee) {
	}

}
