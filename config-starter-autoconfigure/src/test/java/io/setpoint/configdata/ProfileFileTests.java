package io.setpoint.configdata;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.setpoint.document.LocationPropertySource;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.rollout.imports.ImportedRollouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for settings in the file of a profile, which count as those in a document that is
 * activated for it.
 */
class ProfileFileTests {

	private static final String COMMON = """
			spring:
			  application.name: common
			  config.import: [ "optional:etcd:", "optional:etcd:/x/", "optional:rollout:shop" ]
			setpoint:
			  etcd.endpoints: http://127.0.0.1:2
			  config.root: /common
			  instance.id: common
			""";

	private static final String LIVE = """
			spring.application.name: depot
			spring.ssl.bundle.pem.depot.options.enabled-protocols: TLSv1.3
			setpoint:
			  config:
			    root: /live
			    startup-timeout: 2s
			  etcd:
			    endpoints: https://127.0.0.1:1
			    user: app
			    password: s3cr3t
			    ssl.bundle: depot
			    connect-timeout: 250ms
			    http-gateway: false
			    call-timeout: 750ms
			    headers:
			      x-proxy-key: s3cr3t
			  watch:
			    backoff: { initial: 1s, multiplier: 3, max: 4s }
			    heartbeat-interval: 2s
			    heartbeat-timeout: 6s
			    stale-after: 20s
			    reconcile-interval: 1h
			  snapshot:
			    enabled: true
			    directory: depot
			  instance:
			    id: depot-1
			    labels.zone: north
			  rollout: { root: /live-rollouts, keep-versions: 7, controller: false, controller-lease: 9s }
			  fleet: { root: /live-fleet, lease: 15s }
			  schema: { enabled: false, root: /live-schemas }
			  restrict:
			    denied-names: management, server
			    placeholders: none
			    locations:
			      "[etcd:/config/prices/]":
			        allowed-names: [pricing]
			        placeholders: any
			""";

	private static final SetpointProperties EXPECTED = new SetpointProperties(true,
			new SetpointProperties.Config("/live", Duration.ofSeconds(2)),
			new SetpointProperties.Etcd(List.of("https://127.0.0.1:1"), "app", "s3cr3t",
					new SetpointProperties.Etcd.Ssl("depot"), Duration.ofMillis(250), Duration.ofMillis(750), false,
					Map.of("x-proxy-key", "s3cr3t")),
			new SetpointProperties.Watch(
					new SetpointProperties.Watch.Backoff(Duration.ofSeconds(1), 3, Duration.ofSeconds(4)),
					Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(20), Duration.ofHours(1)),
			new SetpointProperties.Snapshot(true, "depot"),
			new SetpointProperties.Instance("depot-1", Map.of("zone", "north")),
			new SetpointProperties.Rollout("/live-rollouts", 7, false, Duration.ofSeconds(9)),
			new SetpointProperties.Fleet("/live-fleet", Duration.ofSeconds(15)),
			new SetpointProperties.Schema(false, "/live-schemas"),
			new SetpointProperties.Restrict(List.of("management", "server"),
					SetpointProperties.Restrict.Placeholders.NONE,
					Map.of("etcd:/config/prices/", new SetpointProperties.Restrict.Location(List.of("pricing"),
							List.of(), SetpointProperties.Restrict.Placeholders.ANY))));

	@TempDir
	private Path folder;

	static Stream<Arguments> places() {
		String on = "spring.config.activate.on-profile: live\n";
		return Stream.of(
				place("a document that is activated",
						(files) -> files.file("application.yaml",
								COMMON + "spring.profiles.active: live\n---\n" + on + LIVE)),
				place("beside application.yaml, activated there",
						(files) -> files.file("application.yaml", COMMON + "spring.profiles.active: live\n")
							.file("application-live.yaml", LIVE)),
				place("activated from outside", (files) -> files.file("application.yaml", COMMON)
					.file("application-live.yaml", LIVE)
					.with("spring.profiles.active=live")),
				place("activated by a group",
						(files) -> files
							.file("application.yaml", COMMON + "spring.profiles: {active: all, group.all: live}\n")
							.file("application-live.yaml", LIVE)),
				place("activated by an include",
						(files) -> files.file("application.yaml", COMMON + "spring.profiles.include: live\n")
							.file("application-live.yaml", LIVE)),
				place("in an additional location",
						(files) -> files.file("application.yaml", COMMON + "spring.profiles.active: live\n")
							.file("more/application-live.yaml", LIVE)
							.with("spring.config.additional-location=" + files.uri("more/"))),
				place("imported by application.yaml",
						(files) -> files
							.file("application.yaml",
									COMMON.replace("[ ", "[ \"file:" + files.path("other.yaml") + "\", ")
											+ "spring.profiles.active: live\n")
							.file("other.yaml", "x: 1")
							.file("other-live.yaml", LIVE)),
				place("with the import itself", (files) -> files
					.file("application.yaml",
							"spring.profiles.active: live\n" + COMMON.replaceAll("(?m)^ .*import.*\n", ""))
					.file("application-live.yaml",
							LIVE + "spring.config.import: "
									+ "[ \"optional:etcd:\", \"optional:etcd:/x/\", \"optional:rollout:shop\" ]\n")),
				place("with the import on the command line",
						(files) -> files
							.file("application.yaml",
									"spring.profiles.active: live\n" + COMMON.replaceAll("(?m)^ .*import.*\n", ""))
							.file("application-live.yaml", LIVE)
							.with("spring.config.import=optional:etcd:,optional:etcd:/x/,optional:rollout:shop")),
				place("in a document for a profile within the file of another",
						(files) -> files.file("application.yaml", COMMON + "spring.profiles.active: [ eu, live ]\n")
							.file("application-eu.yaml", "x: 1\n---\n" + on + LIVE)),
				place("in files of another name",
						(files) -> files.file("depot.yaml", COMMON + "spring.profiles.active: live\n")
							.file("depot-live.properties", properties())
							.with("spring.config.name=depot")));
	}

