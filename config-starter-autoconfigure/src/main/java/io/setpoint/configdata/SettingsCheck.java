package io.setpoint.configdata;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.setpoint.instance.Identity;
import io.setpoint.store.EtcdConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.util.StringUtils;

/**
 * What the settings have to satisfy. Finds everything that is wrong, not the first only.
 */
final class SettingsCheck {

	static final String UNRESOLVED = "has a placeholder that cannot be resolved without etcd";

	static final String RESOLVE = "Set what it refers to in a file, an environment variable or on the command line";

	private static final Pattern ROOT = Pattern.compile("/|(/[^/\\s\\p{Cntrl}?#]+)+/?");

	private static final Pattern NAME = Pattern.compile("[^/\\s\\p{Cntrl}?#]+(/[^/\\s\\p{Cntrl}?#]+)*");

	private static final Pattern ID = Pattern.compile("[^/\\p{Cntrl}]*");

	private static final Duration MILLISECOND = Duration.ofMillis(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONGEST_CALL = Duration.ofDays(24);

	private static final Duration LONGEST = Duration.ofDays(366);

	private final Function<String, @Nullable Origin> origins;

	private final List<InvalidSetting> invalid = new ArrayList<>();

	SettingsCheck(Function<String, @Nullable Origin> origins) {
		this.origins = origins;
	}

	void check(SetpointProperties properties) {
		checkResolved("setpoint.config.root", properties.config().root());
		checkResolved("setpoint.rollout.root", properties.rollout().root());
		checkResolved("setpoint.fleet.root", properties.fleet().root());
		checkResolved("setpoint.etcd.user", properties.etcd().user());
		checkResolved("setpoint.etcd.ssl.bundle", properties.etcd().ssl().bundle());
		checkResolved("setpoint.snapshot.directory", properties.snapshot().directory());
		checkResolved("setpoint.instance.id", properties.instance().id());
		checkRoot("setpoint.config.root", properties.config().root());
		checkTime("setpoint.config.startup-timeout", properties.config().startupTimeout(), Duration.ZERO, LONGEST_CALL);
		checkEtcd(properties.etcd());
		checkWatch(properties.watch());
		checkSnapshot(properties.snapshot());
		expect(isId(properties.instance().id()), "setpoint.instance.id",
				"has a '/' or a control character, or is too long", "Use letters, digits, dots and dashes");
		String labels = Identity.problem(properties.instance().labels());
		expect(labels == null, "setpoint.instance.labels", "has a label that " + labels,
				"Use few and short labels: the words that stages match");
		checkRollouts(properties.rollout(), properties.fleet());
		checkRoot("setpoint.schema.root", properties.schema().root());
		checkRestrict(properties.restrict());
	}

	/**
	 * Spring Boot leaves a placeholder that it cannot resolve as it is.
	 * @param setting the name of the setting
	 * @param value its value
	 */
	private void checkResolved(String setting, @Nullable String value) {
		expect(value == null || !value.contains("${"), setting, UNRESOLVED, RESOLVE);
	}

	void checkName(String setting, String name) {
		expect(NAME.matcher(name).matches(), setting,
				"is part of the locations of etcd and cannot be: it has white"
						+ " space, a control character, '?', '#' or an empty path segment",
				"Use letters, digits, dots and dashes");
	}

	void throwIfInvalid() {
		if (!this.invalid.isEmpty()) {
			throw new InvalidSettingsException(this.invalid);
		}
	}

	private static boolean isId(@Nullable String id) {
		try {
			return !StringUtils.hasText(id) || ID.matcher(new Identity(id, Map.of()).id()).matches();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private void checkEtcd(SetpointProperties.Etcd etcd) {
		String setting = "setpoint.etcd.endpoints";
		checkEndpoints(setting, etcd.endpoints());
		boolean secure = etcd.endpoints().stream().anyMatch((endpoint) -> endpoint.trim().startsWith("https:"));
		expect(secure || !StringUtils.hasLength(etcd.ssl().bundle()), "setpoint.etcd.ssl.bundle",
				"is set, but 'setpoint.etcd.endpoints' are not https",
				"Write 'https://' in front of the endpoints, or remove the bundle");
		boolean user = StringUtils.hasLength(etcd.user());
		expect(!user || StringUtils.hasLength(etcd.password()), "setpoint.etcd.user",
				"is set, but 'setpoint.etcd.password' is not", "Set both, or neither");
		expect(user || !StringUtils.hasLength(etcd.password()), "setpoint.etcd.password",
				"is set, but 'setpoint.etcd.user' is not", "Set both, or neither");
		checkTime("setpoint.etcd.connect-timeout", etcd.connectTimeout(), MILLISECOND, LONGEST_CALL);
		checkTime("setpoint.etcd.call-timeout", etcd.callTimeout(), MILLISECOND, LONGEST_CALL);
		etcd.headers()
			.forEach((name, value) -> expect(isSendable(name, value), "setpoint.etcd.headers." + name,
					"has a name or a value that cannot be sent, or a name that gRPC keeps for itself",
					"Use names of letters, digits, '-', '_' and '.', and values of printable ASCII"));
	}

	private static boolean isSendable(String name, String value) {
		try {
			EtcdConnection.to("http://localhost").withHeaders(Map.of(name, value));
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private void checkEndpoints(String setting, List<String> endpoints) {
		String remedy = "Write URLs such as 'http://host:2379' or 'https://host:2379', separated by commas";
		if (endpoints.isEmpty()) {
			expect(false, setting, "names no endpoint", remedy);
			return;
		}
		for (int i = 0; i < endpoints.size(); i++) {
			expect(isEndpoint(endpoints.get(i)), setting,
					"has an entry that is no endpoint of etcd, the one at place " + (i + 1), remedy);
		}
		long secure = endpoints.stream().filter((endpoint) -> endpoint.trim().startsWith("https:")).count();
		expect(secure == 0 || secure == endpoints.size(), setting, "mixes http and https", "Use one of them for all");
	}

	private static boolean isEndpoint(String endpoint) {
		try {
			EtcdConnection.to(endpoint);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private void checkWatch(SetpointProperties.Watch watch) {
		SetpointProperties.Watch.Backoff backoff = watch.backoff();
		checkTime("setpoint.watch.backoff.initial", backoff.initial(), MILLISECOND, LONGEST);
		checkTime("setpoint.watch.backoff.max", backoff.max(), MILLISECOND, LONGEST);
		checkTime("setpoint.watch.heartbeat-interval", watch.heartbeatInterval(), MILLISECOND, LONGEST);
		checkTime("setpoint.watch.heartbeat-timeout", watch.heartbeatTimeout(), MILLISECOND, LONGEST);
		checkTime("setpoint.watch.stale-after", watch.staleAfter(), MILLISECOND, LONGEST);
		checkTime("setpoint.watch.reconcile-interval", watch.reconcileInterval(), MILLISECOND, LONGEST);
		expect(backoff.multiplier() >= 1 && backoff.multiplier() <= 1000, "setpoint.watch.backoff.multiplier",
				"must be a number from 1 to 1000", "Write a number such as '2'");
		checkOrder("setpoint.watch.backoff.initial", backoff.initial(), "setpoint.watch.backoff.max", backoff.max(), 0);
		checkOrder("setpoint.watch.heartbeat-interval", watch.heartbeatInterval(), "setpoint.watch.heartbeat-timeout",
				watch.heartbeatTimeout(), 1);
		checkOrder("setpoint.watch.heartbeat-timeout", watch.heartbeatTimeout(), "setpoint.watch.stale-after",
				watch.staleAfter(), 0);
	}

	private void checkOrder(String shorter, Duration shorterTime, String longer, Duration longerTime, int distance) {
		expect(longerTime.compareTo(shorterTime) >= distance, (this.origins.apply(longer) != null) ? longer : shorter,
				"does not fit: '" + longer + "' must " + ((distance > 0) ? "be longer than '" : "not be shorter than '")
						+ shorter + "'",
				"Change one of the two");
	}

	private void checkSnapshot(SetpointProperties.Snapshot snapshot) {
		expect(!snapshot.enabled() || isPath(snapshot.directory()), "setpoint.snapshot.directory",
				"is no path of a folder", "Write a path such as '.setpoint', or set 'setpoint.snapshot.enabled=false'");
	}

	private static boolean isPath(String directory) {
		try {
			return StringUtils.hasText(Path.of(directory).toString());
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	private void checkRollouts(SetpointProperties.Rollout rollout, SetpointProperties.Fleet fleet) {
		checkRoot("setpoint.rollout.root", rollout.root());
		checkRoot("setpoint.fleet.root", fleet.root());
		expect(rollout.keepVersions() >= 0, "setpoint.rollout.keep-versions", "must not be negative",
				"Write a number such as '50'");
		checkTime("setpoint.rollout.controller-lease", rollout.controllerLease(), SECOND, LONGEST);
		checkTime("setpoint.fleet.lease", fleet.lease(), SECOND, LONGEST);
	}

	private void checkRestrict(SetpointProperties.Restrict restrict) {
		checkNames("setpoint.restrict.denied-names", restrict.deniedNames());
		Set<String> locations = new HashSet<>();
		restrict.locations().forEach((name, location) -> {
			String setting = "setpoint.restrict.locations[" + name + "]";
			String imported = Restrictions.location(name);
			expect(imported != null, setting, "names no location",
					"Write what is imported, in brackets: '[etcd:/config/prices/]' or '[rollout:prices]'");
			expect(imported == null || locations.add(imported), setting, "names a location a second time",
					"Write one of them only");
			checkNames(setting + ".denied-names", location.deniedNames());
			checkNames(setting + ".allowed-names", location.allowedNames());
		});
	}

	private void checkNames(String setting, @Nullable List<String> names) {
		for (int i = 0; names != null && i < names.size(); i++) {
			expect(Restrictions.isName(names.get(i)), setting,
					"has an entry that is no name of a property, the one at place " + (i + 1),
					"Write names such as 'management' or 'spring.datasource', in lower case with dashes, separated by"
							+ " commas");
		}
	}

	private void checkRoot(String setting, String root) {
		expect(ROOT.matcher(root).matches(), setting,
				"must begin with '/' and have no empty path segment, white space, control character, '?' or '#'",
				"Write a path such as '/config'");
	}

	private void checkTime(String setting, Duration time, Duration least, Duration most) {
		expect(time.compareTo(least) >= 0 && time.compareTo(most) <= 0, setting,
				"must be a time from " + text(least) + " to " + text(most), "Write a time such as '3s'");
	}

	private static String text(Duration time) {
		if (time.toDays() > 0) {
			return time.toDays() + "d";
		}
		return (time.toSeconds() > 0 || time.isZero()) ? time.toSeconds() + "s" : time.toMillis() + "ms";
	}

	private void expect(boolean fulfilled, String setting, String reason, String remedy) {
		if (!fulfilled) {
			this.invalid.add(new InvalidSetting(setting, this.origins.apply(setting), reason, remedy));
		}
	}

}