	private static Arguments place(String description, UnaryOperator<Files> files) {
		return Arguments.argumentSet(description, files);
	}

	/**
	 * The same settings in the other format.
	 */
	private static String properties() {
		StringBuilder properties = new StringBuilder();
		List.of("spring.application.name=depot", "spring.ssl.bundle.pem.depot.options.enabled-protocols=TLSv1.3",
				"setpoint.config.root=/live", "setpoint.config.startup-timeout=2s",
				"setpoint.etcd.endpoints[0]=https://127.0.0.1:1", "setpoint.etcd.user=app",
				"setpoint.etcd.password=s3cr3t", "setpoint.etcd.ssl.bundle=depot", "setpoint.etcd.connectTimeout=250ms",
				"setpoint.etcd.call_timeout=750", "setpoint.etcd.httpGateway=off",
				"setpoint.etcd.headers.x-proxy-key=s3cr3t", "setpoint.watch.backoff.initial=1s",
				"setpoint.watch.backoff.multiplier=3", "setpoint.watch.backoff.max=4s",
				"setpoint.watch.heartbeat-interval=2s", "setpoint.watch.heartbeat-timeout=6s",
				"setpoint.watch.stale-after=20s", "setpoint.watch.reconcile-interval=1h",
				"setpoint.snapshot.enabled=true", "setpoint.snapshot.directory=depot", "setpoint.instance.id=depot-1",
				"setpoint.instance.labels.zone=north", "setpoint.rollout.root=/live-rollouts",
				"setpoint.rollout.keep-versions=7", "setpoint.rollout.controller=false",
				"setpoint.rollout.controller-lease=9s", "setpoint.fleet.root=/live-fleet", "setpoint.fleet.lease=15s",
				"setpoint.schema.enabled=false", "setpoint.schema.root=/live-schemas",
				"setpoint.restrict.deniedNames=management,server", "setpoint.restrict.placeholders=None",
				"setpoint.restrict.locations[etcd\\:/config/prices/].allowed-names[0]=pricing",
				"setpoint.restrict.locations[etcd\\:/config/prices/].placeholders=any")
			.forEach((line) -> properties.append(line).append('\n'));
		return properties.toString();
	}

	@ParameterizedTest
	@MethodSource("places")
	void settingsOfTheActiveProfileCountWhereverTheyAre(UnaryOperator<Files> place) {
		Preparation preparation = place.apply(new Files(this.folder)).preparation;
		ImportSession session = preparation.without("setpoint.snapshot.enabled").session();
		assertThat(session.properties()).isEqualTo(EXPECTED);
		assertThat(session.identity().id()).isEqualTo("depot-1");
		assertThat(session.identity().labels()).containsOnly(Map.entry("zone", "north"));
		assertThat(session.connection().endpoints()).containsExactly("https://127.0.0.1:1");
		assertThat(session.connection().user()).isEqualTo("app");
		assertThat(session.connection().ssl()).isNotNull();
		assertThat(session.connection().callTimeout()).isEqualTo(Duration.ofMillis(750));
		assertThat(session.snapshotFile()).hasToString(Path.of("depot/depot.snapshot").toAbsolutePath().toString());
		assertThat(ImportedRollouts.of(session).all()).extracting(ImportedRollout::stateKey)
			.containsExactly("/live-rollouts/shop/state");
		assertThat(LocationPropertySource.in(preparation.environment())).extracting(LocationPropertySource::getName)
			.contains("etcd:/live/application/", "etcd:/live/depot/", "etcd:/live/application,live/",
					"etcd:/live/depot,live/", "etcd:/x/", "etcd:/x,live/", "rollout:shop")
			.noneMatch((name) -> name.contains("common"));
	}

	@Test
	void settingsOfAProfileThatIsNotActiveDoNotCount() {
		ImportSession session = Preparation.in(this.folder)
			.file("application.yaml", COMMON)
			.file("application-live.yaml", LIVE)
			.session();
		assertThat(session.properties().config().root()).isEqualTo("/common");
		assertThat(session.identity().id()).isEqualTo("common");
	}

	@Test
	void settingsOnTheCommandLineOutrankThoseOfTheProfile() {
		ImportSession session = Preparation.in(this.folder)
			.file("application.yaml", COMMON)
			.file("application-live.yaml", LIVE)
			.with("spring.profiles.active=live", "setpoint.instance.id=mine")
			.session();
		assertThat(session.properties().config().root()).isEqualTo("/live");
		assertThat(session.identity().id()).isEqualTo("mine");
	}

	/**
	 * The files of an application.
	 */
	static final class Files {

		private final Path folder;

		private final Preparation preparation;

		Files(Path folder) {
			this.folder = folder;
			this.preparation = Preparation.in(folder);
		}

		Files file(String name, String content) {
			this.preparation.file(name, content);
			return this;
		}

		Files with(String... properties) {
			this.preparation.with(properties);
			return this;
		}

		String uri(String name) {
			return this.folder.toUri() + name;
		}

		Path path(String name) {
			return this.folder.resolve(name);
		}

	}

}
